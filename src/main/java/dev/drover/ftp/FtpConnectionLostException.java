package dev.drover.ftp;

import org.jspecify.annotations.Nullable;

/** The connection ended, broke, or a wait on it ran into its deadline. The session is gone. */
public final class FtpConnectionLostException extends FtpException {
    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    /** The other side or the network ended it; a sentence that says what was waited for. */
    public FtpConnectionLostException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** The same, also for a deadline of ours. */
    public FtpConnectionLostException(String message, @Nullable Throwable cause, boolean timedOut) {
        super(message, cause);
        this.timedOut = timedOut;
    }

    /** Whether a deadline of ours closed it, rather than the other side or the network. */
    public boolean timedOut() {
        return timedOut;
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public boolean sessionUsable() {
        return false;
    }
}
