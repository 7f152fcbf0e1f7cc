package dev.drover.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Parameters of the shipped route templates that do not go together, although the value of each is right: a row for each
 * mistake, in which the value of a parameter stands for its name in braces.
 */
final class Contradictions {
    private static final List<Row> ROWS = List.of(
            // When it runs
            refused(
                    "by",
                    p -> p.has("by") && p.isGiven("cron") && p.has("cron"),
                    "\"{by}\" says when to run, and so does cron; give one of them"),
            refused(
                    "by",
                    p -> p.has("by") && p.isGiven("every"),
                    "\"{by}\" says when to run, and so does every={every}; give one of them"),
            refused(
                    "every",
                    p -> p.isGiven("every") && !p.has("by") && p.has("cron") && p.isGiven("cron"),
                    "\"{every}\" says when to run, and so does cron={cron}; give one of them"),
            refused(
                    "every",
                    p -> p.isGiven("every") && !p.has("by") && p.has("cron") && !p.isGiven("cron"),
                    "\"{every}\" has no effect, since cron is {cron} when it is not given; write cron=none, too"),
            refused(
                    "poll",
                    p -> p.isGiven("poll") && p.has("cron"),
                    "\"{poll}\" says when to look, and so does cron={cron}; give one of them"),
            odd(
                    "first",
                    p -> p.isGiven("first") && (p.has("cron") || p.has("by")),
                    "\"{first}\" has no effect, since the route runs at times of the day; leave it out"),
            odd(
                    "timezone",
                    p -> p.isGiven("timezone")
                            && !p.is("timezone", "UTC")
                            && Stream.of("cron", "window", "by", "expectBy", "calendar", "pattern")
                                    .noneMatch(p::has),
                    "\"{timezone}\" has no effect, since no time of the day is given; write cron, or leave it out"),
            new Row("by", false, Times::leaptOver),
            new Row("cron", true, Times::leaptOverByCron),
            new Row("cron", false, Times::neverInWindow),
            new Row("poll", true, Times::longerThanWindow),
            new Row("cron", false, Times::neverOnDays),
            new Row("expectBy", false, Times::alwaysLate),
            new Row("days", false, Times::daysWithoutReport),
            new Row("expectBy", true, Times::sometimesLate),
            odd(
                    "days",
                    p -> p.isGiven("days") && p.template().equals("report-upload") && !p.has("expectBy"),
                    "\"{days}\" has no effect without expectBy; write expectBy=07:00, or leave it out"),
            odd(
                    "calendar",
                    p -> p.isGiven("calendar") && p.template().equals("report-upload") && !p.has("expectBy"),
                    "\"{calendar}\" has no effect without expectBy; write expectBy=07:00, or leave it out"),

            // What becomes of files
            refused(
                    "archive",
                    p -> p.isGiven("archive") && p.has("after") && !p.is("after", "archive"),
                    "\"{archive}\" is for files that are archived, and after={after} archives none; write"
                            + " after=archive, or leave it out"),
            refused(
                    "seen",
                    p -> p.isGiven("seen") && p.has("after") && !p.is("after", "keep"),
                    "\"{seen}\" is for files that are kept, and after={after} keeps none; write after=keep, or leave it"
                            + " out"),
            refused(
                    "verify",
                    p -> p.is("verify", "checksum")
                            && p.isHere(p.template().equals("remote-to-remote") ? "to" : "endpoint"),
                    "\"{verify}\" compares with what lies on a server, and the endpoint is a directory here; write"
                            + " verify=size"),
            odd(
                    "fileName",
                    p -> p.isGiven("fileName")
                            && p.has("after")
                            && !p.text("fileName").contains("${"),
                    "\"{fileName}\" gives all files the same name; write what differs, such as"
                            + " ${date:now:yyyyMMddHHmmssSSS}-{fileName}"),
            odd(
                    "maxBodySize",
                    p -> p.isGiven("maxBodySize") && p.is("body", "reference"),
                    "\"{maxBodySize}\" has no effect with body=reference; write body=text or body=bytes, or leave it"
                            + " out"),
            odd(
                    "charset",
                    p -> p.isGiven("charset") && p.has("body") && !p.is("body", "text"),
                    "\"{charset}\" has no effect with body={body}; write body=text, or leave it out"),

            // What is deleted
            refused(
                    "state",
                    p -> p.isGiven("state") && p.is("direction", "forward", "backward"),
                    "\"{state}\" is for a mirror that goes both ways, and direction={direction} is one way; leave out one"),
            refused(
                    "delete",
                    p -> isTwoWay(p) && p.is("delete", "never"),
                    "\"{delete}\" is for a mirror that goes one way, since one that goes both ways repeats deletions;"
                            + " write maxDelete=0 to refuse runs that would delete"),
            refused(
                    "delete",
                    p -> isTwoWay(p) && p.text("delete").startsWith("after"),
                    "\"{delete}\" is for a mirror that goes one way; leave it out"),
            refused(
                    "deleteOlder",
                    p -> p.isGiven("deleteOlder") && !p.time("deleteOlder").isZero() && isTwoWay(p),
                    "\"{deleteOlder}\" is for a mirror that goes one way; leave it out"),
            refused(
                    "deleteOlder",
                    p -> p.isGiven("deleteOlder")
                            && !p.time("deleteOlder").isZero()
                            && p.text("delete").startsWith("after"),
                    "\"{deleteOlder}\" and delete={delete} say the same; give one of them"),
            refused(
                    "deleteOlder",
                    p -> p.isGiven("deleteOlder")
                            && !p.time("deleteOlder").isZero()
                            && p.is("delete", "never", "false")
                            && !isTwoWay(p),
                    "\"{deleteOlder}\" is about what is deleted, and delete={delete} deletes nothing; write delete=after"
                            + " {deleteOlder} in place of both"),
            odd(
                    "maxDelete",
                    p -> p.isGiven("maxDelete") && p.is("delete", "never", "false") && !isTwoWay(p),
                    "\"{maxDelete}\" has no effect, since delete={delete} deletes nothing; write delete=always, or leave"
                            + " it out"),
            odd(
                    "maxDelete",
                    p -> p.template().equals("janitor") && p.is("maxDelete", "0"),
                    "\"0\" lets no run delete anything; to count only, write dryRun=true"),

            // Requests and dead letters
            refused(
                    "controlQueue",
                    p -> p.has("controlQueue") && p.text("controlQueue").equals(p.text("deadQueue")),
                    "\"{controlQueue}\" is where the dead letters are, too; give the two different names"),
            odd(
                    "mainQueue",
                    p -> p.isGiven("mainQueue") && p.has("work") && !p.is("work", "cancel"),
                    "\"{mainQueue}\" has no effect with work={work}; write work=cancel, or leave it out"),
            odd(
                    "rate",
                    p -> p.number("rate") > p.number("max"),
                    "\"{rate}\" is more than a run replays, which is max={max}; write a larger max"),
            odd(
                    "rate",
                    p -> p.has("olderThan") && p.number("rate") > 0 && pause(p).compareTo(Duration.ofMinutes(1)) > 0,
                    "\"{rate}\" is for a minute, but a run ends after so many, and the next comes later; write"
                            + " every=1m and no cron"));

    private Contradictions() {}

    /** One mistake: the parameter that it is told of, whether the route can be made all the same, and what is said. */
    private record Row(String parameter, boolean isWarning, Function<Parameters, Optional<String>> sentence) {
        Optional<Finding> finding(Parameters parameters) {
            return sentence.apply(parameters).map(text -> new Finding(parameter, parameters.fill(text), isWarning));
        }
    }

    static List<Finding> of(Parameters parameters) {
        return Stream.concat(
                        Circles.of(parameters).stream(), ROWS.stream().flatMap(row -> row.finding(parameters).stream()))
                .toList();
    }

    private static Row refused(String parameter, Predicate<Parameters> when, String sentence) {
        return new Row(parameter, false, p -> when.test(p) ? Optional.of(sentence) : Optional.empty());
    }

    private static Row odd(String parameter, Predicate<Parameters> when, String sentence) {
        return new Row(parameter, true, p -> when.test(p) ? Optional.of(sentence) : Optional.empty());
    }

    private static boolean isTwoWay(Parameters p) {
        return p.is("direction", "both") || p.text("direction").isEmpty() && p.isGiven("state");
    }

    private static Duration pause(Parameters p) {
        return p.has("cron") ? Duration.ofDays(1) : p.time("every");
    }
}
