package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.csv            | a.csv              | true",
                "*.csv            | deep/er/a.csv      | true",
                "*.csv            | a.csv.bak          | false",
                "*.CSV            | a.csv              | false",
                "reports/*.csv    | reports/a.csv      | true",
                "reports/*.csv    | reports/x/a.csv    | false",
                "reports/*.csv    | old/reports/a.csv  | false",
                "reports/**       | reports/x/a.csv    | true",
                "**/a.csv         | a.csv              | true",
                "**/a.csv         | x/y/a.csv          | true",
                "/a.csv           | a.csv              | true",
                "/a.csv           | x/a.csv            | false",
                "file-?.txt       | file-1.txt         | true",
                "file-?.txt       | file-12.txt        | false",
                "file-[0-3].txt   | file-2.txt         | true",
                "file-[!0-3].txt  | file-2.txt         | false",
                "file-[!0-3].txt  | file-7.txt         | true",
                "*.{csv,xml}      | a.xml              | true",
                "*.{csv,xml}      | a.txt              | false",
                "a[b              | a[b                | true",
                "a,b              | a,b                | true",
                "\\*.txt          | *.txt              | true",
                "\\*.txt          | a.txt              | false",
                "caf\u00e9*       | cafe\u0301.txt     | true",
            })
    void aGlobFitsWhatItSays(String glob, String path, boolean fits) {
        assertThat(new Selection(List.of(glob), List.of()).takesFile(path)).isEqualTo(fits);
        assertThat(new Selection(List.of(), List.of(glob)).takesFile(path)).isEqualTo(!fits);
    }

    @Test
    void whatIsExcludedStaysOutThoughIncluded() {
        Selection selection = new Selection(List.of("*.csv"), List.of("old"));
        assertThat(selection.takesFile("new/a.csv")).isTrue();
        assertThat(selection.takesFile("new/a.txt")).isFalse();
        assertThat(selection.takesDirectory("new")).isTrue();
        assertThat(selection.takesDirectory("new/old")).isFalse();
    }

    @Test
    void aBraceThatStaysOpenIsRefused() {
        assertThatThrownBy(() -> new Selection(List.of("*.{csv"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("*.{csv");
    }

    @Test
    void ourPartialFilesAreKnownByTheirName() {
        assertThat(Selection.isPartial(".report.csv.mirror-00ff12ab.part")).isTrue();
        assertThat(Selection.isPartial("report.csv.part")).isFalse();
        assertThat(Selection.isPartial(".report.csv.other-00ff12ab.part")).isFalse();
    }
}
