package dev.drover.ftp;

import org.jspecify.annotations.Nullable;

/** The server said something that FTP does not allow, or more of it than the limits allow. */
public final class FtpProtocolException extends FtpException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, with whom, and what came of it. */
    public FtpProtocolException(String message) {
        this(message, null);
    }

    /** The same, with the failure below it. */
    public FtpProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public boolean sessionUsable() {
        return false;
    }
}
