package dev.drover.ftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with a server. Every failure of the library is one of these, so one {@code catch (IOException)}
 * covers them all; the message is one sentence that names what was tried and what the other side said.
 */
public abstract sealed class FtpException extends IOException
        permits FtpBusyException,
                FtpConnectException,
                FtpConnectionLostException,
                FtpListingException,
                FtpNameException,
                FtpProtocolException,
                FtpReplyException,
                FtpTlsException,
                FtpTransferException {
    private static final long serialVersionUID = 1L;

    FtpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same thing, tried again later on a fresh session, may well succeed. */
    public abstract boolean retryable();

    /** Whether the session it came from may still be used. False means that it is closed or will be. */
    public abstract boolean sessionUsable();
}
