package dev.drover.request;

import dev.drover.journal.RequestState;
import dev.drover.request.Outcome.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which endpoints are left alone for a while because they refused the login or the certificate: servers lock accounts
 * that knock too often. After the pause one request goes as a probe while the others wait on; each failure doubles the
 * pause. Thread-safe.
 */
public final class Circuits {
    private static final Logger log = LoggerFactory.getLogger(Circuits.class);

    private static final int MOST_DOUBLINGS = 20;
    private static final Duration WHILE_PROBED = Duration.ofSeconds(2);

    private final Clock clock;
    private final Duration first;
    private final Duration longest;
    private final Map<String, Open> open = new HashMap<>();

    private record Open(int failures, Instant until, boolean probed) {}

    /**
     * All endpoints may be used.
     *
     * @param first the first pause
     * @param longest the longest pause
     */
    Circuits(Clock clock, Duration first, Duration longest) {
        this.clock = clock;
        this.first = first;
        this.longest = longest;
    }

    /**
     * Asks for leave to use endpoints. Who gets it says afterwards how it went, by one of the three methods below.
     *
     * @return how long to wait; empty: go
     */
    synchronized Optional<Duration> ask(Set<String> endpoints) {
        Instant now = clock.instant();
        Optional<Duration> longestWait = endpoints.stream()
                .flatMap(name -> Optional.ofNullable(open.get(name)).stream())
                .map(known -> wait(known, now))
                .filter(wait -> !wait.isZero())
                .max(Duration::compareTo);
        if (longestWait.isEmpty()) {
            // Its own pause is the deadline of a probe that nobody reports on.
            endpoints.forEach(name -> open.computeIfPresent(
                    name, (n, known) -> new Open(known.failures(), now.plus(pause(known.failures())), true)));
        }
        return longestWait;
    }

    /** How it went. Of two servers one may have refused: the other one is not left alone for it. */
    void settle(Set<String> endpoints, RequestRuns.End end) {
        boolean done = end instanceof RequestRuns.Finished finished && finished.state() == RequestState.COMPLETED;
        for (String endpoint : endpoints) {
            Optional<Failure> refusal = end.refusals().stream()
                    .filter(why -> why.refusedBy().map(endpoint::equals).orElse(endpoints.size() == 1))
                    .findFirst();
            if (refusal.isPresent()) {
                long pause = failed(endpoint).toSeconds();
                log.warn(
                        "The endpoint {} is left alone for {} s: {}",
                        endpoint,
                        pause,
                        refusal.get().message());
            } else if (done) {
                succeeded(endpoint);
            } else {
                unsettled(endpoint);
            }
        }
    }

    /** The endpoint refused the login or the certificate. */
    synchronized Duration failed(String endpoint) {
        int failures =
                1 + Optional.ofNullable(open.get(endpoint)).map(Open::failures).orElse(0);
        Duration pause = pause(failures);
        open.put(endpoint, new Open(failures, clock.instant().plus(pause), false));
        return pause;
    }

    /** The endpoint let us in. */
    synchronized void succeeded(String endpoint) {
        open.remove(endpoint);
    }

    /** It was not found out; the next one may try. */
    synchronized void unsettled(String endpoint) {
        open.computeIfPresent(endpoint, (n, known) -> new Open(known.failures(), clock.instant(), false));
    }

    /** The endpoints that are left alone, and until when. */
    public synchronized Map<String, Instant> snapshot() {
        Map<String, Instant> all = new TreeMap<>();
        open.forEach((name, known) -> all.put(name, known.until()));
        return all;
    }

    private static Duration wait(Open known, Instant now) {
        if (!now.isBefore(known.until())) {
            return Duration.ZERO;
        }
        return known.probed() ? WHILE_PROBED : Duration.between(now, known.until());
    }

    private Duration pause(int failures) {
        Duration whole = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return whole.compareTo(longest) > 0 ? longest : whole;
    }
}
