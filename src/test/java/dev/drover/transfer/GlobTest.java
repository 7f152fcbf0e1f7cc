package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*.csv, a.csv, true",
        "*.csv, in/a.csv, false",
        "*.csv, a.csv.gz, false",
        "*.csv, .csv, true",
        "**, a, true",
        "**, in/deep/a, true",
        "**, '', true",
        "in/**, in, true",
        "in/**, in/a, true",
        "in/**, in/deep/a, true",
        "in/**, inner/a, false",
        "in/**, '', false",
        "**/a.csv, a.csv, true",
        "**/a.csv, in/deep/a.csv, true",
        "**/a.csv, in/ba.csv, false",
        "in/**/a, in/a, true",
        "in/**/a, in/x/y/a, true",
        "in/*/a, in/x/a, true",
        "in/*/a, in/a, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "'{in,out}/*.csv', out/a.csv, true",
        "'{in,out}/*.csv', other/a.csv, false",
        "[a-c]1, b1, true",
        "[!a-c]1, b1, false",
        "[!a-c]1, d1, true",
        "a+b(1).csv, a+b(1).csv, true",
        "a.csv, axcsv, false",
        "A.csv, a.csv, false",
        "ü*.csv, über.csv, true"
    })
    void aPathFitsOrNot(String glob, String path, boolean fits) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/in/*", "{a", "a}", "{a,{b}}", "[ab", "a[", "[]", "[z-a]"})
    void whatIsNoPatternIsRefused(String glob) {
        assertThatThrownBy(() -> Glob.of(glob)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"[\\d], 5, false", "[\\d], d, true", "[a&&b], &, true", "[^a], ^, true", "[^a], b, false"})
    void aSetHoldsCharactersAndNoRegularExpression(String glob, String path, boolean fits) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(fits);
    }
}
