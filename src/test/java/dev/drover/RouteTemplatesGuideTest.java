package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/route-templates.md says of each template what the template says of itself. */
class RouteTemplatesGuideTest {
    private static final Path TEMPLATES = Path.of("routes/templates");
    private static final String ENDING = ".camel.yaml";
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^camel\\.routeTemplate\\[[a-z-]+]\\.([A-Za-z]+)=");

    @ParameterizedTest
    @MethodSource("templates")
    void theGuideHasEachParameterWithDefaultAndMeaning(String id) throws Exception {
        String section = section(id);
        for (Map<String, Object> parameter : parameters(id)) {
            assertThat(section).contains(row(parameter));
        }
        assertThat(section.lines().filter(line -> line.startsWith("| `"))).hasSameSizeAs(parameters(id));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theExampleOfPropertiesGivesWhatMustBeGivenAndNothingUnknown(String id) throws Exception {
        List<String> given = EXAMPLE.matcher(section(id))
                .results()
                .map(match -> match.group(1))
                .toList();
        List<String> known = parameters(id).stream()
                .map(parameter -> String.valueOf(parameter.get("name")))
                .toList();
        assertThat(given).first().isEqualTo("templateId");
        assertThat(known).containsAll(given.subList(1, given.size()));
        assertThat(given)
                .containsAll(parameters(id).stream()
                        .filter(RouteTemplatesGuideTest::isRequired)
                        .map(parameter -> String.valueOf(parameter.get("name")))
                        .toList());
    }

    @Test
    void theGuideAndTheDemoHaveEachTemplateAndNoOther() throws Exception {
        assertThat(Pattern.compile("(?m)^## ([a-z-]+)$")
                        .matcher(Files.readString(Path.of("docs/route-templates.md")))
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(templates().toList());
        String shipped = Files.readString(Path.of("src/main/resources/dev/drover/app/demo-routes.properties"));
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                shipped += Files.readString(route);
            }
        }
        String all = shipped;
        assertThat(templates()).allSatisfy(id -> assertThat(all).containsPattern("(templateId=|Ref: )" + id + "\n"));
    }

    static Stream<String> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String row(Map<String, Object> parameter) {
        String byDefault = Optional.ofNullable(parameter.get("defaultValue"))
                .map(String::valueOf)
                .filter(text -> !text.isEmpty())
                .map(text -> "`" + text + "`")
                .orElse(isRequired(parameter) ? "must be given" : "none");
        return "| `" + parameter.get("name") + "` | " + byDefault + " | " + parameter.get("description") + " |\n";
    }

    private static boolean isRequired(Map<String, Object> parameter) {
        return Boolean.TRUE.equals(parameter.get("required"));
    }

    private static String section(String id) throws IOException {
        String guide = Files.readString(Path.of("docs/route-templates.md"));
        int begin = guide.indexOf("\n## " + id + "\n");
        assertThat(begin).as("the section about %s", id).isPositive();
        int end = guide.indexOf("\n## ", begin + 1);
        return guide.substring(begin, end < 0 ? guide.length() : end);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> parameters(String id) throws IOException {
        Object document = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(TEMPLATES.resolve(id + ENDING)));
        Map<String, Object> template =
                ((List<Map<String, Map<String, Object>>>) document).get(0).get("routeTemplate");
        assertThat(template).as("the template in %s", id).containsEntry("id", id);
        return (List<Map<String, Object>>) template.get("parameters");
    }
}
