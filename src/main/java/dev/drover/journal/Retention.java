package dev.drover.journal;

import java.time.Duration;

/**
 * How long what is over is kept. What is forgotten is new again: a request id, a file in a ledger.
 *
 * @param requests that ended, with their items, attempts and events
 * @param movements of plain routes
 * @param ledger files that are done, or were left behind
 */
public record Retention(Duration requests, Duration movements, Duration ledger) {
    public static final Retention DEFAULT =
            new Retention(Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(365));

    /** What was removed. */
    public record Purged(int requests, int movements, int ledger) {}
}
