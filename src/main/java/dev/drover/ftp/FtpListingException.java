package dev.drover.ftp;

import org.jspecify.annotations.Nullable;

/** A directory could not be listed in full. What had been read before is no listing. */
public final class FtpListingException extends FtpException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, with whom, and what came of it. */
    public FtpListingException(String message) {
        this(message, null);
    }

    /** The same, with the failure below it. */
    public FtpListingException(String message, @Nullable Throwable cause) {
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
