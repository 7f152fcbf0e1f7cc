package dev.drover.endpoint;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Lets so many transfers of an endpoint run at once and no more; the others wait in the order they came. Thread-safe. */
public final class TransferGate {
    private final int limit;
    private final Semaphore permits;

    TransferGate(int limit) {
        this.limit = limit;
        this.permits = new Semaphore(limit, true);
    }

    /** Waits for a place; close it to leave. */
    public Place enter() throws InterruptedException {
        permits.acquire();
        return permits::release;
    }

    /**
     * A place, if there is one now.
     *
     * @param most places that may be taken then, should the gate have more
     */
    public synchronized Optional<Place> tryEnter(int most) {
        return running() < most && permits.tryAcquire() ? Optional.of(permits::release) : Optional.empty();
    }

    public int limit() {
        return limit;
    }

    /** Transfers that run now. */
    public int running() {
        return limit - permits.availablePermits();
    }

    /** Transfers that wait now, about. */
    public int waiting() {
        return permits.getQueueLength();
    }

    /** A place behind the gate. Closed once. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }
}
