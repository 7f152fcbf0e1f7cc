package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Days of November 2026: the 16th is a Monday. */
class TimeWindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "06:00-20:00           | 2026-11-21T06:00:00 | true",
                "06:00-20:00           | 2026-11-21T05:59:59 | false",
                "06:00-20:00           | 2026-11-21T19:59:59 | true",
                "06:00-20:00           | 2026-11-21T20:00:00 | false",
                "MON-FRI 06:00-20:00   | 2026-11-20T12:00:00 | true",
                "MON-FRI 06:00-20:00   | 2026-11-21T12:00:00 | false",
                "sat 06:00 - 20:00     | 2026-11-21T12:00:00 | true",
                "FRI-MON 06:00-20:00   | 2026-11-22T12:00:00 | true",
                "FRI-MON 06:00-20:00   | 2026-11-24T12:00:00 | false",
                "22:00-04:00           | 2026-11-21T23:00:00 | true",
                "22:00-04:00           | 2026-11-21T03:59:59 | true",
                "22:00-04:00           | 2026-11-21T04:00:00 | false",
                "FRI 22:00-04:00       | 2026-11-21T03:00:00 | true",
                "FRI 22:00-04:00       | 2026-11-20T03:00:00 | false",
                "20:00-24:00           | 2026-11-21T23:59:59 | true",
                "20:00-24:00           | 2026-11-22T00:00:00 | false",
                "00:00-24:00           | 2026-11-22T00:00:00 | true",
                "06:00-07:00,MON 09:00-10:00 | 2026-11-16T09:30:00 | true",
                "06:00-07:00, MON 09:00-10:00 | 2026-11-17T09:30:00 | false"
            })
    void aMomentIsInItOrNot(String window, LocalDateTime moment, boolean isIn) {
        assertThat(window(window).contains(moment.atZone(BERLIN).toInstant())).isEqualTo(isIn);
    }

    /** Clocks leap from 2:00 to 3:00 on 2026-03-29, and go back from 3:00 to 2:00 on 2026-10-25. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "02:15-02:45 | 2026-03-29T01:59:59+01:00 | false",
                "02:15-02:45 | 2026-03-29T03:00:00+02:00 | true",
                "02:15-02:45 | 2026-03-29T03:44:59+02:00 | true",
                "02:15-02:45 | 2026-03-29T03:45:00+02:00 | false",
                "02:30-03:15 | 2026-03-29T03:10:00+02:00 | true",
                "02:30-03:15 | 2026-03-29T03:15:00+02:00 | false",
                "22:00-04:00 | 2026-03-29T03:59:59+02:00 | true",
                "22:00-04:00 | 2026-03-29T04:00:00+02:00 | false",
                "02:00-02:30 | 2026-10-25T02:00:00+02:00 | true",
                "02:00-02:30 | 2026-10-25T02:45:00+02:00 | true",
                "02:00-02:30 | 2026-10-25T02:29:59+01:00 | true",
                "02:00-02:30 | 2026-10-25T02:30:00+01:00 | false",
                "06:00-20:00 | 2026-10-25T05:59:59+01:00 | false",
                "06:00-20:00 | 2026-10-25T06:00:00+01:00 | true"
            })
    void aWindowIsNeverShorterWhereClocksAreChanged(String window, OffsetDateTime moment, boolean isIn) {
        assertThat(window(window).contains(moment.toInstant())).isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "6:00-20:00",
                "06:00",
                "06:00-25:00",
                "06:60-20:00",
                "24:00-06:00",
                "06:00-24:30",
                "06:00-06:00",
                "MO-FR 06:00-20:00",
                "WEEKDAYS 06:00-20:00",
                "MON-XYZ 06:00-20:00",
                "MON,TUE 06:00-20:00",
                "06:00-20:00,",
                "06:00-20:00 MON"
            })
    void whatIsNoWindowIsNotGuessedAt(String text) {
        assertThat(TimeWindow.parse(text, BERLIN)).isEmpty();
    }

    @Test
    void aTimeIsThatOfItsZone() {
        OffsetDateTime moment = OffsetDateTime.parse("2026-11-20T05:30:00Z");
        assertThat(window("06:00-07:00").contains(moment.toInstant())).isTrue();
        assertThat(TimeWindow.parse("06:00-07:00", ZoneId.of("UTC"))
                        .orElseThrow()
                        .contains(moment.toInstant()))
                .isFalse();
    }

    private static TimeWindow window(String text) {
        return TimeWindow.parse(text, BERLIN).orElseThrow();
    }
}
