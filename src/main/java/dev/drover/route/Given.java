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
        String[] parts = remainder.split(ARROW, -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("{{given:value->with->without}} is wanted, not " + remainder);
        }
        String result = parts[0].isBlank() || parts[0].equals(NONE) ? parts[2] : parts[1];
        return result.isEmpty() ? null : result;
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
