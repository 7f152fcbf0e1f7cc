package dev.drover.ftp.data;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.Lookout;
import dev.drover.ftp.net.Watch;
import dev.drover.ftp.tls.TruncatedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The link of a data connection with a deadline on every wait, in both directions. */
final class Wire implements ByteSource, ByteSink {
    /** What one deadline is for: a link that moves less than this in the whole idle time is as good as dead. */
    private static final int WRITE_BYTES = 64 * 1024;

    private final Link link;
    private final Watch watch;
    private final Lookout lookout;
    private final Duration idle;
    private final boolean acceptTruncation;
    private boolean truncated;

    Wire(Link link, Watch watch, Lookout lookout, Duration idle, boolean acceptTruncation) {
        this.link = link;
        this.watch = watch;
        this.lookout = lookout;
        this.idle = idle;
        this.acceptTruncation = acceptTruncation;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            begin("data");
            return link.read(target);
        } catch (TruncatedException e) {
            if (!acceptTruncation) {
                throw e;
            }
            truncated = true;
            return -1;
        } catch (IOException e) {
            throw explain(e, "sent");
        } finally {
            end();
        }
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        int limit = source.limit();
        try {
            while (source.position() < limit) {
                source.limit(Math.min(limit, source.position() + WRITE_BYTES));
                begin("the other side to take data");
                link.write(source);
            }
        } catch (IOException e) {
            throw explain(e, "took");
        } finally {
            end();
            source.limit(limit);
        }
    }

    /** Says on this connection, or the one under it, that nothing more is sent. */
    void shutdownOutput(Link end) throws IOException {
        try {
            begin("the other side to take the end of the data");
            end.shutdownOutput();
        } catch (IOException e) {
            throw explain(e, "took");
        } finally {
            end();
        }
    }

    private void begin(String what) {
        watch.arm(idle, what);
        lookout.begin();
    }

    private void end() {
        watch.disarm();
        lookout.end();
    }

    boolean truncated() {
        return truncated;
    }

    private IOException explain(IOException cause, String what) {
        if (lookout.wasInVain()) {
            return new IOException("the server gave the transfer up on the control connection", cause);
        }
        if (!watch.fired()) {
            return cause;
        }
        return new FtpConnectionLostException(
                "The data connection with " + link.remote() + " was closed: the other side " + what + " nothing for "
                        + idle + ".",
                cause,
                true);
    }
}
