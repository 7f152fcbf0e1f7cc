package dev.drover.ftp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transfer did not end as it should: broken off, short, too long, truncated, or refused by the final reply. */
public final class FtpTransferException extends FtpException {
    private static final long serialVersionUID = 1L;

    private static final int SERVICE_CLOSING = 421;

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
    public static FtpTransferException refused(
            String message, RemotePath path, long bytesMoved, FtpReply reply, boolean sessionUsable) {
        return new FtpTransferException(
                message, null, path, bytesMoved, sessionUsable, reply.isTransientFailure(), reply);
    }

    /** The same, with nothing more to be said: the session goes on, but after 421. */
    public static FtpTransferException refused(String message, RemotePath path, long bytesMoved, FtpReply reply) {
        return refused(message, path, bytesMoved, reply, reply.code() != SERVICE_CLOSING);
    }

    /** All replies were good, but the bytes are not what was announced. */
    public static FtpTransferException incomplete(
            String message, RemotePath path, long bytesMoved, boolean sessionUsable) {
        return new FtpTransferException(message, null, path, bytesMoved, sessionUsable, true, null);
    }

    /** The same, noticed while the session was in step. */
    public static FtpTransferException incomplete(String message, RemotePath path, long bytesMoved) {
        return incomplete(message, path, bytesMoved, true);
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
