package dev.drover.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The place of a request in the order of endpoints that keep one.
 *
 * @param endpoints those of them that it writes to
 * @param arrived when the broker took it, where that is known; otherwise when it is recorded
 * @param number the broker's own, for those that arrived at the same moment
 * @param earliest it is not to begin before this, so that it comes after all that arrive until then
 */
public record Turn(List<String> endpoints, Optional<Instant> arrived, long number, Optional<Instant> earliest) {
    /** Of a request that comes as it comes. */
    public static final Turn NONE = new Turn(List.of(), Optional.empty(), 0, Optional.empty());

    public Turn {
        endpoints = List.copyOf(endpoints);
    }

    /** As it is stored: each name between commas, so that one can be looked for. */
    Optional<String> text() {
        return endpoints.isEmpty()
                ? Optional.empty()
                : Optional.of(endpoints.stream().collect(Collectors.joining(",", ",", ",")));
    }
}
