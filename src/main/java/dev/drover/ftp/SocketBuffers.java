package dev.drover.ftp;

/**
 * Sizes of the system's buffers for the connections that a client opens. The system grows them by itself as a link needs
 * it, and stops doing so for a connection whose size is set here: to be set only where its limits are known to be too low.
 *
 * @param receive SO_RCVBUF in bytes, 0 to leave it to the system
 * @param send SO_SNDBUF in bytes, 0 to leave it to the system
 */
public record SocketBuffers(int receive, int send) {
    /** As the system has it. */
    public static final SocketBuffers OF_SYSTEM = new SocketBuffers(0, 0);

    /** Refuses negative sizes. */
    public SocketBuffers {
        if (receive < 0 || send < 0) {
            throw new IllegalArgumentException("sizes of buffers are not negative: " + receive + ", " + send);
        }
    }

    /** The same, with another buffer for what comes in. */
    public SocketBuffers withReceive(int bytes) {
        return new SocketBuffers(bytes, send);
    }

    /** The same, with another buffer for what goes out. */
    public SocketBuffers withSend(int bytes) {
        return new SocketBuffers(receive, bytes);
    }
}
