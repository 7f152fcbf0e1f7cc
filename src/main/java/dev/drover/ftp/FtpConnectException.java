package dev.drover.ftp;

import org.jspecify.annotations.Nullable;

/** The server could not be reached: unknown host, refused, unreachable, timed out, or the proxy said no. */
public final class FtpConnectException extends FtpException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, with whom, and what came of it. */
    public FtpConnectException(String message) {
        this(message, null);
    }

    /** The same, with the failure below it. */
    public FtpConnectException(String message, @Nullable Throwable cause) {
        super(message, cause);
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
