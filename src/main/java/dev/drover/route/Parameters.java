package dev.drover.route;

import dev.drover.endpoint.LocalEndpoint;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.camel.CamelContext;
import org.quartz.CronExpression;

/**
 * What a route template is given, for rules about several parameters at once. Values that are wrong by themselves are not
 * among them, so that nothing is said about those twice.
 *
 * @param given those that somebody wrote down
 * @param all the same, with the defaults
 */
record Parameters(CamelContext camel, String template, Map<String, String> given, Map<String, String> all) {
    private static final String NONE = "none";

    Parameters {
        given = Map.copyOf(given);
        all = Map.copyOf(all);
    }

    boolean isGiven(String name) {
        return given.containsKey(name) && all.containsKey(name);
    }

    /** Whether it has a value; {@code none} is no value. */
    boolean has(String name) {
        return !text(name).isEmpty() && !text(name).equals(NONE);
    }

    String text(String name) {
        return all.getOrDefault(name, "");
    }

    boolean is(String name, String... words) {
        return List.of(words).contains(text(name));
    }

    /** Whether it names a place that is a directory of this machine. */
    boolean isHere(String name) {
        try {
            return has(name)
                    && !text(name).contains("${")
                    && Tools.of(camel).place(text(name)).endpoint() instanceof LocalEndpoint;
        } catch (IOException e) {
            // The rule about the parameter itself tells that there is no such place.
            return false;
        }
    }

    long number(String name) {
        return has(name) ? Words.number(name, text(name)) : 0;
    }

    Duration time(String name) {
        return TimeSpan.parse(text(name)).orElse(Duration.ZERO);
    }

    ZoneId zone() {
        return TimeOfDay.zone(text("timezone"));
    }

    Instant now() {
        return Tools.of(camel).clock().instant();
    }

    /** When the route runs, in its time zone; empty when it has no such times. */
    Optional<CronExpression> cron() {
        return has("cron") ? Optional.of(cron(text("cron"), zone())) : Optional.empty();
    }

    static CronExpression cron(String text, ZoneId zone) {
        try {
            CronExpression cron = new CronExpression(text);
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            return cron;
        } catch (ParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time of Quartz", e);
        }
    }

    /** A sentence with the values of parameters in place of their names in braces. */
    String fill(String sentence) {
        String filled = sentence;
        for (Map.Entry<String, String> parameter : all.entrySet()) {
            filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return filled;
    }
}
