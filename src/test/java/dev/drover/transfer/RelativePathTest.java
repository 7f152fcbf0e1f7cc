package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "..",
                "../a",
                "a/../b",
                "a/..",
                ".",
                "a/./b",
                "a//b",
                "a/",
                "a\\b",
                "..\\a",
                "C:",
                "C:/a",
                "a\nb",
                "a\rDELE b",
                "a\0b",
                "a\u007f",
                "a\ud800"
            })
    void whatCouldLeadOutOfTheRootIsRefused(String path) {
        assertThatThrownBy(() -> RelativePath.of(path)).isInstanceOf(PathRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b/c.txt", "...", "..a", "-rf", " leading", "ü/日本.csv", "a#b%c+d[1].csv", "a:b", "~root"})
    void ordinaryNamesPassUnchanged(String path) throws Exception {
        assertThat(RelativePath.of(path)).hasToString(path);
    }

    @Test
    void aPathTooLongIsRefusedWithoutPrintingAllOfIt() {
        assertThatThrownBy(() -> RelativePath.of("x".repeat(1025)))
                .isInstanceOf(PathRefusedException.class)
                .hasMessageContaining("1024")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void controlCharactersAreNotPrintedRaw() {
        assertThatThrownBy(() -> RelativePath.of("a\r\nDELE b")).hasMessageContaining("a\\x0d\\x0aDELE b");
    }

    @Test
    void anotherNameKeepsTheDirectory() throws Exception {
        assertThat(RelativePath.of("in/a.csv").withName("b.csv")).hasToString("in/b.csv");
        assertThatThrownBy(() -> RelativePath.of("in/a.csv").withName("../b")).isInstanceOf(PathRefusedException.class);
    }

    @Test
    void pathsAreJoined() throws Exception {
        assertThat(RelativePath.of("in").resolve(RelativePath.of("2026/a.csv"))).hasToString("in/2026/a.csv");
    }
}
