package dev.drover.route;

import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Property function {@code time}: {@code {{time:{{every}}}}} is the milliseconds of a parameter of a template, for options of
 * Camel. Those would read a unit that they do not know as nothing at all. A number without a unit is milliseconds already.
 */
public final class Time implements PropertiesFunction {
    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,12}");

    @Override
    public String getName() {
        return "time";
    }

    @Override
    public String apply(String remainder) {
        return MILLISECONDS.matcher(remainder.strip()).matches()
                ? remainder.strip()
                : String.valueOf(of(remainder).toMillis());
    }

    private static Duration of(String text) {
        return TimeSpan.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is no time; those look like " + TimeSpan.EXAMPLES));
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
