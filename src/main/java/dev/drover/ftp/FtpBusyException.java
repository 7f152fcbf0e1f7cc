package dev.drover.ftp;

/**
 * No session came free in time: as many are in use as there may be. The server was not asked for another one, and is not
 * to blame.
 */
public final class FtpBusyException extends FtpException {
    private static final long serialVersionUID = 1L;

    /** With one sentence that says how many are in use, with whom, and how long was waited. */
    public FtpBusyException(String message) {
        super(message, null);
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
