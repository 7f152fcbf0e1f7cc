package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    @ParameterizedTest
    @CsvSource({
        "2024-05-06T07:08:09Z, 2024-05-06T07:08:09Z, true,  false",
        "2024-05-06T07:08:09Z, 2024-05-06T07:08:10Z, false, false",
        "2024-05-06T07:08:00Z, 2024-05-06T07:08Z,    true,  false",
        "2024-05-06T07:08:59Z, 2024-05-06T07:08Z,    true,  false",
        "2024-05-06T07:09:00Z, 2024-05-06T07:08Z,    false, false",
        "2024-05-06T07:07:59Z, 2024-05-06T07:08Z,    false, false",
        "2024-05-06T07:08:59Z, 2024-05-06T09:08Z,    false, true",
        "2024-05-06T07:08:59Z, 2024-05-06T12:53Z,    false, true",
        "2024-05-06T07:08:59Z, 2024-05-06T09:03Z,    false, false",
        "2024-05-06T07:08:09Z, 2024-05-08T07:08Z,    false, false",
        "2024-05-06T07:08:09Z, 2024-05-06,           true,  false",
        "2024-05-05T10:00:00Z, 2024-05-06,           true,  false",
        "2024-05-07T14:00:00Z, 2024-05-06,           true,  true",
        "2024-05-09T00:00:00Z, 2024-05-06,           false, false",
    })
    void aToldTimeIsASpan(String one, String other, boolean meet, boolean byZone) {
        assertThat(Windows.meet(Trees.time(one), Trees.time(other))).isEqualTo(meet);
        assertThat(Windows.meet(Trees.time(other), Trees.time(one))).isEqualTo(meet);
        if (!meet) {
            assertThat(Windows.differByZone(Trees.time(one), Trees.time(other))).isEqualTo(byZone);
        }
    }
}
