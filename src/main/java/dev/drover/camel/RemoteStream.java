package dev.drover.camel;

import dev.drover.ftp.client.Download;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body that is the running transfer. Reading to the end also reads the server's final reply and checks the size, so a
 * route that has seen the end has seen the whole file; otherwise the last read throws. Closing before the end breaks the
 * transfer off. One thread at a time.
 */
final class RemoteStream extends InputStream implements Retrieved {
    private final FtpSession session;
    private final Activity activity;
    private final Download download;
    private final InputStream in;
    private final @Nullable BodyDigests digests;
    private final Check check;
    private boolean over;
    private boolean closed;

    /** What is looked at when all bytes have passed. */
    interface Check {
        void compare(BodyDigests digests) throws IOException;
    }

    /**
     * The session is closed with it.
     *
     * @param digests are fed what is read; null when nobody wants them
     * @param check of those, when all is read and the session is free for others
     */
    RemoteStream(FtpSession session, Download download, Activity activity, @Nullable BodyDigests digests, Check check) {
        this.digests = digests;
        this.check = check;
        this.activity = activity;
        this.session = session;
        this.download = download;
        this.in = download.stream();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int from, int length) throws IOException {
        if (closed) {
            throw new IOException(
                    "This body is a transfer that can be read once, and it was read and closed already; set"
                            + " streamDownload=false to read it again.");
        }
        if (over) {
            return -1;
        }
        boolean good = false;
        try (Activity.Scope mine = activity.enter()) {
            int count = in.read(target, from, length);
            if (count < 0) {
                download.finish();
                end();
                if (digests != null) {
                    check.compare(digests);
                }
            } else if (digests != null) {
                digests.update(target, from, count);
            }
            good = true;
            return count;
        } finally {
            if (!good) {
                release();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        release();
    }

    /** The route is done, whether it has read everything or not. */
    @Override
    public synchronized void release() {
        if (!over) {
            end();
        }
    }

    private void end() {
        over = true;
        try (Activity.Scope mine = activity.enter();
                session) {
            download.close();
        }
    }
}
