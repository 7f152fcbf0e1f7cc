package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated metadata against that of camel-ftp, and the table of the documentation against both. */
class OptionTableTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)`(?: \\(ftps\\))? \\| ([a-z ]+) \\|.*");
    private static final Set<String> SAFER = Set.of("binary", "passiveMode", "stepwise");
    /** The catalog of camel-ftp says nothing, or not what its code does. */
    private static final Set<String> TOLD_TRULY = Set.of("download", "maximumReconnectAttempts");

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "ftps"})
    void everyOptionOfCamelFtpIsHereWithItsTypeAndDefault(String scheme) throws IOException {
        Map<String, ComponentModel.EndpointOptionModel> ours = options(ours(scheme));
        options(theirs(scheme)).forEach((name, theirs) -> {
            ComponentModel.EndpointOptionModel our = ours.get(name);
            assertThat(our).as(name).isNotNull();
            assertThat(our.getKind()).as(name).isEqualTo(theirs.getKind());
            assertThat(our.getType()).as(name).isEqualTo(theirs.getType());
            assertThat(our.getEnums()).as(name).isEqualTo(theirs.getEnums());
            assertThat(our.getGroup()).as(name).isEqualTo(theirs.getGroup());
            assertThat(our.isSecret()).as(name).isEqualTo(theirs.isSecret());
            assertThat(our.getPrefix()).as(name).isEqualTo(theirs.getPrefix());
            if (!SAFER.contains(name) && !TOLD_TRULY.contains(name)) {
                assertThat(our.getDefaultValue()).as(name).isEqualTo(theirs.getDefaultValue());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "ftps"})
    void everyComponentOptionAndHeaderOfCamelFtpIsHere(String scheme) throws IOException {
        assertThat(ours(scheme).getComponentOptions())
                .extracting(option -> option.getName())
                .containsAll(theirs(scheme).getComponentOptions().stream()
                        .map(option -> option.getName())
                        .toList());
        assertThat(ours(scheme).getEndpointHeaders())
                .extracting(header -> header.getName())
                .containsAll(theirs(scheme).getEndpointHeaders().stream()
                        .map(header -> header.getName())
                        .toList());
    }

    @Test
    void theTableTellsOfEveryOption() throws IOException {
        assertThat(table().keySet()).isEqualTo(options(ours("ftps")).keySet());
    }

    @Test
    void theTableCallsNewWhatCamelFtpDoesNotHaveAndSaferWhatItHasOff() throws IOException {
        Map<String, String> table = table();
        Set<String> fresh = new TreeSet<>(options(ours("ftps")).keySet());
        fresh.removeAll(options(theirs("ftps")).keySet());
        assertThat(called(table, "new")).isEqualTo(fresh);
        assertThat(called(table, "safer default")).isEqualTo(new TreeSet<>(SAFER));
        assertThat(table.values()).isSubsetOf("same", "safer default", "better", "refused", "new");
    }

    private static Set<String> called(Map<String, String> table, String verdict) {
        return table.entrySet().stream()
                .filter(row -> row.getValue().equals(verdict))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/ftp-component.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2).strip());
            }
        }
        return rows;
    }

    private static Map<String, ComponentModel.EndpointOptionModel> options(ComponentModel model) {
        Map<String, ComponentModel.EndpointOptionModel> byName = new TreeMap<>();
        model.getEndpointOptions().forEach(option -> byName.put(option.getName(), option));
        return byName;
    }

    private static ComponentModel ours(String scheme) throws IOException {
        return model("META-INF/dev/drover/camel/" + scheme + ".json");
    }

    private static ComponentModel theirs(String scheme) throws IOException {
        return model("META-INF/org/apache/camel/component/file/remote/" + scheme + ".json");
    }

    private static ComponentModel model(String resource) throws IOException {
        try (InputStream in = OptionTableTest.class.getClassLoader().getResourceAsStream(resource)) {
            return JsonMapper.generateComponentModel(
                    new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8));
        }
    }
}
