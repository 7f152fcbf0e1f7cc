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
 * @param consumers how many requests are worked on at the same time
 * @param longestWait how far ahead a request may say when it is to begin
 * @param lostAfter when a request whose message does not come is given up
 */
public record DeskSettings(
        String node,
        Duration lease,
        Duration renewal,
        Duration circuitPause,
        Duration longestCircuitPause,
        int perMinute,
        int consumers,
        Duration longestWait,
        Duration lostAfter) {
    private static final int RENEWALS = 20;

    public DeskSettings {
        if (renewal.multipliedBy(2).compareTo(lease) > 0) {
            throw new IllegalArgumentException("a lease of " + lease + " does not outlive two renewals of " + renewal);
        }
    }

    /** With a lease of a minute, renewed every three seconds, and circuits of 30 seconds to 15 minutes. */
    public static DeskSettings of(String node) {
        Duration lease = Duration.ofMinutes(1);
        return new DeskSettings(
                node,
                lease,
                lease.dividedBy(RENEWALS),
                Duration.ofSeconds(30),
                Duration.ofMinutes(15),
                0,
                4,
                Duration.ofDays(30),
                Duration.ofDays(7));
    }

    /** With another lease, renewed often enough. */
    public DeskSettings withLease(Duration value) {
        return withLease(value, value.dividedBy(RENEWALS));
    }

    DeskSettings withLease(Duration value, Duration every) {
        return new DeskSettings(
                node, value, every, circuitPause, longestCircuitPause, perMinute, consumers, longestWait, lostAfter);
    }

    public DeskSettings withCircuits(Duration first, Duration longest) {
        return new DeskSettings(node, lease, renewal, first, longest, perMinute, consumers, longestWait, lostAfter);
    }

    /** With so many places, and so many requests of a submitter in a minute. */
    public DeskSettings withPlaces(int places, int inAMinute) {
        return new DeskSettings(
                node, lease, renewal, circuitPause, longestCircuitPause, inAMinute, places, longestWait, lostAfter);
    }

    public DeskSettings withWaits(Duration longest, Duration lost) {
        return new DeskSettings(
                node, lease, renewal, circuitPause, longestCircuitPause, perMinute, consumers, longest, lost);
    }
}
