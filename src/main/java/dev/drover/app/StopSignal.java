package dev.drover.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an orderly end: the thread that waits here goes on and closes what it opened, and the JVM
 * waits until {@link #close} says that this is done.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Duration patience;

    private StopSignal(Duration patience) {
        this.patience = patience;
    }

    /**
     * Listens from now on.
     *
     * @param patience how long the JVM waits for {@link #close} before it ends all the same
     */
    static StopSignal install(Duration patience) {
        StopSignal signal = new StopSignal(patience);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stopAndWait, "drover-stop"));
        return signal;
    }

    /** Waits until the process is told to stop. */
    void await() throws InterruptedException {
        stopping.await();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Everything is closed; the JVM may end. */
    @Override
    public void close() {
        stopped.countDown();
    }

    private void stopAndWait() {
        stopping.countDown();
        try {
            stopped.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
