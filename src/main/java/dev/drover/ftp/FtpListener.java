package dev.drover.ftp;

/**
 * Hears what sessions do. Called on the thread that uses the session, so it must be quick and thread-safe; an exception
 * it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface FtpListener {
    /** Hears nothing. */
    FtpListener NONE = event -> {};

    /** Something has happened, on the thread of the session; it goes on when this returns. What it throws is logged. */
    void on(FtpEvent event);

    /** Both hear every event, this one first. */
    default FtpListener and(FtpListener other) {
        return event -> {
            try {
                on(event);
            } finally {
                other.on(event);
            }
        };
    }
}
