package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Habits that no compiler checks. */
class SourceTreeTest {
    private static final Path MAIN = Path.of("src/main/java");
    // Camel wants a field, a setter and a getter for each of the hundred options of an endpoint.
    private static final int LONGEST_FILE = 550;
    private static final int LONGEST_README = 120;

    @Test
    void everyPackageSaysWhatLivesInIt() throws IOException {
        assertThat(sources().map(Path::getParent).distinct())
                .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked")
                        .startsWith("/**"));
    }

    @Test
    void noSourceFileIsLong() throws IOException {
        assertThat(sources().filter(file -> lines(file).size() > LONGEST_FILE)).isEmpty();
    }

    @Test
    void theReadmeIsShort() {
        assertThat(lines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(LONGEST_README);
    }

    @Test
    void aRouteFileBearsTheIdOfItsRoute() throws IOException {
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            assertThat(routes.filter(Files::isRegularFile).filter(file -> !holdsForAllRoutes(file)))
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(file).content().containsPattern("(?m)^ {4}(id|routeId): " + name(file) + "$"));
        }
    }

    // A configuration with an id would hold only for the routes that name it.
    private static boolean holdsForAllRoutes(Path file) {
        return lines(file).contains("- routeConfiguration:");
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path route) {
        return route.getFileName().toString().replace(".camel.yaml", "");
    }
}
