package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.camel.compare.CamelRun;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page that says which test shows which behaviour of camel-ftp names tests that exist. */
class CamelFtpBehavioursTest {
    private static final Path PAGE = Path.of("docs/camel-ftp-behaviours.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        NAMED.matcher(Files.readString(PAGE)).results().forEach(found -> named.computeIfAbsent(
                        found.group(1), absent -> new TreeSet<>())
                .add(found.group(2)));
        assertThat(named).hasSizeGreaterThan(20);
        named.forEach((test, methods) -> assertThat(tests(test)).as(test).containsAll(methods));
    }

    @Test
    void everyLineNamesATest() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.contains("shown by"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(100).allMatch(row -> NAMED.matcher(row)
                .find());
    }

    private static Set<String> tests(String name) {
        Class<?> type = Stream.of(CamelSupport.class, CamelRun.class)
                .map(neighbour -> neighbour.getPackageName() + "." + name)
                .flatMap(CamelFtpBehavioursTest::load)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    private static Stream<Class<?>> load(String name) {
        try {
            return Stream.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            // It may be in the other package.
            return Stream.empty();
        }
    }
}
