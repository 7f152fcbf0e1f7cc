package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KB", "10485760, 10.0 MB", "5497558138880, 5.0 TB"})
    void bytesAreWrittenInPowersOf1024(long count, String text) {
        assertThat(Texts.bytes(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"300, 300", "10K, 10240", "5MB, 5242880", "2GiB, 2147483648", "1t, 1099511627776"})
    void sizesAreRead(String text, long count) throws Exception {
        assertThat(Texts.parseBytes(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @CsvSource({"30s, PT30S", "5m, PT5M", "2h, PT2H", "7d, P7D", "4w, P28D"})
    void lengthsOfTimeAreRead(String text, Duration length) throws Exception {
        assertThat(Texts.parseDuration(text)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "5 apples", "1.5M", "K"})
    void whatIsNeitherIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> Texts.parseBytes(text)).hasMessageContaining("10K");
        assertThatThrownBy(() -> Texts.parseDuration(text)).hasMessageContaining("7d");
    }

    @Test
    void clocksShowHoursOnlyWhenThereAreAny() {
        assertThat(Texts.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Texts.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    }
}
