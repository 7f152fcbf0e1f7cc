package dev.drover.cli;

import dev.drover.transfer.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and the end of the terminal, while a command works: what it does is cancelled, and it gets a few seconds to remove
 * what it has begun. Closed by the command when it is done.
 */
final class StopByUser implements AutoCloseable {
    /** Time enough for a new session and a few deletions; nobody waits longer for his prompt. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "drover-interrupt");

    StopByUser() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    private void stop() {
        cancellation.cancel();
        try {
            boolean tidy = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!tidy) {
                System.err.println("drover: what was begun could not be removed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook runs already, and has just been told that all is done.
            return;
        }
    }
}
