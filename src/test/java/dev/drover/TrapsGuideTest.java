package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/traps.md names: each exists, so that the tables cannot go stale. */
class TrapsGuideTest {
    private static final Path GUIDE = Path.of("docs/traps.md");
    private static final Path TESTS = Path.of("src/test/java/dev/drover");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ANNOTATION =
            Pattern.compile("^    @(?:Test|ParameterizedTest|Property|TestFactory)\\b", Pattern.MULTILINE);
    private static final int ROWS = 150;

    @Test
    void everyTestThatIsNamedExists() throws Exception {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(GUIDE)) {
            Matcher named = NAMED.matcher(line);
            boolean any = false;
            while (named.find()) {
                any = true;
                if (!isTest(sources.getOrDefault(named.group(1), ""), named.group(2))) {
                    missing.add(named.group());
                }
            }
            rows += any ? 1 : 0;
        }
        assertThat(missing).as("tests in " + GUIDE + " that do not exist").isEmpty();
        assertThat(rows).isGreaterThan(ROWS);
    }

    @Test
    void everyRowNamesATest() throws Exception {
        assertThat(Files.readAllLines(GUIDE))
                .filteredOn(line -> line.startsWith("| ") && !isHeading(line))
                .allMatch(line -> NAMED.matcher(line).find());
    }

    private static boolean isHeading(String line) {
        return List.of("| behaviour | shown by |", "| complaint | why it does not happen here |", "| there | here |")
                .contains(line);
    }

    /** Several classes may bear one name in different rooms. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            TrapsGuideTest::read,
                            String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    /** Its declaration with an annotation of a test above it, up to the blank line before. */
    private static boolean isTest(String source, String method) {
        Matcher declared = Pattern.compile("^    [^\\n]* " + method + "\\(", Pattern.MULTILINE)
                .matcher(source);
        while (declared.find()) {
            String head = source.substring(source.lastIndexOf("\n\n", declared.start()) + 1, declared.start());
            if (ANNOTATION.matcher(head).find()) {
                return true;
            }
        }
        return false;
    }
}
