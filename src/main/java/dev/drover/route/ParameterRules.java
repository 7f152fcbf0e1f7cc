package dev.drover.route;

import dev.drover.backup.ArchiveFormat;
import dev.drover.endpoint.LocalEndpoint;
import dev.drover.mirror.Comparison;
import dev.drover.mirror.DeleteLimit;
import dev.drover.mirror.Links;
import dev.drover.request.RequestReader;
import dev.drover.transfer.ByteSize;
import dev.drover.transfer.Glob;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.quartz.CronExpression;

/**
 * What the parameters of the shipped route templates may hold. Camel itself looks at them late, one at a time, and reads some
 * mistakes as something else.
 */
final class ParameterRules {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
    // Quartz takes 99 for * and 98 for ?, where it should refuse them.
    private static final Pattern QUARTZ_WILDCARD = Pattern.compile("(?<!\\d)9[89](?!\\d)");

    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:\\S.*");
    private static final Pattern OFFSET = Pattern.compile("GMT[+-]\\d{1,2}(:?\\d\\d)?");
    private static final Set<String> ZONES = Set.of(TimeZone.getAvailableIDs());

    private static final Rule TIME = (value, camel) -> refusal(
            TimeSpan.parse(value).filter(time -> !time.isZero()).isPresent(),
            "is no time longer than zero, such as " + TimeSpan.EXAMPLES);
    private static final Rule TIME_OR_ZERO = (value, camel) -> refusal(
            value.equals("0") || TimeSpan.parse(value).isPresent(),
            "is neither a time, such as " + TimeSpan.EXAMPLES + ", nor 0");
    private static final Rule PAUSE =
            (value, camel) -> isNumberFrom(1, value) ? Optional.empty() : TIME.refusal(value, camel);
    private static final Rule PAUSE_OR_ZERO =
            (value, camel) -> isNumberFrom(0, value) ? Optional.empty() : TIME_OR_ZERO.refusal(value, camel);
    private static final Rule COUNT = (value, camel) -> refusal(isNumberFrom(0, value), "is no number from 0");
    private static final Rule AT_LEAST_ONE = (value, camel) -> refusal(isNumberFrom(1, value), "is no number from 1");
    private static final Rule PART_SIZE = (value, camel) ->
            refusal(ByteSize.parse(value).orElse(0) > 0, "is no number of bytes from 1, such as " + ByteSize.EXAMPLES);
    private static final Rule DELETION =
            (value, camel) -> refusal(Deletion.read(value).isPresent(), "is none of " + Deletion.WORDS);
    private static final Rule SHARE = (value, camel) -> share(value);
    private static final Rule MAX_BODY = (value, camel) -> refusal(
            isNumberFrom(1, value) && Long.parseLong(value) <= RequestReader.MAX_BYTES,
            "is no number from 1 to " + RequestReader.MAX_BYTES);
    private static final Rule FLAG = words("true", "false");
    private static final Rule CRON = (value, camel) -> cron(value);
    private static final Rule ZONE = (value, camel) -> refusal(
            ZONES.contains(value) || OFFSET.matcher(value).matches(), "is no time zone, such as UTC or Europe/Berlin");
    private static final Rule WINDOW = (value, camel) -> refusal(
            value.equals("none") || TimeWindow.parse(value, ZoneOffset.UTC).isPresent(),
            "is no window, such as " + TimeWindow.EXAMPLES);
    private static final Rule BY = (value, camel) -> refusal(
            value.equals("none") || TimeOfDay.parse(value, "UTC").isPresent(),
            "is no time of day, such as " + TimeOfDay.EXAMPLES);
    private static final Rule DAYS = (value, camel) -> refusal(
            ExpectedDays.weekdays(value).isPresent(), "are no days of the week, such as " + ExpectedDays.EXAMPLES);
    private static final Rule CALENDAR = (value, camel) -> calendar(value);
    private static final Rule GLOBS = (value, camel) -> globs(value);
    private static final Rule CHARSET = (value, camel) -> refusal(isCharset(value), "is no charset, such as UTF-8");
    private static final Rule CHANNEL = (value, camel) -> refusal(
            value.equals("none") || URI.matcher(value).matches(),
            "is no URI of Camel, such as jms-now:topic:drover.events, nor none");
    private static final Rule DESTINATION = (value, camel) -> refusal(
            value.matches("[^\\s%?#+&'\"]+"),
            "is no name for a queue or topic: no blanks and none of % ? # + & and quotes");
    private static final Rule UNQUOTED = (value, camel) ->
            refusal(!value.matches(".*['\"].*"), "has a quote in it, which this directory cannot have");
    private static final Rule VERIFY = words("size", "checksum");
    private static final Rule BELOW = (value, camel) -> refusal(
            !value.startsWith("/") && !List.of(value.split("/")).contains(".."),
            "is not below the directory of the file; begin it with a name such as .done, and leave out ..");
    private static final Rule PLACE = (value, camel) -> place(value, camel);
    private static final Rule SERVER = (value, camel) -> server(value, camel);
    private static final Rule PLACES = (value, camel) -> Words.list(value).stream()
            .flatMap(one -> place(one, camel).stream())
            .findFirst();

    private static final Map<String, Rule> BY_NAME = Map.ofEntries(
            Map.entry("every", TIME),
            Map.entry("within", TIME),
            Map.entry("olderThan", TIME),
            Map.entry("slow", TIME),
            Map.entry("first", TIME_OR_ZERO),
            Map.entry("throttle", TIME_OR_ZERO),
            Map.entry("maxAge", TIME_OR_ZERO),
            Map.entry("deleteOlder", TIME_OR_ZERO),
            Map.entry("archiveRetention", TIME_OR_ZERO),
            Map.entry("ledgerRetention", TIME_OR_ZERO),
            Map.entry("poll", PAUSE),
            Map.entry("settle", PAUSE_OR_ZERO),
            Map.entry("cron", CRON),
            Map.entry("timezone", ZONE),
            Map.entry("window", WINDOW),
            Map.entry("by", BY),
            Map.entry("expectBy", BY),
            Map.entry("days", DAYS),
            Map.entry("calendar", CALENDAR),
            Map.entry("charset", CHARSET),
            Map.entry("recursive", FLAG),
            Map.entry("modes", FLAG),
            Map.entry("dryRun", FLAG),
            Map.entry("verify", FLAG),
            Map.entry("maxFiles", COUNT),
            Map.entry("maxBodySize", COUNT),
            Map.entry("maxDelete", COUNT),
            Map.entry("minSize", COUNT),
            Map.entry("daily", COUNT),
            Map.entry("weekly", COUNT),
            Map.entry("monthly", COUNT),
            Map.entry("parallel", AT_LEAST_ONE),
            Map.entry("count", AT_LEAST_ONE),
            Map.entry("failures", AT_LEAST_ONE),
            Map.entry("max", AT_LEAST_ONE),
            Map.entry("consumers", AT_LEAST_ONE),
            Map.entry("rate", COUNT),
            Map.entry("maxBody", MAX_BODY),
            Map.entry("submitters", GLOBS),
            Map.entry("allowDryRun", FLAG),
            Map.entry("endpoints", GLOBS),
            Map.entry("partSize", PART_SIZE),
            Map.entry("folder", PLACE),
            Map.entry("endpoint", PLACE),
            Map.entry("place", PLACE),
            Map.entry("source", PLACE),
            Map.entry("target", PLACE),
            Map.entry("from", PLACE),
            Map.entry("to", PLACE),
            Map.entry("spool", PLACE),
            Map.entry("folders", PLACES),
            Map.entry("places", PLACES),
            Map.entry("errors", BELOW),
            Map.entry("queue", DESTINATION),
            Map.entry("mainQueue", DESTINATION),
            Map.entry("deadQueue", DESTINATION),
            Map.entry("controlQueue", DESTINATION),
            Map.entry("topic", DESTINATION),
            Map.entry("subscription", DESTINATION),
            Map.entry("spoolDirectory", UNQUOTED),
            Map.entry("transform", transforms((workshop, value) -> workshop.chain(value))),
            Map.entry("encrypt", transforms((workshop, value) -> workshop.encryption(value))),
            Map.entry("ifExists", words("fail", "overwrite", "skip")),
            Map.entry("after", words("delete", "archive", "keep")),
            Map.entry("notify", CHANNEL),
            Map.entry("headers", (value, camel) -> headers(camel, value, "")),
            Map.entry("group", (value, camel) -> headers(camel, "", value)),
            Map.entry("body", words("reference", "text", "bytes")),
            Map.entry("compare", words(Comparison.values())),
            Map.entry("links", words(Links.values())),
            Map.entry("empty", words(ReportBody.Empty.values())));

    private static final Map<String, Map<String, Rule>> BY_TEMPLATE = templates(Map.of(
            "archive-backup", Map.of("format", words(ArchiveFormat.values())),
            "report-upload",
                    Map.of("format", words(ReportBody.Format.values()), "source", (value, camel) -> Optional.empty()),
            "remote-to-jms", Map.of("archive", BELOW, "ifExists", words("number", "fail", "overwrite", "skip")),
            "drop-to-remote", Map.of("archive", BELOW, "verify", VERIFY),
            "remote-to-folder", Map.of("archive", BELOW, "verify", VERIFY),
            "remote-to-remote",
                    Map.of("archive", BELOW, "from", SERVER, "spool", words("disk", "stream"), "verify", VERIFY),
            "dead-letter-report", Map.of("empty", words(DeadLetterReportJob.Empty.values())),
            "mirror",
                    Map.of("delete", DELETION, "maxDelete", SHARE, "direction", words("forward", "backward", "both"))));

    private ParameterRules() {}

    /** A rule for a value that is not blank. */
    @FunctionalInterface
    interface Rule {
        /** The end of a sentence that begins with the value; empty when the value is right. */
        Optional<String> refusal(String value, CamelContext camel);
    }

    /** The rules for the parameters of a template; none for a template that does not come with Drover. */
    static Map<String, Rule> of(String template) {
        return BY_TEMPLATE.getOrDefault(template, Map.of());
    }

    private static Optional<String> globs(String value) {
        try {
            Words.list(value).forEach(Glob::of);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("has a glob that is none: " + e.getMessage());
        }
    }

    private static Optional<String> calendar(String value) {
        try {
            Calendar.read(Path.of(value));
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.of("is no calendar: " + e.getMessage());
        }
    }

    private static Map<String, Map<String, Rule>> templates(Map<String, Map<String, Rule>> special) {
        Map<String, Map<String, Rule>> rules = new HashMap<>();
        for (String shipped : List.of(
                "archive-backup",
                "dead-letter-replay",
                "dead-letter-report",
                "drop-to-remote",
                "endpoint-probe",
                "expect-file",
                "janitor",
                "jms-requests",
                "mirror",
                "notify",
                "remote-to-folder",
                "remote-to-jms",
                "remote-to-remote",
                "report-upload")) {
            Map<String, Rule> own = new HashMap<>(BY_NAME);
            own.putAll(special.getOrDefault(shipped, Map.of()));
            rules.put(shipped, Map.copyOf(own));
        }
        return Map.copyOf(rules);
    }

    private static Optional<String> refusal(boolean isGood, String otherwise) {
        return isGood ? Optional.empty() : Optional.of(otherwise);
    }

    private static boolean isNumberFrom(long least, String value) {
        return NUMBER.matcher(value).matches()
                && Long.parseLong(value) >= least
                && Long.parseLong(value) <= Integer.MAX_VALUE;
    }

    private static Rule words(Enum<?>... constants) {
        String[] names = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        Rule exact = words(names);
        return (value, camel) -> exact.refusal(value.toLowerCase(Locale.ROOT).replace('-', '_'), camel);
    }

    private static Rule words(String... known) {
        return (value, camel) -> refusal(List.of(known).contains(value), "is none of " + String.join(", ", known));
    }

    private static Optional<String> cron(String value) {
        if (value.equals("none")) {
            return Optional.empty();
        }
        if (QUARTZ_WILDCARD.matcher(value).find()) {
            return Optional.of("is no time of Quartz: no hour, minute, day or month has such a number");
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
            return Optional.of(
                    "is no time of Quartz (second, minute, hour, day, month, weekday), such as 0 30 2 * * ?: "
                            + e.getMessage());
        }
    }

    private static Optional<String> headers(CamelContext camel, String headers, String group) {
        try {
            MessageHeaders.expressions(camel, headers, group);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> share(String value) {
        try {
            DeleteLimit.parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no limit for deletions, such as 100, 10% or, for the lesser of both, 100,10%");
        }
    }

    private static boolean isCharset(String value) {
        try {
            return Charset.isSupported(value);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    // What Camel fills in for each message is known then.
    private static Optional<String> place(String value, CamelContext camel) {
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

    private static Optional<String> server(String value, CamelContext camel) {
        try {
            boolean isHere = Tools.of(camel).place(value).endpoint() instanceof LocalEndpoint;
            return refusal(!isHere, "is a directory of this machine, from which drop-to-remote takes files");
        } catch (IOException e) {
            return Optional.of("is no place: " + e.getMessage());
        }
    }

    private static Rule transforms(BiConsumer<Workshop, String> choice) {
        return (value, camel) -> {
            if (value.equals("none")) {
                return Optional.empty();
            }
            try {
                choice.accept(Workshop.of(camel), value);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        };
    }
}
