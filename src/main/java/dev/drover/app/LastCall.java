package dev.drover.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something shortly before the time is over in which transfers may end by themselves; not at all once closed. */
final class LastCall implements AutoCloseable {
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(5);
    private static final int PART = 4;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "drover-last-call"));

    private LastCall() {}

    /**
     * Begins to count.
     *
     * @param patience until everything is broken off; the call comes a quarter of it before, or five seconds
     */
    static LastCall in(Duration patience, Runnable call) {
        LastCall last = new LastCall();
        Duration quarter = patience.dividedBy(PART);
        Duration margin = quarter.compareTo(LONGEST_MARGIN) < 0 ? quarter : LONGEST_MARGIN;
        last.timer.schedule(call, patience.minus(margin).toMillis(), TimeUnit.MILLISECONDS);
        return last;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
