package dev.drover.request;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests of one submitter begin in a minute, on this node. Each one beyond that is given the next moment that
 * is free, so that none is lost and those of others go on. Thread-safe.
 */
final class Throttle {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MANY = 1000;

    private final Clock clock;
    private final int perMinute;
    // When each submitter would be done if its requests came evenly.
    private final Map<String, Instant> even = new HashMap<>();

    /**
     * Nobody has asked yet.
     *
     * @param perMinute 0: as many as come
     */
    Throttle(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /**
     * Asks for leave to begin, once for each request.
     *
     * @return how long to wait; empty: go
     */
    synchronized Optional<Duration> ask(String submitter) {
        if (perMinute == 0) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (even.size() >= MANY) {
            even.values().removeIf(end -> !end.isAfter(now));
        }
        Duration each = MINUTE.dividedBy(perMinute);
        Instant begins =
                Optional.ofNullable(even.get(submitter)).filter(now::isBefore).orElse(now);
        even.put(submitter, begins.plus(each));
        Duration wait = Duration.between(now, begins).minus(MINUTE.minus(each));
        return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(wait);
    }

    synchronized int size() {
        return even.size();
    }
}
