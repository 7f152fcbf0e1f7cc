package dev.drover.transfer;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people write it: in settings, in parameters of templates, in options of commands. One form for all of
 * them, and nothing is guessed: {@code 1w} that is read as 0 makes somebody delete files of this minute.
 */
public final class TimeSpan {
    /** What those look like, for sentences about one that does not. */
    public static final String EXAMPLES = "500ms, 30s, 5m, 24h, 7d or 4w";

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ms|[smhdw])");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    /** What is longer is a slip, and too long to count in. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TimeSpan() {}

    /** A whole number with its unit; empty when it is anything else, or longer than a century. */
    public static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        Duration unit = UNITS.getOrDefault(form.group(2), LONGEST);
        return number > LONGEST.dividedBy(unit) ? Optional.empty() : Optional.of(unit.multipliedBy(number));
    }

    /**
     * The same for a named parameter, and it has to be longer than zero.
     *
     * @throws IllegalArgumentException with a sentence that names the parameter and what it holds
     */
    public static Duration positive(String parameter, String text) {
        return parse(text)
                .filter(time -> !time.isZero())
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s is a time longer than zero, such as %s, not \"%s\"",
                        parameter,
                        EXAMPLES,
                        text)));
    }

    /**
     * The same, but none is also a time: {@code 0}.
     *
     * @throws IllegalArgumentException as {@link #positive} does
     */
    public static Duration orZero(String parameter, String text) {
        return text.strip().equals("0")
                ? Duration.ZERO
                : parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(String.format(
                                Locale.ROOT, "%s is a time, such as %s, or 0, not \"%s\"", parameter, EXAMPLES, text)));
    }
}
