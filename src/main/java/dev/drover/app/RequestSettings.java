package dev.drover.app;

import dev.drover.request.DeskSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How requests are handled.
 *
 * @param desk leases and circuits
 * @param replyTo where answers may be sent, as patterns
 */
record RequestSettings(DeskSettings desk, List<String> replyTo) {
    private static final String PREFIX = "drover.requests.";
    private static final Duration SHORTEST_LOSS = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    static RequestSettings read(SettingsReader settings, String node) {
        DeskSettings otherwise = DeskSettings.of(node);
        Duration lease = settings.duration(PREFIX + "lease", otherwise.lease());
        if (lease.compareTo(SHORTEST) < 0) {
            settings.problem(PREFIX + "lease", "is shorter than 1s");
            lease = otherwise.lease();
        }
        Duration lostAfter = settings.duration(PREFIX + "lost-after", otherwise.lostAfter());
        if (lostAfter.compareTo(SHORTEST_LOSS) < 0) {
            settings.problem(PREFIX + "lost-after", "is shorter than 1d");
        }
        Duration first = settings.duration(PREFIX + "circuit-pause", otherwise.circuitPause());
        Duration longest = settings.duration(PREFIX + "longest-circuit-pause", otherwise.longestCircuitPause());
        if (longest.compareTo(first) < 0) {
            settings.problem(PREFIX + "longest-circuit-pause", "is shorter than " + PREFIX + "circuit-pause");
        }
        return new RequestSettings(
                otherwise
                        .withLease(lease)
                        .withCircuits(first, longest)
                        .withPlaces(
                                Math.max(1, settings.count(PREFIX + "consumers", otherwise.consumers())),
                                settings.count(PREFIX + "per-minute", otherwise.perMinute()))
                        .withWaits(settings.duration(PREFIX + "longest-wait", otherwise.longestWait()), lostAfter),
                Stream.of(settings.text(PREFIX + "reply-to", "").split(","))
                        .map(String::strip)
                        .filter(pattern -> !pattern.isEmpty())
                        .toList());
    }
}
