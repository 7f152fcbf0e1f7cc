package dev.drover.route;

import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * Property function {@code given}: {@code {{given:{{cron}}->quartz->none}}} is {@code quartz} when the parameter
 * {@code cron} has a value, else {@code none}; the value {@code none} is no value, and an option whose result is empty is left out.
 */
public final class Given implements PropertiesFunction {
    private static final String ARROW = "->";

    // Properties cannot be empty for Camel, so there must be a word to take a default back.
    private static final String NONE = "none";

    @Override
    public String getName() {
        return "given";
    }

    @Override
    public @Nullable String apply(String remainder) {
        int last = remainder.lastIndexOf(ARROW);
        int first = remainder.lastIndexOf(ARROW, last - 1);
        if (first < 0 || last < 0) {
            throw new IllegalArgumentException("{{given:value->with->without}} is wanted, not " + remainder);
        }
        // Arrows before those of the word belong to the value.
        String value = remainder.substring(0, first);
        String result = value.isBlank() || value.equals(NONE)
                ? remainder.substring(last + ARROW.length())
                : remainder.substring(first + ARROW.length(), last);
        return result.isEmpty() ? null : result;
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
