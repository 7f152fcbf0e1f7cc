package dev.drover.transfer;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.FtpSession;
import org.jspecify.annotations.Nullable;

/** The session that one attempt works on: borrowed when first needed, replaced when it broke, given back at the end. */
final class Lease implements AutoCloseable {
    private final FtpClient client;
    private volatile @Nullable FtpSession session;
    private volatile boolean brokenOff;

    Lease(FtpClient client) {
        this.client = client;
    }

    FtpSession session() throws FtpException {
        FtpSession current = session;
        if (current != null && (current.isUsable() || brokenOff)) {
            return current;
        }
        close();
        FtpSession fresh = client.open();
        session = fresh;
        if (brokenOff) {
            fresh.breakOff();
        }
        return fresh;
    }

    /** Closes the connection under the thread that uses it. */
    void breakOff() {
        brokenOff = true;
        FtpSession current = session;
        if (current != null) {
            current.breakOff();
        }
    }

    @Override
    public void close() {
        FtpSession current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }
}
