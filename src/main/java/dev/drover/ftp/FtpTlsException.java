package dev.drover.ftp;

import org.jspecify.annotations.Nullable;

/** TLS failed: the certificate or host name was not accepted, no common protocol, or the server refused TLS. */
public final class FtpTlsException extends FtpException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, with whom, and what came of it. */
    public FtpTlsException(String message) {
        this(message, null);
    }

    /** The same, with the failure below it. */
    public FtpTlsException(String message, @Nullable Throwable cause) {
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
