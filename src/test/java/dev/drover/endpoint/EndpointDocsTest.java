package dev.drover.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointDocsTest {
    @ParameterizedTest
    @CsvSource({"ftp", "ftps", "local"})
    void everyKeyIsInTheDocuments(String kind) throws Exception {
        String text = Files.readString(Path.of("docs/endpoints.md"));
        assertThat(keys(kind))
                .isNotEmpty()
                .filteredOn(key -> !key.endsWith("-file") || key.equals("tls.ca-file"))
                .allSatisfy(key -> assertThat(text).contains("`" + key + "`"));
    }

    /** What the answer to an unknown key lists. */
    private static List<String> keys(String kind) {
        Map<String, String> properties =
                Map.of(EndpointCatalog.PREFIX + "x.kind", kind, EndpointCatalog.PREFIX + "x.qqqqqqqqqq", "y");
        String message =
                catchThrowableOfType(EndpointConfigException.class, () -> EndpointCatalog.of(properties))
                        .problems()
                        .stream()
                        .map(EndpointConfigException.Problem::message)
                        .filter(m -> m.contains("known are "))
                        .findFirst()
                        .orElseThrow();
        return Arrays.asList(message.split("known are ")[1].split(", "));
    }
}
