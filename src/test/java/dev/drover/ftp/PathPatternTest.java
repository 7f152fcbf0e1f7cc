package dev.drover.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names come from servers; none may make a pattern think for long. The meaning of patterns is shown with Glob. */
class PathPatternTest {
    /** Parts of patterns, each with the regular expression that says the same. */
    private static final String[][] PARTS = {
        {"a", "a"},
        {"/", "/"},
        {"?", "[^/]"},
        {"*a", "[^/]*a"},
        {"b*", "b[^/]*"},
        {"[!a]", "[^a/]"},
        {"{a,*b,}", "(?:a|[^/]*b|)"},
        {"{?,ab}", "(?:[^/]|ab)"},
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*a*a*a*a*a*a*b",
                "{*a,a*}{*a,a*}{*a,a*}{*a,a*}{*a,a*}b",
                "**/*a*a*a*a*a*b",
                "**/a/**/a/**/a/**/a/**/b",
                "**/**/**/**/**/**/**/b"
            })
    void noNameTakesLong(String pattern) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(PathPattern.of(pattern).matches("a".repeat(255))).isFalse();
            assertThat(PathPattern.of(pattern).matches("a/".repeat(2000))).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "**/**, '', true",
        "**/**, a, true",
        "**/**, a/b/c, true",
        "**/**/**, a, true",
        "a/**/**, a, true",
        "a/**/**, a/x, true",
        "a/**/**, a/x/y/z, true",
        "a/**/**, ax, false",
        "a/**/**, '', false",
        "**/**/a, a, true",
        "**/**/a, x/a, true",
        "**/**/a, xa, false",
        "a/**/**/b, a/b, true",
        "a/**/**/b, a/x/b, true",
        "a/**/**/b, a/x/y/b, true",
        "a/**/**/b, ab, false",
        "a/**/b/**, a/b, true",
        "a/**/b/**, a/x/b/y, true",
        "a/**/b/**, a/x, false",
        "**/a/**, a, true",
        "**/a/**, x/a/y, true",
        "**/*, a, true",
        "**/*, a/b, true",
        "*/**, a, true",
        "*/**, a/b/c, true",
        "a**b, axb, true",
        "a**b, a/b, false",
        "a/**b, a/xb, true",
        "a/**b, a/x/b, false"
    })
    void twoStarsStandForAnyNumberOfWholeSegments(String pattern, String path, boolean fits) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"?, 😀, true", "??, 😀, false", "[😀], 😀, true", "😀*, 😀a, true", "*, '', true"})
    void aCharacterOutsideTheBasicPlaneIsOne(String pattern, String path, boolean fits) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(fits);
    }

    @Property
    void aPatternMeansWhatItsRegularExpressionMeans(
            @ForAll @Size(max = 5) List<@IntRange(max = 7) Integer> parts,
            @ForAll @StringLength(max = 8) @Chars({'a', 'b', '/'}) String path,
            @ForAll boolean anythingBefore,
            @ForAll boolean anythingAfter) {
        StringBuilder pattern = new StringBuilder(anythingBefore ? "**/" : "a");
        StringBuilder regex = new StringBuilder(anythingBefore ? "(?:.*/)?" : "a");
        for (int each : parts) {
            pattern.append(PARTS[each][0]);
            regex.append(PARTS[each][1]);
        }
        pattern.append(anythingAfter ? "/**" : "");
        regex.append(anythingAfter ? "(?:/.*)?" : "");

        assertThat(PathPattern.of(pattern.toString()).matches(path))
                .as("%s for \"%s\"", pattern, path)
                .isEqualTo(Pattern.matches(regex.toString(), path));
    }
}
