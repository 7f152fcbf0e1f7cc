package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of a settings file: everything at once, by line, in the order of the file, in plain words. */
class SettingsCheckTest {
    private static final Pattern CLASS_NAME = Pattern.compile(
            "[a-z]+\\.[a-z]+\\.[A-Z]\\w+|[A-Z]\\w+(?:Exception|Impl|Endpoint|Definition|Repository)\\b");

    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    @Test
    void everyMistakeIsToldOnceByItsLineInTheOrderOfTheFile() throws IOException {
        RouteMistakes.REFUSED.forEach(this::route);
        List<String> problems = check().problems();
        expect(problems);
        assertThat(problems).noneMatch(problem -> CLASS_NAME.matcher(problem).find());
    }

    @Test
    void whatIsOddOnlyIsAWarningAndWhatIsRightIsNone() throws IOException {
        RouteMistakes.ODD.forEach(this::route);
        RouteMistakes.RIGHT.forEach(this::route);
        Verdict verdict = check();
        assertThat(verdict.problems()).isEmpty();
        expect(verdict.warnings());
    }

    @Test
    void noMistakeHidesAnother() throws IOException {
        lines.add("drover.poll=5");
        expected.add("line 1: drover.poll: \"5\" is not a time like 500ms");
        lines.add("drover.endpoint.broken.kind=ftp");
        lines.add("drover.endpoint.broken.host=localhost");
        lines.add("drover.endpoint.broken.prot=21");
        expected.add("line 4: drover.endpoint.broken.prot: ");
        lines.add("drover.endpoint.secret.kind=ftp");
        lines.add("drover.endpoint.secret.host={{env:NOT_SET}}");
        expected.add("line 6: drover.endpoint.secret.host: the environment variable NOT_SET is not set");
        lines.add("drover.transforms.odd.kind=origami");
        expected.add("line 7: drover.transforms.odd.kind: ");
        add("camel.routeTemplate[a].templateId=mirror");
        add("camel.routeTemplate[a].source=broken/a");
        add("camel.routeTemplate[a].target=secret/{{no.such}}", "there is no property no.such to fill in {{no.such}}");
        add("camel.routeTemplate[a].parallel=0", "\"0\" is no number from 1");
        add("camel.routeTemplate[a].include=");
        add("camel.routeTemplate[b].every=5m");
        expected.add("line 13: camel.routeTemplate[b].templateId: must be given");
        add("camel.routeTemplate[c].templateId=mirrow");
        expected.add("line 14: camel.routeTemplate[c].templateId: there is no route template \"mirrow\"; there are ");
        add("camel.routeTemplate[d].templateId=notify");
        expected.add("line 15: camel.routeTemplate[d].channel: must be given");
        add("camel.routeTemplate[d].throttle=1h");
        add("camel.routeTemplate[d].throttle=2h", "is given in line 16, too; keep one of them");

        Verdict verdict = check();

        expect(verdict.problems());
        assertThat(verdict.warnings())
                .singleElement()
                .asString()
                .startsWith("line 12: camel.routeTemplate[a].include: has no value");
    }

    @Test
    void aFolderThatIsWrongIsToldBeforeThereWasARun() throws IOException {
        lines.add("drover.endpoint.mine.kind=local");
        lines.add("drover.endpoint.mine.root=" + directory);
        lines.add("drover.endpoint.mine.allow.write=**");
        expected.add("line 3: drover.endpoint.mine.allow.write: is no property of this kind");
        expect(check().problems());
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void namesOfRoutesThatAreNoneAreToldByTheirLine() throws IOException {
        add("camel.routeTemplate[two words].templateId=notify");
        expected.add(
                "line 1: camel.routeTemplate[two: has a blank, = or : in the name of the route; names of routes have");
        add("camel.routeTemplate[übel].templateId=notify");
        expected.add(
                "line 2: camel.routeTemplate[übel]: \"übel\" is no name of a route: names of routes have letters from");
        add("camel.routeTemplate[übel].channel=log:x");
        add("camel.routeTemplate[50%].templateId=notify");
        expected.add("line 4: camel.routeTemplate[50%]: \"50%\" is no name of a route");
        add("camel.routeTemplate.plain.templateId=notify");
        expected.add(
                "line 5: camel.routeTemplate.plain.templateId: is no setting of a route; write camel.routeTemplate[");
        add("camel.routeTemplates[plain].templateId=notify");
        expected.add("line 6: camel.routeTemplates[plain].templateId: is no setting of a route; write");
        expect(check().problems());
    }

    @Test
    void filesOfRoutesAreNamedWithTheRoute() throws IOException {
        Path routes = Files.createDirectories(directory.resolve("routes/templates"));
        for (String template : List.of("mirror", "notify")) {
            Files.copy(Path.of("routes/templates", template + ".camel.yaml"), routes.resolve(template + ".camel.yaml"));
        }
        Files.writeString(
                routes.resolveSibling("mine.camel.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: mirror
                    routeId: site
                    parameters:
                      - {name: source, value: "store/a "}
                      - {name: target, value: partnr}
                      - {name: deleteOlder, value: 7d}
                      - {name: maxDelete, value: "1,2,3"}
                      - {name: timezone, value: Europe/Berlin}
                - templatedRoute:
                    routeTemplateRef: notify
                    routeId: two words
                    parameters:
                      - {name: channel, value: log:x}
                - templatedRoute:
                    routeTemplateRef: notify
                    routeId: nothing
                    parameters:
                      - {name: channel}
                - templatedRoute:
                    routeTemplateRef: notify
                    parameters:
                      - {value: log:x}
                """);
        lines.add("camel.routeTemplate[other].templateId=notify");
        lines.add("drover.routes=" + routes.getParent());
        Verdict verdict = check();
        String mine = routes.resolveSibling("mine.camel.yaml") + ": ";
        String site = mine + "route site: parameter ";
        expected.add("line 1: camel.routeTemplate[other].channel: must be given");
        expected.add(
                site + "target \"partnr\" is no place: There is no endpoint \"partnr\"; did you mean \"partner\"?");
        expected.add(site + "deleteOlder \"7d\" is about what is deleted, and delete=false deletes nothing");
        expected.add(site + "maxDelete \"1,2,3\" is no limit for deletions");
        expected.add(
                routes.resolveSibling("mine.camel.yaml") + ": route two words: \"two words\" is no name of a route");
        expected.add(mine + "route nothing: parameter channel must be given");
        expected.add(mine + "a route without routeId: a parameter has no name; write {name: poll, value: 5s}");
        expect(verdict.problems());
        assertThat(verdict.warnings())
                .singleElement()
                .asString()
                .startsWith(site + "timezone \"Europe/Berlin\" has no");
    }

    @Test
    void aFileThatIsNoPropertiesFileIsToldByItsLine() throws IOException {
        Path file = directory.resolve("application.properties");
        Files.write(file, "# one\nb=\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(verdict().problems())
                .containsExactly("Cannot read " + file + ": line 2 is not in UTF-8; save the file in that charset");
        Files.writeString(file, "a=1\nb=C:\\users\n");
        assertThat(verdict().problems())
                .containsExactly(
                        "Cannot read " + file + ": line 2 has \\u without four digits; write \\\\ for a backslash");
    }

    private void route(List<String> row) {
        String key = "camel.routeTemplate[r" + lines.size() + "].";
        lines.add(key + "templateId=" + row.get(0));
        String given = " & " + row.get(1);
        for (String each : RouteMistakes.NEEDED
                .get(row.get(0))
                .replace("{n}", "d" + lines.size())
                .split(" & ")) {
            if (!each.isEmpty() && !given.contains(" & " + each.split("=")[0] + "=")) {
                lines.add(key + each);
            }
        }
        int first = lines.size() + 1;
        List<String> parameters = List.of(row.get(1).split(" & "));
        parameters.forEach(each -> lines.add(key + each));
        if (!row.get(2).isEmpty()) {
            String about = row.get(2).substring(0, row.get(2).indexOf(':'));
            int line = IntStream.range(0, parameters.size())
                    .filter(i -> parameters.get(i).startsWith(about + "="))
                    .findFirst()
                    .orElse(-1);
            // What is missed is a default, and told where the route begins.
            expected.add((line < 0 ? "" : "line " + (first + line) + ": ") + key + row.get(2));
        }
    }

    private void add(String line) {
        lines.add(line);
    }

    private void add(String line, String sentence) {
        lines.add(line);
        expected.add("line " + lines.size() + ": " + line.substring(0, line.indexOf('=')) + ": " + sentence);
    }

    private void expect(List<String> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            assertThat(found.get(i)).startsWith(expected.get(i));
        }
        assertThat(found).hasSameSizeAs(expected);
    }

    private Verdict check() throws IOException {
        Files.write(directory.resolve("application.properties"), lines);
        return verdict();
    }

    private Verdict verdict() {
        Map<String, String> overrides = Map.ofEntries(
                Map.entry("drover.data", directory.resolve("data").toString()),
                Map.entry("drover.retry.count", "1"),
                Map.entry("drover.retry.first-pause", "20ms"),
                Map.entry("drover.retry.longest-pause", "100ms"),
                Map.entry("drover.error-folder", ".error/${file:onlyname}"),
                Map.entry("drover.endpoint.partner.kind", "ftp"),
                Map.entry("drover.endpoint.partner.host", "127.0.0.1"),
                Map.entry("drover.endpoint.store.kind", "local"),
                Map.entry(
                        "drover.endpoint.store.root", directory.resolve("store").toString()),
                Map.entry("drover.endpoint.store.create", "true"),
                Map.entry("drover.endpoint.outbox.kind", "local"),
                Map.entry(
                        "drover.endpoint.outbox.root",
                        directory.resolve("outbox").toString()),
                Map.entry("drover.endpoint.outbox.create", "true"),
                Map.entry("drover.endpoint.inbox.kind", "local"),
                Map.entry(
                        "drover.endpoint.inbox.root", directory.resolve("inbox").toString()),
                Map.entry("drover.endpoint.inbox.create", "true"),
                Map.entry("drover.endpoint.spool.kind", "local"),
                Map.entry(
                        "drover.endpoint.spool.root", directory.resolve("spool").toString()),
                Map.entry("drover.endpoint.spool.create", "true"));
        return SettingsCheck.of(directory, overrides, name -> Optional.empty());
    }
}
