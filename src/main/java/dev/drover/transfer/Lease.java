package dev.drover.transfer;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session that one attempt works on: borrowed when first needed, replaced when it broke, given back at the end. */
final class Lease implements AutoCloseable {
    private final String place;
    private final FtpClient client;
    private volatile @Nullable FtpSession session;
    private volatile boolean brokenOff;
    private @Nullable FtpException refusal;

    Lease(RemoteLocation location) {
        this.place = location.place();
        this.client = location.client();
    }

    /** What people call the server, if it is the one that let nobody in with this failure. */
    Optional<String> refusedWith(IOException failure) {
        return refusal == failure ? Optional.of(place) : Optional.empty();
    }

    FtpSession session() throws FtpException {
        FtpSession current = session;
        if (current != null && (current.isUsable() || brokenOff)) {
            return current;
        }
        close();
        FtpSession fresh = open();
        session = fresh;
        if (brokenOff) {
            fresh.breakOff();
        }
        return fresh;
    }

    private FtpSession open() throws FtpException {
        try {
            return client.open();
        } catch (FtpException e) {
            refusal = e;
            throw e;
        }
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
