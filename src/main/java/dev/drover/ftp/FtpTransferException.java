package dev.drover.ftp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transfer did not end as it should: broken off, short, too long, truncated, or refused by the final reply. */
public final class FtpTransferException extends FtpException {
    private static final long serialVersionUID = 1L;

    private final transient RemotePath path;
    private final long bytesMoved;
    private final boolean sessionUsable;
    private final boolean retryable;
    private final transient @Nullable FtpReply reply;

    private FtpTransferException(
            String message,
            @Nullable Throwable cause,
            RemotePath path,
            long bytesMoved,
            boolean sessionUsable,
            boolean retryable,
            @Nullable FtpReply reply) {
        super(message, cause);
        this.path = path;
        this.bytesMoved = bytesMoved;
        this.sessionUsable = sessionUsable;
        this.retryable = retryable;
        this.reply = reply;
    }

    /** The data connection or the session broke in the middle. */
    public static FtpTransferException broken(
            String message, Throwable cause, RemotePath path, long bytesMoved, boolean sessionUsable) {
        return new FtpTransferException(message, cause, path, bytesMoved, sessionUsable, true, null);
    }

    /** The server's final reply says that the transfer failed. */
    public static FtpTransferException refused(String message, RemotePath path, long bytesMoved, FtpReply reply) {
        boolean usable = reply.code() != 421;
        return new FtpTransferException(message, null, path, bytesMoved, usable, reply.isTransientFailure(), reply);
    }

    /** All replies were good, but the bytes are not what was announced. */
    public static FtpTransferException incomplete(String message, RemotePath path, long bytesMoved) {
        return new FtpTransferException(message, null, path, bytesMoved, true, true, null);
    }

    /** The file or directory on the server. */
    public RemotePath path() {
        return path;
    }

    /** Bytes that went over the data connection before it failed. */
    public long bytesMoved() {
        return bytesMoved;
    }

    /** The final reply, where it is what failed the transfer. */
    public Optional<FtpReply> reply() {
        return Optional.ofNullable(reply);
    }

    @Override
    public boolean retryable() {
        return retryable;
    }

    @Override
    public boolean sessionUsable() {
        return sessionUsable;
    }
}
