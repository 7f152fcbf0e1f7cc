package dev.drover.route;

import org.apache.camel.spi.PropertiesFunction;

/**
 * Property function {@code daily}: {@code {{daily:{{by}}->{{cron}}}}} is the cron of the time of day in the parameter
 * {@code by}, or the parameter {@code cron} when {@code by} is {@code none}.
 */
public final class Daily implements PropertiesFunction {
    private static final String NONE = "none";

    @Override
    public String getName() {
        return "daily";
    }

    @Override
    public String apply(String remainder) {
        String[] parts = remainder.split("->", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("{{daily:time->cron}} is wanted, not " + remainder);
        }
        return parts[0].isBlank() || parts[0].equals(NONE)
                ? parts[1]
                : TimeOfDay.parse(parts[0], "UTC")
                        .orElseThrow(() -> new IllegalArgumentException(
                                "\"" + parts[0] + "\" is no time of day; those look like " + TimeOfDay.EXAMPLES))
                        .cron();
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
