package dev.drover.ftp;

import org.jspecify.annotations.Nullable;

/** A name or an argument cannot be sent, or a name that the server sent may not be used. Nothing was sent. */
public final class FtpNameException extends FtpException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, with whom, and what came of it. */
    public FtpNameException(String message) {
        this(message, null);
    }

    /** The same, with the failure below it. */
    public FtpNameException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public boolean sessionUsable() {
        return true;
    }
}
