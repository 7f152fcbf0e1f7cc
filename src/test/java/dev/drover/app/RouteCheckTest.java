package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code drover config check} says of routes, and {@code drover run} too: everything, with file, route and parameter. */
class RouteCheckTest {
    /** A mistake: route, parameter, its value, and how the sentence about it begins. */
    private record Mistake(String route, String template, String parameter, String value, String sentence) {}

    private static final List<Mistake> MISTAKES = List.of(
            mistake("janitor", "olderThan", "1 week", "\"1 week\" is no time longer than zero, such as 500ms"),
            mistake("janitor", "olderThan", "0", "\"0\" is no time longer than zero"),
            mistake("janitor", "olderThan", "-1d", "\"-1d\" is no time longer than zero"),
            mistake("janitor", "every", "15", "\"15\" has no unit; write 15s or 15ms"),
            mistake("janitor", "every", "0s", "\"0s\" is no time longer than zero"),
            mistake("janitor", "first", "soon", "\"soon\" is neither a time"),
            mistake("janitor", "dryRun", "yes", "\"yes\" is none of true, false"),
            mistake("janitor", "maxDelete", "-1", "\"-1\" is no number from 0"),
            mistake(
                    "janitor",
                    "maxDelte",
                    "1",
                    "is none of the route template janitor, which has archiveRetention, cron, dryRun,"),
            mistake(
                    "janitor",
                    "places",
                    "store, nowhere",
                    "\"store, nowhere\" is no place: There is no endpoint \"nowhere\""),
            mistake("janitor", "cron", "0 0 99 * * ?", "\"0 0 99 * * ?\" is no time of Quartz"),
            mistake("janitor", "cron", "0 0 0 1 1 ? 1999", "\"0 0 0 1 1 ? 1999\" is a time that never comes"),
            mistake("janitor", "timezone", "Mars/Olympus", "\"Mars/Olympus\" is no time zone"),
            mistake("expect-file", "within", "1 day", "\"1 day\" is no time longer than zero"),
            mistake("expect-file", "count", "abc", "\"abc\" is no number from 1"),
            mistake("expect-file", "by", "7", "\"7\" is no time of day, such as 07:00"),
            mistake("expect-file", "days", "MON-FRY", "\"MON-FRY\" are no days of the week, such as MON-FRI"),
            mistake("expect-file", "calendar", "no/such.txt", "\"no/such.txt\" is no calendar: There is no calendar"),
            mistake("report-upload", "expectBy", "24:00", "\"24:00\" is no time of day, such as 07:00"),
            mistake("dead-letter-replay", "endpoints", "part{ner", "\"part{ner\" has a glob that is none"),
            mistake("jms-requests", "maxBody", "262145", "\"262145\" is no number from 1 to 262144"),
            mistake("jms-requests", "submitters", "{bill", "\"{bill\" has a glob that is none"),
            mistake("jms-requests", "allowDryRun", "no", "\"no\" is none of true, false"),
            mistake(
                    "notify",
                    "channel",
                    "jms:queue:drover.requests?timeToLive=1000",
                    "\"jms:queue:drover.requests?timeToLive=1000\" is a queue of requests"),
            mistake(
                    "notify",
                    "channel",
                    "jms-now:topic:drover.events?timeToLive=1000",
                    "\"jms-now:topic:drover.events?timeToLive=1000\" is where the events come from"),
            mistake("notify", "timeout", "soon", "\"soon\" is no time longer than zero"),
            mistake("jms-requests", "deadQueue", "dead?a=b", "\"dead?a=b\" is no name for a queue or topic"),
            mistake("remote-to-jms", "queue", "100% orders", "\"100% orders\" is no name for a queue or topic"),
            mistake("remote-to-jms", "spoolDirectory", "O'Brien", "\"O'Brien\" has a quote in it"),
            mistake("dead-letter-replay", "rate", "-1", "\"-1\" is no number from 0"),
            mistake("dead-letter-report", "empty", "fail", "\"fail\" is none of skip, send"),
            mistake("endpoint-probe", "endpoint", "partnr", "\"partnr\" is no place: There is no endpoint \"partnr\""),
            mistake("endpoint-probe", "slow", "0", "\"0\" is no time longer than zero"),
            mistake("mirror", "compare", "size_and_mood", "\"size_and_mood\" is none of size_and_time,"),
            mistake("mirror", "direction", "sideways", "\"sideways\" is none of forward, backward, both"),
            mistake("mirror", "delete", "after a week", "\"after a week\" is none of never, always, or an age"),
            mistake("mirror", "maxDelete", "110%", "\"110%\" is no limit for deletions, such as 100, 10%"),
            mistake("mirror", "deleteOlder", "week", "\"week\" is neither a time"),
            mistake("janitor", "archiveRetention", "30", "\"30\" has no unit; write 30h or 30d"),
            mistake("janitor", "ledgerRetention", "year", "\"year\" is neither a time"),
            mistake("mirror", "parallel", "0", "\"0\" is no number from 1"),
            mistake("archive-backup", "archive", null, "must be given: what the names of archives begin with"),
            mistake("archive-backup", "format", "rar", "\"rar\" is none of tar_gz"),
            mistake("archive-backup", "partSize", "0", "\"0\" is no number of bytes from 64K, such as 512K"),
            mistake("archive-backup", "encrypt", "gzip", "\"gzip\" is no transform of kind pgp-encrypt"),
            mistake("archive-backup", "encrypt", "seal", "\"seal\" is no transform: there is no \"seal\" among crlf,"),
            mistake("drop-to-remote", "poll", "often", "\"often\" is no time longer than zero"),
            mistake("drop-to-remote", "timezone", "CET/CEST", "\"CET/CEST\" is no time zone"),
            mistake("remote-to-jms", "headers", "a b=1", "\"a b=1\" has \"a b\", which is no name of a header of JMS"),
            mistake(
                    "remote-to-jms",
                    "headers",
                    "ok=1,droverFileName=x",
                    "\"ok=1,droverFileName=x\" has \"droverFileName\", which is reserved"),
            mistake(
                    "remote-to-jms",
                    "headers",
                    "orderType",
                    "\"orderType\" has \"orderType\", where name=value is wanted"),
            mistake(
                    "remote-to-jms",
                    "group",
                    "${file:nmae}",
                    "\"${file:nmae}\" has \"${file:nmae}\", which is not in Camel's simple language"),
            mistake("drop-to-remote", "verify", "true", "\"true\" is none of size, checksum"),
            mistake("drop-to-remote", "notify", "drover.events", "\"drover.events\" is no URI of Camel"),
            mistake("remote-to-jms", "window", "MO-FR 6-20", "\"MO-FR 6-20\" is no window, such as 06:00-20:00,"),
            mistake(
                    "drop-to-remote",
                    "transform",
                    "lf,gzap",
                    "\"lf,gzap\" is no transform: there is no \"gzap\" among crlf,"),
            mistake("drop-to-remote", "ifExists", "panic", "\"panic\" is none of fail, overwrite, skip"),
            mistake("drop-to-remote", "folder", "../outside", "\"../outside\" is no place: "),
            mistake("remote-to-jms", "charset", "UTF-88", "\"UTF-88\" is no charset"),
            mistake("remote-to-remote", "from", "store", "\"store\" is a directory of this machine"),
            mistake("notify", "throttle", "15 min", "\"15 min\" is neither a time"),
            mistake("notify", "channel", null, "must be given: where notices go"));

    private static final Map<String, Map<String, String>> RIGHT = Map.of(
            "janitor", Map.of("places", "store"),
            "expect-file", Map.of("place", "store"),
            "endpoint-probe", Map.of("endpoint", "partner"),
            "report-upload", Map.of("source", "direct:report", "endpoint", "partner"),
            "mirror", Map.of("source", "store/a", "target", "partner/a"),
            "archive-backup", Map.of("folders", "store/a", "target", "partner/b", "archive", "a"),
            "drop-to-remote", Map.of("folder", "store/out", "endpoint", "partner"),
            "remote-to-jms", Map.of("endpoint", "partner", "queue", "q"),
            "remote-to-remote", Map.of("from", "partner", "to", "partner"),
            "notify", Map.of("channel", "log:notices"));

    @TempDir
    private Path directory;

    @Test
    void everyMistakeOfEveryRouteIsToldWithItsSetting() throws Exception {
        Map<String, String> settings = new HashMap<>();
        List<String> expected = new ArrayList<>();
        for (Mistake mistake : MISTAKES) {
            RIGHT.getOrDefault(mistake.template(), Map.of())
                    .forEach((name, value) -> settings.put(RouteProblems.setting(mistake.route(), name), value));
            settings.put(RouteProblems.setting(mistake.route(), "templateId"), mistake.template());
            String key = RouteProblems.setting(mistake.route(), mistake.parameter());
            if (mistake.value() == null) {
                settings.remove(key);
            } else {
                settings.put(key, mistake.value());
            }
            expected.add(key + ": " + mistake.sentence());
        }
        settings.put("camel.routeTemplate[nothing].templateId", "no-such-template");
        expected.add(
                "camel.routeTemplate[nothing].templateId: there is no route template \"no-such-template\"; there are "
                        + "archive-backup,");
        settings.put("camel.routeTemplate[nameless].every", "5m");
        expected.add("camel.routeTemplate[nameless].templateId: must be given");
        settings.put("camel.routeTemplate[report].templateId", "report-upload");
        settings.put("camel.routeTemplate[report].source", "nosuchscheme:x");
        settings.put("camel.routeTemplate[report].endpoint", "partner");
        expected.add("camel.routeTemplate[report].source: \"nosuchscheme:x\" begins with nosuchscheme:, which");

        List<String> problems = problems(settings);

        for (String sentence : expected) {
            assertThat(problems).as(sentence).anyMatch(problem -> problem.startsWith(sentence));
        }
        assertThat(problems).hasSameSizeAs(expected);
        assertThat(problems).anyMatch(problem -> problem.contains("nosuchscheme"));
    }

    @Test
    void aTimeOfDayGoesWithNoCronAndIsOneThatEachDayHas() {
        String prefix = "camel.routeTemplate[came].";
        Map<String, String> settings = new HashMap<>(Map.of(
                prefix + "templateId", "expect-file",
                prefix + "place", "store",
                prefix + "by", "02:30",
                prefix + "cron", "0 0 7 * * ?"));

        assertThat(problems(settings))
                .containsExactly(prefix + "by: \"02:30\" says when to run, and so does cron; give one of them");
        settings.put(prefix + "cron", "none");
        assertThat(problems(settings)).isEmpty();
        settings.put(prefix + "timezone", "Europe/Berlin");
        assertThat(problems(settings)).singleElement().asString().contains("that the clocks leap over on 20");
    }

    /** Such a route moved its files onto themselves, and deleted them as moved. */
    @ParameterizedTest
    @CsvSource({
        "remote-to-remote, to, partner, 'from=partner,fromDirectory=a/,toDirectory=./a'",
        "remote-to-remote, to, partner, 'from=partner,toDirectory=x/y,recursive=true'",
        "drop-to-remote, endpoint, store, 'folder=store/x,directory=x'",
        "remote-to-folder, folder, store/x, 'endpoint=store,directory=x'",
        "mirror, target, store/m/copy, source=store/m",
        "mirror, target, store, source=store/m",
        "jms-requests, deadQueue, q, queue=q",
        "notify, channel, jms-now:topic:drover.events, text=x"
    })
    void aRouteThatFeedsItselfIsRefused(String template, String parameter, String value, String others) {
        String prefix = "camel.routeTemplate[circle].";
        Map<String, String> settings =
                new HashMap<>(Map.of(prefix + "templateId", template, prefix + parameter, value));
        for (String other : others.split(",")) {
            settings.put(prefix + other.split("=")[0], other.split("=")[1]);
        }
        assertThat(problems(settings)).singleElement().asString().startsWith(prefix + parameter + ": ");
    }

    @Test
    void anArchiveThatWouldBeTakenAgainIsRefused() {
        String prefix = "camel.routeTemplate[out].";
        Map<String, String> settings = new HashMap<>(Map.of(
                prefix + "templateId", "drop-to-remote",
                prefix + "folder", "store",
                prefix + "endpoint", "partner",
                prefix + "after", "archive",
                prefix + "archive", "done/${file:name}"));
        assertThat(problems(settings)).isEmpty();

        settings.put(prefix + "recursive", "true");
        assertThat(problems(settings))
                .singleElement()
                .asString()
                .startsWith(prefix + "archive: \"done/${file:name}\" would be looked through");
        settings.remove(prefix + "archive");
        assertThat(problems(settings)).isEmpty();
    }

    @Test
    void whereFilesAreMovedToIsBelowTheirDirectory() {
        String prefix = "camel.routeTemplate[out].";
        for (String parameter : List.of("archive", "errors")) {
            for (String value : List.of("../../x/${file:name}", "/x/${file:name}", ".done/../../${file:name}")) {
                Map<String, String> settings = new HashMap<>(Map.of(
                        prefix + "templateId", "drop-to-remote",
                        prefix + "folder", "store",
                        prefix + "endpoint", "partner",
                        prefix + "after", "archive"));
                assertThat(problems(settings)).isEmpty();
                settings.put(prefix + parameter, value);
                assertThat(problems(settings))
                        .singleElement()
                        .asString()
                        .startsWith(prefix + parameter + ": \"" + value + "\" is not below the directory of the file");
            }
        }
    }

    @Test
    void parametersThatDoNotGoTogetherAreRefused() throws Exception {
        Map<Map<String, String>, String> pairs = Map.of(
                Map.of("direction", "forward", "state", "s"), "is for a mirror that goes both ways",
                Map.of("direction", "backward", "state", "s"), "direction=backward is one way; leave out one",
                Map.of("direction", "both", "delete", "never"), "is for a mirror that goes one way, since",
                Map.of("direction", "both", "delete", "after 7d"), "is for a mirror that goes one way; leave it out",
                Map.of("delete", "after 7d", "deleteOlder", "8d"), "delete=after 7d say the same; give one of them");
        Map<String, String> settings = new HashMap<>();
        List<String> expected = new ArrayList<>();
        pairs.forEach((pair, sentence) -> {
            String key = "camel.routeTemplate[m" + expected.size() + "]";
            settings.put(key + ".templateId", "mirror");
            Stream.of(RIGHT.get("mirror"), pair)
                    .forEach(values -> values.forEach((name, value) -> settings.put(key + "." + name, value)));
            expected.add(sentence);
        });
        List<String> problems = problems(settings);
        assertThat(problems).hasSameSizeAs(expected);
        assertThat(expected).allSatisfy(sentence -> assertThat(problems)
                .as(sentence)
                .anyMatch(problem -> problem.startsWith("camel.routeTemplate[m") && problem.contains(sentence)));
    }

    @Test
    void routesThatWouldTakeFromEachOtherAreRefusedWithBothNames() {
        Map<String, String> settings = new HashMap<>();
        for (String route : List.of("one", "two", "aside")) {
            String prefix = "camel.routeTemplate[" + route + "].";
            settings.put(prefix + "templateId", "drop-to-remote");
            settings.put(prefix + "folder", "store/50% out");
            settings.put(prefix + "endpoint", "partner");
            prefix = "camel.routeTemplate[tell-" + route + "].";
            settings.put(prefix + "templateId", "notify");
            settings.put(prefix + "channel", "log:" + route);
            settings.put(prefix + "subscription", "operators");
        }
        settings.put("camel.routeTemplate[aside].include", "*.csv");
        settings.remove("camel.routeTemplate[tell-aside].subscription");

        assertThat(problems(settings))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .matches(
                                "camel.routeTemplate.(one|two).: it begins at .*store/50% out with the same options as the"
                                        + " route (one|two), and only one of them may; .*"))
                .anySatisfy(problem -> assertThat(problem)
                        .matches("camel.routeTemplate.tell-(one|two).: it has the subscription \"operators\" of the"
                                + " route tell-(one|two), .*"));
    }

    @Test
    void filesAreNamedToo() throws Exception {
        Path routes = shipped();
        Files.writeString(routes.resolve("broken.camel.yaml"), "- route:\n  from: [\n");
        Files.writeString(routes.resolve("odd.camel.yaml"), "- rout:\n    from: direct:x\n");
        Files.writeString(
                routes.resolve("instances.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: janitor
                    routeId: weekly
                    parameters:
                      - {name: places, value: store}
                      - {name: olderThan, value: 1 week}
                      - {name: evry, value: 1h}
                - templatedRoute:
                    routeTemplateRef: jantor
                    routeId: daily
                """);
        Files.writeString(
                routes.resolve("own.camel.yaml"),
                """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - to: drover:nowhere
                - route:
                    id: drop-to-ftp
                    from:
                      uri: direct:again
                      steps:
                        - to: log:again
                """);

        Files.writeString(
                routes.resolve("kamelets.camel.yaml"),
                """
                - route:
                    id: nowhere-from
                    from:
                      uri: kamelet:drover-ftp-source
                      parameters: {username: me}
                      steps:
                        - to: log:x
                - route:
                    id: keeps
                    from:
                      uri: kamelet:drover-ftp-source
                      parameters: {connectionHost: localhost, delet: false}
                      steps:
                        - to:
                            uri: kamelet:drover-ftp-sink
                            parameters: {connectionHost: localhost, fileExist: Replace}
                - route:
                    id: asks
                    from:
                      uri: direct:asks
                      steps:
                        - to:
                            uri: kamelet:drover-request-action
                            parameters: {sourceEndpoint: stoer, sourcePath: a, destinationEndpoint: partner}
                """);

        List<String> problems = problems(Map.of("drover.routes", routes.toString()));

        assertThat(problems)
                .anyMatch(p -> p.contains("kamelets.camel.yaml: route nowhere-from: ") && p.contains("connectionHost"))
                .anyMatch(p -> p.contains("kamelets.camel.yaml: route keeps: parameter delet is none of"))
                .anyMatch(p -> p.contains("kamelets.camel.yaml: route keeps: ") && p.contains("Replace"))
                .anyMatch(p -> p.contains("kamelets.camel.yaml: route asks: ") && p.contains("\"stoer\""));
        assertThat(problems)
                .anySatisfy(problem ->
                        assertThat(problem).contains("broken.camel.yaml: ").contains("line"));
        assertThat(problems)
                .anySatisfy(problem ->
                        assertThat(problem).contains("odd.camel.yaml: ").contains("rout"));
        assertThat(problems)
                .anyMatch(p ->
                        p.contains("instances.camel.yaml: route weekly: parameter olderThan \"1 week\" is no time"))
                .anyMatch(p ->
                        p.contains("instances.camel.yaml: route weekly: parameter evry is none of the route template"))
                .anyMatch(p -> p.contains("instances.camel.yaml: route daily: there is no route template \"jantor\""))
                .anyMatch(p -> p.contains("own.camel.yaml: route own: ") && p.contains("nowhere"))
                .anyMatch(p -> p.contains("there is another route drop-to-ftp"))
                .hasSize(11);
    }

    @Test
    void whatIsShippedIsRightAndRunsSayTheSameAsTheCheck() throws Exception {
        assertThat(problems(Map.of())).isEmpty();
        Map<String, String> wrong =
                Map.of("camel.routeTemplate[x].templateId", "janitor", "camel.routeTemplate[x].olderThan", "1");
        assertThatThrownBy(() -> Deployment.start(config(wrong), List.of()).close())
                .isInstanceOfSatisfying(SettingsException.class, refusal -> assertThat(refusal.problems())
                        .isEqualTo(problems(wrong))
                        .hasSize(2));
    }

    private List<String> problems(Map<String, String> settings) {
        try {
            Deployment.check(config(settings));
            return List.of();
        } catch (SettingsException e) {
            return e.problems();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DroverConfig config(Map<String, String> settings) throws SettingsException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("drover.data", directory.resolve("data").toString());
        all.put("drover.broker.listen", "");
        all.put("drover.endpoint.partner.host", "127.0.0.1");
        all.put("drover.endpoint.partner.username", "nobody");
        all.put("drover.endpoint.partner.password", "asked");
        return DroverConfig.read(Settings.read(Path.of("config"), all, name -> Optional.empty()));
    }

    private Path shipped() throws IOException {
        Path routes = directory.resolve("routes");
        try (Stream<Path> found = Files.walk(Path.of("routes"))) {
            for (Path file : found.toList()) {
                Files.copy(
                        file, routes.resolve(Path.of("routes").relativize(file).toString()));
            }
        }
        return routes;
    }

    private static Mistake mistake(String template, String parameter, String value, String sentence) {
        String route = template + "-" + parameter + "-"
                + Integer.toHexString(String.valueOf(value).hashCode());
        return new Mistake(route, template, parameter, value, sentence);
    }
}
