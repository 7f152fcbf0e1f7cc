package dev.drover.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Watches the bytes of one attempt: reports them now and then, and ends the attempt when it is cancelled. One thread. */
final class Monitor {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Transfer transfer;
    private final Course course;
    private final Clock clock;
    private final OptionalLong total;
    private final long offset;
    private final Instant start;
    private Instant lastReport;
    private long moved;

    Monitor(Transfer transfer, Course course, Clock clock, OptionalLong total, long offset) {
        this.transfer = transfer;
        this.course = course;
        this.clock = clock;
        this.total = total;
        this.offset = offset;
        this.start = clock.instant();
        this.lastReport = start;
    }

    void moved(int count) throws TransferException {
        moved += count;
        course.moves(count);
        transfer.cancellation().check();
        if (total.isPresent() && offset + moved > total.getAsLong()) {
            throw new TransferException(
                    ErrorClass.INTEGRITY,
                    "The source is longer than the " + total.getAsLong() + " bytes it was before");
        }
        if (offset + moved > transfer.limit()) {
            throw tooLarge(transfer);
        }
        Instant now = clock.instant();
        if (Duration.between(lastReport, now).compareTo(INTERVAL) >= 0) {
            lastReport = now;
            double seconds = Math.max(1, Duration.between(start, now).toMillis()) / 1000.0;
            transfer.listener()
                    .on(new TransferEvent.Progress(transfer, offset + moved, total, offset, moved / seconds));
        }
    }

    static TransferException tooLarge(Transfer transfer) {
        return new TransferException(
                ErrorClass.FORBIDDEN, "The file is larger than the " + transfer.limit() + " bytes that are allowed");
    }

    long moved() {
        return moved;
    }
}
