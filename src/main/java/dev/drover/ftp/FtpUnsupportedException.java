package dev.drover.ftp;

/** The server does not know the command, or not with this argument (500, 501, 502, 504). */
public final class FtpUnsupportedException extends FtpReplyException {
    private static final long serialVersionUID = 1L;

    public FtpUnsupportedException(String message, FtpCommand command, FtpReply reply) {
        super(message, command, reply);
    }
}
