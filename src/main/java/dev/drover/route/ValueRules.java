package dev.drover.route;

import dev.drover.backup.ArchiveFormat;
import dev.drover.backup.ArchiveNames;
import dev.drover.endpoint.LocalEndpoint;
import dev.drover.endpoint.Nearest;
import dev.drover.mirror.DeleteLimit;
import dev.drover.route.ParameterRules.Rule;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.Glob;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.quartz.CronExpression;

/** What {@link ParameterRules} are made of: kinds of values, each with the sentence about one that is none. */
final class ValueRules {
    static final String NONE = "none";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
    // Quartz takes 99 for * and 98 for ?, where it should refuse them.
    private static final Pattern QUARTZ_WILDCARD = Pattern.compile("(?<!\\d)9[89](?!\\d)");
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:\\S.*");
    private static final int CRON_OF_UNIX = 5;

    private ValueRules() {}

    static Optional<String> refusal(boolean isGood, String otherwise) {
        return isGood ? Optional.empty() : Optional.of(otherwise);
    }

    static Rule matching(Predicate<String> form, String otherwise) {
        return (value, camel) -> refusal(form.test(value), otherwise);
    }

    /** The first refusal of several rules. */
    static Rule all(Rule... rules) {
        return (value, camel) -> Arrays.stream(rules)
                .flatMap(rule -> rule.refusal(value, camel).stream())
                .findFirst();
    }

    /** The same for each of several values that are divided by commas. */
    static Rule each(Rule rule) {
        return (value, camel) -> {
            List<String> refusals = Words.list(value).stream()
                    .flatMap(one -> rule.refusal(one, camel).stream())
                    .distinct()
                    .toList();
            return Words.list(value).isEmpty()
                    ? Optional.of("has nothing between its commas")
                    : refusal(refusals.isEmpty(), String.join("; and ", refusals));
        };
    }

    static Rule orNone(Rule rule) {
        return (value, camel) -> value.equals(NONE) ? Optional.empty() : rule.refusal(value, camel);
    }

    /** A length of time; a number alone may have been meant in any unit. */
    static Rule time(Predicate<Duration> bounds, String unit, String other, String otherwise) {
        Rule exact = matching(
                value -> (value.equals("0") ? Optional.of(Duration.ZERO) : TimeSpan.parse(value))
                        .filter(bounds)
                        .isPresent(),
                otherwise);
        return (value, camel) -> NUMBER.matcher(value).matches() && !value.equals("0")
                ? Optional.of("has no unit; write " + value + unit + " or " + value + other)
                : exact.refusal(value, camel);
    }

    static Rule number(long least, long most) {
        return matching(
                value -> NUMBER.matcher(value).matches()
                        && Long.parseLong(value) >= least
                        && Long.parseLong(value) <= most,
                "is no number from " + least + " to " + most);
    }

    static Rule words(Enum<?>... constants) {
        String[] names = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        Rule exact = words(names);
        return (value, camel) -> exact.refusal(value.toLowerCase(Locale.ROOT).replace('-', '_'), camel);
    }

    static Rule words(String... known) {
        List<String> words = List.of(known);
        return (value, camel) ->
                refusal(words.contains(value), "is none of " + String.join(", ", known) + Nearest.hint(value, words));
    }

    /** An endpoint without a directory. */
    static Optional<String> endpoint(String value, CamelContext camel) {
        return value.contains("/") || value.contains(":")
                ? Optional.of("is more than an endpoint; write its name alone, such as " + value.split("[/:]", -1)[0])
                : place(value, camel);
    }

    static Optional<String> errorClass(String value, CamelContext camel) {
        return words(Arrays.stream(ErrorClass.values()).map(Enum::name).toArray(String[]::new))
                .refusal(value, camel);
    }

    static Optional<String> cron(String value, CamelContext camel) {
        if (QUARTZ_WILDCARD.matcher(value).find()) {
            return Optional.of("is no time of Quartz: no hour, minute, day or month has such a number");
        }
        if (value.split("\\s+").length == CRON_OF_UNIX) {
            return Optional.of(
                    "is no time of Quartz, which begins with the second and has ? for the weekday or the day,"
                            + " such as 0 30 2 * * ?");
        }
        try {
            // A day that never comes is a slip as well.
            return refusal(
                    new CronExpression(value)
                                    .getNextValidTimeAfter(
                                            Date.from(Instant.now().minus(Duration.ofDays(1))))
                            != null,
                    "is a time that never comes");
        } catch (ParseException e) {
            String reason = String.valueOf(e.getMessage());
            return Optional.of(
                    "is no time of Quartz (second, minute, hour, day, month, weekday), such as 0 30 2 * * ?: "
                            + (reason.contains("day-of-week AND") ? "one of day and weekday has to be ?" : reason));
        }
    }

    static Optional<String> globs(String value, CamelContext camel) {
        try {
            Words.list(value).forEach(Glob::of);
            return refusal(!Words.list(value).isEmpty(), "has nothing between its commas");
        } catch (IllegalArgumentException e) {
            return Optional.of("has a glob that is none: " + e.getMessage());
        }
    }

    static Optional<String> calendar(String value, CamelContext camel) {
        try {
            Calendar.read(Path.of(value));
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.of("is no calendar: " + e.getMessage());
        }
    }

    static Optional<String> headers(CamelContext camel, String headers, String group) {
        try {
            MessageHeaders.expressions(camel, headers, group);
            return Expressions.dates(headers + group);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static Optional<String> deletions(String value, CamelContext camel) {
        try {
            DeleteLimit.parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no limit for deletions, such as 100, 10% or, for the lesser of both, 100,10%");
        }
    }

    static boolean isCharset(String value) {
        try {
            return Charset.isSupported(value);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    static Optional<String> archiveNames(String value, CamelContext camel) {
        try {
            ArchiveNames.of(value, "name", ArchiveFormat.TAR_GZ, ZoneOffset.UTC);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no pattern of names: " + e.getMessage());
        }
    }

    // What Camel fills in for each message is known then.
    static Optional<String> place(String value, CamelContext camel) {
        if (value.contains("${")) {
            return Optional.empty();
        }
        try {
            Tools.of(camel).place(value);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("is no place: " + e.getMessage());
        }
    }

    static Rule placeHere(boolean isHere, String otherwise) {
        return (value, camel) -> {
            try {
                return refusal(Tools.of(camel).place(value).endpoint() instanceof LocalEndpoint == isHere, otherwise);
            } catch (IOException e) {
                return Optional.of("is no place: " + e.getMessage());
            }
        };
    }

    static Optional<String> directory(String value, CamelContext camel) {
        try {
            String tidy = value.replaceAll("(?<=^|/)(?:\\./+)+", "").replaceFirst("/+\\.?$", "");
            if (!value.contains("${") && !tidy.isEmpty() && !tidy.equals(".")) {
                RelativePath.of(tidy);
            }
            return Optional.empty();
        } catch (PathRefusedException e) {
            return Optional.of("is no directory below the root of the endpoint: " + e.getMessage());
        }
    }

    /** A URI, and Camel has what it begins with. */
    static Rule uri(String example) {
        return (value, camel) -> {
            if (!URI.matcher(value).matches() || value.endsWith(":")) {
                return Optional.of("is no URI of Camel, such as " + example);
            }
            String scheme = value.substring(0, value.indexOf(':'));
            if (camel.getComponent(scheme) == null) {
                return Optional.of(
                        "begins with " + scheme + ":, which Drover does not have; write a URI such as " + example);
            }
            try {
                camel.getEndpoint(value);
                return Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of("cannot be used: " + Sentences.of(e));
            }
        };
    }

    static Rule bean(Class<?> type, String otherwise) {
        return (value, camel) -> refusal(camel.getRegistry().lookupByNameAndType(value, type) != null, otherwise);
    }

    static Rule transforms(BiConsumer<Workshop, String> choice) {
        return orNone((value, camel) -> {
            try {
                choice.accept(Workshop.of(camel), value);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        });
    }
}
