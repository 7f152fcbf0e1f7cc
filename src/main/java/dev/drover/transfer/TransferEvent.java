package dev.drover.transfer;

import java.time.Duration;
import java.util.OptionalLong;

/** What happens to a transfer. For each {@link Started} there is one {@link Completed} or one {@link Failed}. */
public sealed interface TransferEvent {
    Transfer transfer();

    /** The first attempt begins. */
    record Started(Transfer transfer) implements TransferEvent {}

    /**
     * Bytes are moving; at most once an interval.
     *
     * @param bytes of the file that have arrived, a resumed part included
     * @param total of the file, where known
     * @param resumedFrom where this attempt began
     * @param bytesPerSecond of this attempt, on average
     */
    record Progress(Transfer transfer, long bytes, OptionalLong total, long resumedFrom, double bytesPerSecond)
            implements TransferEvent {}

    /** An attempt failed, another one follows after the pause. */
    record RetryScheduled(Transfer transfer, int failures, TransferException failure, Duration pause)
            implements TransferEvent {}

    record Completed(Transfer transfer, TransferResult result) implements TransferEvent {}

    record Failed(Transfer transfer, TransferException failure) implements TransferEvent {}
}
