package dev.drover.ftp;

/** The server refused a command. The session is in step and goes on, but for 421, which closes it. */
public sealed class FtpReplyException extends FtpException permits FtpLoginException, FtpUnsupportedException {
    private static final long serialVersionUID = 1L;
    private static final int SERVICE_CLOSING = 421;

    private final transient FtpCommand command;
    private final transient FtpReply reply;

    /** With one sentence that says what was tried, the command, and the reply that refused it. */
    public FtpReplyException(String message, FtpCommand command, FtpReply reply) {
        super(message, null);
        this.command = command;
        this.reply = reply;
    }

    /** The command that was refused; safe to print. */
    public FtpCommand command() {
        return command;
    }

    /** What the server answered, always 4xx or 5xx or out of place for the command. */
    public FtpReply reply() {
        return reply;
    }

    @Override
    public boolean retryable() {
        return reply.isTransientFailure();
    }

    @Override
    public boolean sessionUsable() {
        return reply.code() != SERVICE_CLOSING;
    }
}
