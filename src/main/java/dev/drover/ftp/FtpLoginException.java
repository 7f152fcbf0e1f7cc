package dev.drover.ftp;

/** The server did not let us in: user, password or account refused. */
public final class FtpLoginException extends FtpReplyException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says what was tried, the command, and the reply that refused it. */
    public FtpLoginException(String message, FtpCommand command, FtpReply reply) {
        super(message, command, reply);
    }

    @Override
    public boolean sessionUsable() {
        return false;
    }
}
