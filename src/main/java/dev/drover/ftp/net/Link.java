package dev.drover.ftp.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;

/**
 * A connection that bytes go over, in clear text or inside TLS. Reads and writes block; {@link #close} from another
 * thread, which is what a {@link Watch} does at its deadline, ends them with an exception. One thread reads and writes.
 */
public interface Link extends ByteChannel {
    /** Reads what is there, at least one byte; -1 at the end. A TLS link ends only with close_notify, else it throws. */
    @Override
    int read(ByteBuffer target) throws IOException;

    /** Writes all of it. */
    @Override
    int write(ByteBuffer source) throws IOException;

    /** Whether a read would return at once: bytes wait, or the other side has closed. */
    boolean isReadable() throws IOException;

    /** Waits until {@link #isReadable}, at most so long; false when nothing came. */
    boolean awaitReadable(Duration limit) throws IOException;

    /** Says that nothing more is sent (FIN, close_notify) and leaves reading open. */
    void shutdownOutput() throws IOException;

    /**
     * Acknowledges what was read at once, where the system can. To be called after a message that the other side follows
     * with another of its own: a server that leaves Nagle's algorithm on holds the second back until the first is
     * acknowledged, which the system would delay by 40 ms.
     */
    void acknowledge() throws IOException;

    /** Our end. */
    InetSocketAddress local();

    /** The other end: the proxy's where there is one. */
    InetSocketAddress remote();
}
