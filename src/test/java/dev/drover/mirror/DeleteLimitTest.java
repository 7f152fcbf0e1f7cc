package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteLimitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 | 100",
                "0 | 0",
                "10% | 50",
                "12.5 % | 63",
                "40,10% | 40",
                "10%, 400 | 50",
                "0% | 0",
                "100% | 500"
            })
    void aLimitIsANumberOfFilesOrAShareOrTheLesserOfBoth(String text, long ofFiveHundred) {
        assertThat(DeleteLimit.parse(text).of(500)).isEqualTo(ofFiveHundred);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1", "ten", "101%", "1,", "5 files", "1.5"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> DeleteLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
