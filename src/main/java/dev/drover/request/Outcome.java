package dev.drover.request;

import dev.drover.ftp.FtpReply;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.TransferException;
import dev.drover.transfer.TransferResult;
import dev.drover.transfer.Verification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of a request that was carried out. {@link OutcomeJson} writes it.
 *
 * @param request that was asked
 * @param status of all together
 * @param items one for each file or directory, in the order of the request
 * @param entries what a list found
 * @param failure what stopped all of it, where it was not a single item
 * @param started when
 * @param duration until the last item
 */
public record Outcome(
        TransferRequest request,
        Status status,
        List<Item> items,
        List<FoundFile> entries,
        Optional<Failure> failure,
        Instant started,
        Duration duration) {
    public Outcome {
        items = List.copyOf(items);
        entries = List.copyOf(entries);
    }

    /** How all of it ended. */
    public enum Status {
        COMPLETED,
        /** Some items are done, others are not. */
        PARTIAL,
        FAILED,
        /** Somebody asked for its end, or the program stops. */
        CANCELLED,
        /** Its deadline had passed. */
        EXPIRED
    }

    /** How one item ended. */
    public enum ItemStatus {
        COMPLETED,
        /** There was nothing to do: the target exists and is to be left alone, or what is to be deleted is gone. */
        SKIPPED,
        FAILED,
        /** It would be done, were it not a dry run. */
        PLANNED
    }

    /** Whether the same request may do better later: something failed, and in a way that may pass. */
    public boolean retryable() {
        return failure.filter(Failure::retryable).isPresent()
                || items.stream()
                        .anyMatch(item ->
                                item.failure().filter(Failure::retryable).isPresent());
    }

    public long bytes() {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    /** How many items ended so. */
    public long count(ItemStatus which) {
        return items.stream().filter(item -> item.status() == which).count();
    }

    /**
     * One file or directory.
     *
     * @param path as asked for, below the endpoint's root
     * @param target where it is now
     * @param bytes of the file
     * @param transfer how its bytes were moved, where they were
     * @param failure also of a file that arrived and whose source could not be deleted or archived
     */
    public record Item(
            String path,
            Optional<String> target,
            ItemStatus status,
            long bytes,
            Duration duration,
            Optional<Moved> transfer,
            Optional<Failure> failure) {
        static Item done(String path, Optional<String> target, ItemStatus status) {
            return new Item(path, target, status, 0, Duration.ZERO, Optional.empty(), Optional.empty());
        }

        static Item failed(String path, Optional<String> target, Failure failure) {
            return new Item(path, target, ItemStatus.FAILED, 0, Duration.ZERO, Optional.empty(), Optional.of(failure));
        }

        Item withBytes(long count) {
            return new Item(path, target, status, count, duration, transfer, failure);
        }

        Item withFailure(Failure why) {
            return new Item(path, target, status, bytes, duration, transfer, Optional.of(why));
        }
    }

    /**
     * How the bytes of a file were moved.
     *
     * @param resumedFrom where the last attempt began
     * @param sourceSize of the source when it was read
     * @param sourceModified of the source when it was read
     */
    public record Moved(
            Optional<String> sha256,
            Verification verified,
            int attempts,
            long resumedFrom,
            OptionalLong sourceSize,
            Optional<Instant> sourceModified) {
        static Moved of(TransferResult result) {
            return new Moved(
                    result.sha256(),
                    result.verified(),
                    result.attempts(),
                    result.resumedFrom(),
                    result.source().size(),
                    result.source().modified());
        }

        /** Whether a file is still what was read: whether the source may be deleted now. */
        boolean isOf(FoundFile file) {
            boolean sameSize = sourceSize.isEmpty() || file.size().isEmpty() || sourceSize.equals(file.size());
            boolean sameTime =
                    sourceModified.isEmpty() || file.modified().isEmpty() || sourceModified.equals(file.modified());
            return !file.isDirectory() && sameSize && sameTime;
        }
    }

    /**
     * Why something was not done.
     *
     * @param reply what the server said, where it was the server
     * @param retryable whether it may pass
     * @param attempts how often it was tried
     * @param refusedBy the endpoint that let nobody in, where it was that and is known
     */
    public record Failure(
            ErrorClass errorClass,
            String message,
            Optional<FtpReply> reply,
            boolean retryable,
            int attempts,
            Optional<String> refusedBy) {
        static Failure of(IOException e) {
            ErrorClass errorClass = ErrorClass.of(e);
            int attempts = e instanceof TransferException transfer ? transfer.attempts() : 1;
            return new Failure(
                    errorClass,
                    String.valueOf(e.getMessage()),
                    ErrorClass.replyOf(e),
                    errorClass.retryable(),
                    attempts,
                    e instanceof TransferException transfer ? transfer.refusedBy() : Optional.empty());
        }

        /** The same, with the one endpoint that it was about. */
        static Failure of(IOException e, String endpoint) {
            Failure failure = of(e);
            return new Failure(
                    failure.errorClass,
                    failure.message,
                    failure.reply,
                    failure.retryable,
                    failure.attempts,
                    failure.refusedBy.or(() -> Optional.of(endpoint)));
        }

        /** The same, of which no further attempt is worth anything. */
        Failure forGood() {
            return new Failure(errorClass, message, reply, false, attempts, refusedBy);
        }

        static Failure of(ErrorClass errorClass, String message) {
            return new Failure(errorClass, message, Optional.empty(), errorClass.retryable(), 0, Optional.empty());
        }
    }
}
