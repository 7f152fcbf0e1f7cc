package dev.drover.route;

import static dev.drover.route.ValueRules.all;
import static dev.drover.route.ValueRules.bean;
import static dev.drover.route.ValueRules.each;
import static dev.drover.route.ValueRules.headers;
import static dev.drover.route.ValueRules.matching;
import static dev.drover.route.ValueRules.number;
import static dev.drover.route.ValueRules.orNone;
import static dev.drover.route.ValueRules.placeHere;
import static dev.drover.route.ValueRules.refusal;
import static dev.drover.route.ValueRules.time;
import static dev.drover.route.ValueRules.transforms;
import static dev.drover.route.ValueRules.uri;
import static dev.drover.route.ValueRules.words;

import dev.drover.backup.ArchiveFormat;
import dev.drover.endpoint.Nearest;
import dev.drover.mirror.Comparison;
import dev.drover.mirror.Links;
import dev.drover.request.RequestReader;
import dev.drover.transfer.ByteSize;
import dev.drover.transfer.TimeSpan;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.IdempotentRepository;

/**
 * What the parameters of the shipped route templates may hold. Camel itself looks at them late, one at a time, and reads some
 * mistakes as something else.
 */
final class ParameterRules {
    private static final Pattern OFFSET = Pattern.compile("GMT[+-]\\d{1,2}(:?\\d\\d)?");
    private static final Pattern QUEUE = Pattern.compile("[^\\s%?#+&'\",;*>]+");
    private static final Pattern ARCHIVE = Pattern.compile("[^\\s/\\\\{}*?]+");
    private static final Set<String> ZONES = Set.of(TimeZone.getAvailableIDs());
    private static final long SMALLEST_PART = 64 * 1024;
    private static final long MOST_BYTES = 999_999_999_999_999L;
    private static final long MOST_AT_ONCE = 1000;

    private static final String NO_TIME = "is no time longer than zero, such as " + TimeSpan.EXAMPLES;
    private static final String NO_TIME_NOR_ZERO = "is neither a time, such as " + TimeSpan.EXAMPLES + ", nor 0";
    private static final Rule TIME = time(time -> !time.isZero(), "s", "ms", NO_TIME);
    private static final Rule TIME_OR_ZERO = time(time -> true, "s", "ms", NO_TIME_NOR_ZERO);
    private static final Rule AGE = time(time -> !time.isZero(), "h", "d", NO_TIME);
    private static final Rule AGE_OR_ZERO = time(time -> true, "h", "d", NO_TIME_NOR_ZERO);
    private static final Rule COUNT = number(0, Integer.MAX_VALUE);
    private static final Rule SIZE = number(0, MOST_BYTES);
    private static final Rule AT_LEAST_ONE = number(1, Integer.MAX_VALUE);
    private static final Rule AT_ONCE = number(1, MOST_AT_ONCE);
    private static final Rule PART_SIZE = matching(
            value -> ByteSize.parse(value).orElse(0) >= SMALLEST_PART,
            "is no number of bytes from 64K, such as 512K, 50MB or 2GB");
    private static final Rule DELETION =
            matching(value -> Deletion.read(value).isPresent(), "is none of " + Deletion.WORDS);
    private static final Rule FLAG = words("true", "false");
    private static final Rule ZONE = (value, camel) -> refusal(
            ZONES.contains(value) || OFFSET.matcher(value).matches(),
            "is no time zone, such as UTC or Europe/Berlin" + Nearest.hint(value, ZONES));
    private static final Rule WINDOW = matching(
            value -> TimeWindow.parse(value, ZoneOffset.UTC).isPresent(),
            "is no window, such as " + TimeWindow.EXAMPLES);
    private static final Rule BY = matching(
            value -> TimeOfDay.parse(value, "UTC").isPresent(), "is no time of day, such as " + TimeOfDay.EXAMPLES);
    private static final Rule DAYS = matching(
            value -> ExpectedDays.weekdays(value).isPresent(),
            "are no days of the week, such as " + ExpectedDays.EXAMPLES);
    private static final Rule CHARSET = matching(ValueRules::isCharset, "is no charset, such as UTF-8");
    private static final Rule EVENTS = uri("jms-now:topic:drover.events");
    private static final Rule BELOW = matching(
            value -> !value.startsWith("/") && !List.of(value.split("/")).contains(".."),
            "is not below the directory of the file; begin it with a name such as .done, and leave out ..");
    private static final Rule MOVED = all(BELOW, Expressions::simple);
    private static final Rule FILE_NAME = all(
            matching(
                    value -> !value.startsWith("/")
                            && !value.endsWith("/")
                            && !List.of(value.split("/")).contains(".."),
                    "is no name of a file below the directory, such as ${date:now:yyyyMMdd}-${file:onlyname}"),
            Expressions::simple);
    private static final Rule PLACE = ValueRules::place;
    private static final Rule NAME_OF_QUEUE = matching(
            value -> QUEUE.matcher(value).matches(),
            "is no name for a queue or topic: no blanks and none of % ? # + & , ; * > and quotes");
    private static final Rule UNQUOTED =
            matching(value -> !value.matches(".*['\"].*"), "has a quote in it, which this directory cannot have");
    private static final Rule SEEN = bean(
            IdempotentRepository.class, "is no bean that remembers files; write seen, which is the journal of Drover");
    private static final Rule FOLDER = placeHere(
            true,
            "is on a server; write a local endpoint, or use the template remote-to-remote, which has from and to");

    private static final Map<String, Rule> BY_NAME = Map.ofEntries(
            Map.entry("every", TIME),
            Map.entry("within", AGE),
            Map.entry("olderThan", AGE),
            Map.entry("slow", TIME),
            Map.entry("timeout", TIME),
            Map.entry("first", TIME_OR_ZERO),
            Map.entry("throttle", TIME_OR_ZERO),
            Map.entry("maxAge", AGE_OR_ZERO),
            Map.entry("deleteOlder", AGE_OR_ZERO),
            Map.entry("archiveRetention", AGE_OR_ZERO),
            Map.entry("ledgerRetention", AGE_OR_ZERO),
            Map.entry("poll", TIME),
            Map.entry("settle", TIME_OR_ZERO),
            Map.entry("cron", orNone(ValueRules::cron)),
            Map.entry("timezone", ZONE),
            Map.entry("window", orNone(WINDOW)),
            Map.entry("by", orNone(BY)),
            Map.entry("expectBy", orNone(BY)),
            Map.entry("days", DAYS),
            Map.entry("calendar", ValueRules::calendar),
            Map.entry("charset", CHARSET),
            Map.entry("recursive", FLAG),
            Map.entry("modes", FLAG),
            Map.entry("dryRun", FLAG),
            Map.entry("verify", FLAG),
            Map.entry("maxFiles", COUNT),
            Map.entry("maxBodySize", COUNT),
            Map.entry("maxDelete", COUNT),
            Map.entry("minSize", SIZE),
            Map.entry("daily", COUNT),
            Map.entry("weekly", COUNT),
            Map.entry("monthly", COUNT),
            Map.entry("parallel", AT_ONCE),
            Map.entry("count", AT_LEAST_ONE),
            Map.entry("failures", AT_LEAST_ONE),
            Map.entry("max", AT_LEAST_ONE),
            Map.entry("consumers", AT_ONCE),
            Map.entry("rate", COUNT),
            Map.entry("maxBody", number(1, RequestReader.MAX_BYTES)),
            Map.entry("include", ValueRules::globs),
            Map.entry("exclude", ValueRules::globs),
            Map.entry("types", ValueRules::globs),
            Map.entry("subjects", ValueRules::globs),
            Map.entry("submitters", ValueRules::globs),
            Map.entry("endpoints", ValueRules::globs),
            Map.entry("allowDryRun", FLAG),
            Map.entry("partSize", PART_SIZE),
            Map.entry("folder", PLACE),
            Map.entry(
                    "endpoint", all(matching(value -> !value.endsWith("/"), "ends with a slash; leave it out"), PLACE)),
            Map.entry("place", PLACE),
            Map.entry("source", PLACE),
            Map.entry("target", PLACE),
            Map.entry("from", PLACE),
            Map.entry("to", PLACE),
            Map.entry("spool", placeHere(true, "is on a server; write an endpoint of kind local, such as spool")),
            Map.entry("folders", each(placeHere(true, "has a directory that is on a server; write local endpoints"))),
            Map.entry("places", each(PLACE)),
            Map.entry("directory", ValueRules::directory),
            Map.entry("fromDirectory", ValueRules::directory),
            Map.entry("toDirectory", ValueRules::directory),
            Map.entry("spoolDirectory", all(UNQUOTED, ValueRules::directory)),
            Map.entry("subscription", NAME_OF_QUEUE),
            Map.entry("write", ValueRules::directory),
            Map.entry("errors", MOVED),
            Map.entry("fileName", FILE_NAME),
            Map.entry("doneFile", Expressions::doneFile),
            Map.entry("order", Expressions::order),
            Map.entry("text", Expressions::simple),
            Map.entry("seen", SEEN),
            Map.entry("transform", transforms((workshop, value) -> workshop.chain(value))),
            Map.entry("encrypt", transforms((workshop, value) -> workshop.encryption(value))),
            Map.entry("ifExists", words("fail", "overwrite", "skip")),
            Map.entry("after", words("delete", "archive", "keep")),
            Map.entry("notify", orNone(EVENTS)),
            Map.entry("events", EVENTS),
            Map.entry("channel", uri("jms-now:queue:ops or log:notices")),
            Map.entry("queue", NAME_OF_QUEUE),
            Map.entry("deadQueue", NAME_OF_QUEUE),
            Map.entry("mainQueue", NAME_OF_QUEUE),
            Map.entry("controlQueue", NAME_OF_QUEUE),
            Map.entry("topic", NAME_OF_QUEUE),
            Map.entry("work", words("handle", "cancel", "bury")),
            Map.entry("classes", each(ValueRules::errorClass)),
            Map.entry("headers", (value, camel) -> headers(camel, value, "")),
            Map.entry("group", (value, camel) -> headers(camel, "", value)),
            Map.entry("body", words("reference", "text", "bytes")),
            Map.entry("compare", words(Comparison.values())),
            Map.entry("links", words(Links.values())),
            Map.entry("empty", words(ReportBody.Empty.values())));

    private static final Map<String, Rule> OF_FILES = Map.of(
            "archive",
            MOVED,
            "include",
            Expressions::antGlobs,
            "exclude",
            Expressions::antGlobs,
            "verify",
            words("size", "checksum"));

    private static final Map<String, Map<String, Rule>> BY_TEMPLATE = Map.ofEntries(
            template(
                    "archive-backup",
                    Map.of(
                            "format", words(ArchiveFormat.values()),
                            "pattern", ValueRules::archiveNames,
                            "archive",
                                    matching(
                                            value -> ARCHIVE.matcher(value).matches(),
                                            "is nothing that the name of a file may begin with, such as site"),
                            "target", placeHere(false, "is here; the archives of a backup go to a server"))),
            template("dead-letter-replay", Map.of()),
            template("dead-letter-report", Map.of("empty", words(DeadLetterReportJob.Empty.values()))),
            template("drop-to-remote", OF_FILES, Map.of("folder", FOLDER)),
            template("endpoint-probe", Map.of("endpoint", ValueRules::endpoint)),
            template("expect-file", Map.of()),
            template("janitor", Map.of()),
            template("jms-requests", Map.of()),
            template(
                    "mirror",
                    Map.of(
                            "delete",
                            DELETION,
                            "maxDelete",
                            ValueRules::deletions,
                            "direction",
                            words("forward", "backward", "both"))),
            template("notify", Map.of()),
            template("remote-to-folder", OF_FILES, Map.of("folder", FOLDER)),
            template("remote-to-jms", OF_FILES, Map.of("ifExists", words("number", "fail", "overwrite", "skip"))),
            template(
                    "remote-to-remote",
                    OF_FILES,
                    Map.of(
                            "from",
                            placeHere(false, "is a directory of this machine, from which drop-to-remote takes files"),
                            "spool",
                            words("disk", "stream"))),
            template(
                    "report-upload",
                    Map.of(
                            "format", words(ReportBody.Format.values()),
                            "source", uri("sql:select * from orders?dataSource=#shop"))));

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

    /** The rules of a template: by the names of parameters, and some of its own. */
    @SafeVarargs
    private static Map.Entry<String, Map<String, Rule>> template(String name, Map<String, Rule>... own) {
        Map<String, Rule> rules = new HashMap<>(BY_NAME);
        List.of(own).forEach(rules::putAll);
        return Map.entry(name, Map.copyOf(rules));
    }
}
