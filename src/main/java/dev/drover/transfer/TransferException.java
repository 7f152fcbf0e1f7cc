package dev.drover.transfer;

import dev.drover.ftp.FtpReply;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that failed, after all attempts that its policy allows. Nothing stands under the final name then unless
 * {@link #errorClass} is {@link ErrorClass#AMBIGUOUS}: the connection broke during the rename and stayed broken, so it
 * could not be found out.
 */
public final class TransferException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorClass errorClass;
    private final int attempts;
    private final transient @Nullable FtpReply reply;
    private final transient Optional<String> refusedBy;

    TransferException(ErrorClass errorClass, String message) {
        this(errorClass, message, null, 1);
    }

    TransferException(ErrorClass errorClass, String message, @Nullable Throwable cause, int attempts) {
        this(errorClass, message, cause, attempts, Optional.empty());
    }

    TransferException(
            ErrorClass errorClass,
            String message,
            @Nullable Throwable cause,
            int attempts,
            Optional<String> refusedBy) {
        super(message, cause);
        this.errorClass = errorClass;
        this.attempts = attempts;
        this.refusedBy = refusedBy;
        this.reply = cause == null ? null : ErrorClass.replyOf(cause).orElse(null);
    }

    public ErrorClass errorClass() {
        return errorClass;
    }

    /** Whether the same transfer may succeed later, by the class of its last failure. */
    public boolean retryable() {
        return errorClass.retryable();
    }

    /** How often it was tried. */
    public int attempts() {
        return attempts;
    }

    /** The place of the server that let nobody in, where that is why: of the two it may be either one. */
    public Optional<String> refusedBy() {
        return refusedBy;
    }

    /** What the server said, where it was the server that refused. */
    public Optional<FtpReply> reply() {
        return Optional.ofNullable(reply);
    }
}
