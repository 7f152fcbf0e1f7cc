package dev.drover.ftp;

/** The server does not know the command, or not with this argument (500, 501, 502, 504). */
public final class FtpUnsupportedException extends FtpReplyException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, the command, and the reply that refused it. */
    public FtpUnsupportedException(String message, FtpCommand command, FtpReply reply) {
        super(message, command, reply);
    }
}
