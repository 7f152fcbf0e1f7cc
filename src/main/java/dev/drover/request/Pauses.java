package dev.drover.request;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** How long messages stay away that are put back. Each pause is a little random, so that they do not come back at once. */
final class Pauses {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_GLANCE = Duration.ofSeconds(1);
    private static final long FIRST_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 10;
    private static final int JITTER_MILLIS = 100;

    private final RandomGenerator random;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** Longer with each return, so that a queue that waits does not spin. */
    Duration pause(Incoming message) {
        return pause(message, LONGEST);
    }

    /** The same for a place at an endpoint: they get free all the time. */
    Duration glance(Incoming message) {
        return pause(message, LONGEST_GLANCE);
    }

    Duration jittered(Duration length) {
        return length.plusMillis(random.nextInt(JITTER_MILLIS));
    }

    /** No longer than to the deadline: a message comes back no later, to be told that it expired. */
    static Duration capped(TransferRequest request, Duration length, Instant now) {
        return request.deadline()
                .map(end -> Duration.between(now, end))
                .filter(left -> left.compareTo(length) < 0)
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .orElse(length);
    }

    private Duration pause(Incoming message, Duration longest) {
        long whole = Math.min(longest.toMillis(), FIRST_MILLIS << Math.min(message.returns(), MOST_DOUBLINGS));
        return jittered(Duration.ofMillis(whole));
    }
}
