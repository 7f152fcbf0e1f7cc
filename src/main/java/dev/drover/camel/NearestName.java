package dev.drover.camel;

import dev.drover.endpoint.Nearest;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what was probably meant by a name that is not known. */
final class NearestName {
    private NearestName() {}

    /** The candidate with the fewest letters to change, the first in the alphabet among equals; empty without any. */
    static String of(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .min(Comparator.<String>comparingInt(each -> Nearest.distance(wanted, each.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }
}
