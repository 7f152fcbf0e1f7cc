package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of time as people write them. */
class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "30s, PT30S",
        "5 m, PT5M",
        "2h, PT2H",
        "7d, P7D",
        "1w, P7D",
        "0s, PT0S",
        "36500d, P36500D"
    })
    void aNumberWithItsUnitIsATime(String text, Duration time) {
        assertThat(TimeSpan.parse(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "-5m", "1.5h", "1 week", "1W", "1y", "abc", "5m30s", "36501d", "999999999999w", "PT5M"})
    void anythingElseIsNone(String text) {
        assertThat(TimeSpan.parse(text)).isEmpty();
    }

    @Test
    void whatMustBeLongerThanZeroIsRefusedWithItsName() {
        assertThat(TimeSpan.positive("every", "1ms")).isEqualTo(Duration.ofMillis(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeSpan.positive("every", "0s"))
                .withMessage("every is a time longer than zero, such as 500ms, 30s, 5m, 24h, 7d or 4w, not \"0s\"");
        assertThat(TimeSpan.orZero("maxAge", "0")).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeSpan.orZero("maxAge", "-1d"))
                .withMessageStartingWith("maxAge is a time")
                .withMessageEndingWith("\"-1d\"");
    }
}
