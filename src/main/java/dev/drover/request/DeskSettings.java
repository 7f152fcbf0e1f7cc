package dev.drover.request;

import java.time.Duration;

/**
 * How requests are handled, whatever they ask for.
 *
 * @param node the name of this Drover
 * @param lease how long a dead node keeps its requests from the others
 * @param renewal how often a lease is renewed; as often a running request learns that it is to end
 * @param circuitPause how long an endpoint is left alone after it refused the login, the first time
 * @param longestCircuitPause and at most
 * @param perMinute how many requests of one submitter begin in a minute on this node; 0: as many as come
 */
public record DeskSettings(
        String node,
        Duration lease,
        Duration renewal,
        Duration circuitPause,
        Duration longestCircuitPause,
        int perMinute) {
    public DeskSettings {
        if (renewal.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("a lease of " + lease + " does not outlive two renewals of " + renewal);
        }
    }

    /** With a lease of a minute, renewed every three seconds, and circuits of 30 seconds to 15 minutes. */
    public static DeskSettings of(String node) {
        return new DeskSettings(
                node, Duration.ofMinutes(1), Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofMinutes(15), 0);
    }
}
