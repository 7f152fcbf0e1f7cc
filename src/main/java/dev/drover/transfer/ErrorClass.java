package dev.drover.transfer;

import dev.drover.ftp.FtpBusyException;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpNameException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.FtpTransferException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;

/** What kind of failure it is: what decides whether the same thing is tried again, and when. */
public enum ErrorClass {
    /** The connection could not be made or broke (also 421, 425, 426): try again, resume. */
    TRANSIENT_NETWORK(true),
    /** The server says: not now (450, 451, 452): try again after a longer pause. */
    TRANSIENT_REMOTE(true),
    /** Login refused (530, 532). Never repeated blindly: servers lock accounts. */
    AUTH(false),
    /** Certificate, protocol or protection not accepted, by us or by the server. */
    TLS_POLICY(false),
    /** The server says: never (other 5xx). */
    PERMANENT_REMOTE(false),
    /** The connection was lost after a step that may have been done: look first, then go on. */
    AMBIGUOUS(true),
    /** Size or checksum differ: once more from the first byte, then give up. */
    INTEGRITY(true),
    /** This machine: a missing source, a directory that cannot be written. */
    LOCAL(false),
    /** No space left on this machine. */
    LOCAL_FULL(true),
    /** The target exists and may not be replaced. */
    CONFLICT(false),
    /** A path or an operation that is not allowed here. */
    FORBIDDEN(false),
    /** A name or a request that makes no sense, whoever asks. */
    INVALID(false),
    /** Somebody cancelled it. */
    CANCELLED(false);

    private final boolean retryable;

    ErrorClass(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same transfer, tried again later, may well succeed. */
    public boolean retryable() {
        return retryable;
    }

    /** Sorts a failure of a file system or of the FTP library. */
    public static ErrorClass of(IOException failure) {
        if (failure instanceof TransferException known) {
            return known.errorClass();
        }
        if (failure instanceof PathRefusedException) {
            return FORBIDDEN;
        }
        return failure instanceof FtpException ftp ? ofFtp(ftp) : ofFileSystem(failure);
    }

    /** The reply that a failure rests on, where it rests on one. */
    public static Optional<FtpReply> replyOf(Throwable failure) {
        if (failure instanceof FtpReplyException refused) {
            return Optional.of(refused.reply());
        }
        if (failure instanceof FtpTransferException transfer) {
            return transfer.reply();
        }
        return failure instanceof TransferException known ? known.reply() : Optional.empty();
    }

    private static ErrorClass ofFtp(FtpException failure) {
        Optional<FtpReply> reply = replyOf(failure);
        if (reply.isPresent()) {
            return ofReply(reply.get(), failure instanceof FtpLoginException);
        }
        if (failure instanceof FtpBusyException
                || failure instanceof FtpConnectException
                || failure instanceof FtpConnectionLostException) {
            return TRANSIENT_NETWORK;
        }
        if (failure instanceof FtpTransferException) {
            // Broken has a cause; without one all replies were good and the bytes are not what was announced.
            return failure.getCause() != null ? TRANSIENT_NETWORK : INTEGRITY;
        }
        if (failure instanceof FtpTlsException) {
            return TLS_POLICY;
        }
        return failure instanceof FtpNameException ? INVALID : PERMANENT_REMOTE;
    }

    private static ErrorClass ofReply(FtpReply reply, boolean duringLogin) {
        return switch (reply.code()) {
            case 421, 425, 426 -> TRANSIENT_NETWORK;
            case 530, 532 -> AUTH;
            // 522 to EPSV means another address family; the library falls back on its own then and does not report it.
            case 522, 533, 534, 535, 536, 537 -> TLS_POLICY;
            default -> {
                if (reply.isTransientFailure()) {
                    yield TRANSIENT_REMOTE;
                }
                yield duringLogin ? AUTH : PERMANENT_REMOTE;
            }
        };
    }

    private static ErrorClass ofFileSystem(IOException failure) {
        String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        boolean full = text.contains("no space left") || text.contains("quota exceeded");
        return full ? LOCAL_FULL : LOCAL;
    }
}
