package dev.drover.route;

import java.time.Duration;
import java.util.Optional;

/**
 * One file that a route took, and what became of it.
 *
 * @param route the id of the route
 * @param endpoint where the route takes files: the name of an endpoint, or a URI without its options
 * @param file its name, with the directories below the one that the route watches
 * @param bytes its size
 * @param took from its beginning to its end
 * @param outcome what became of it
 * @param failure why it did not go well
 */
public record Movement(
        String route,
        String endpoint,
        String file,
        long bytes,
        Duration took,
        Outcome outcome,
        Optional<Failure> failure) {
    /** What became of a file. */
    public enum Outcome {
        /** It is where it should be. */
        MOVED,
        /** Nothing was sent: a file of its name was there, which the route leaves alone. */
        SKIPPED,
        /** It is where it was, and will be tried again. */
        WAITING,
        /** It failed for good; a dead letter tells why. */
        DEAD
    }

    /** One sentence about a failure; empty for a success. */
    public String detail() {
        return failure.map(Failure::reason).orElse("");
    }

    /** How fast it went; 0 where it took no time that can be measured. */
    public double bytesPerSecond() {
        return took.isZero() ? 0 : bytes * 1e9 / took.toNanos();
    }
}
