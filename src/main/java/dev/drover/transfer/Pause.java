package dev.drover.transfer;

import java.time.Duration;

/** How the time between two attempts passes. Tests let it pass at once and look what was asked for. */
@FunctionalInterface
public interface Pause {
    /** Waits in real time; a cancellation ends the wait. */
    Pause REAL_TIME = (length, cancellation) -> cancellation.await(length);

    /** Returns after the given time, or earlier when the transfer is cancelled meanwhile. */
    void pause(Duration length, Cancellation cancellation) throws InterruptedException;
}
