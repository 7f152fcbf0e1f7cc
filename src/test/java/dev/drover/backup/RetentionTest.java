package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Archive archive(Instant time, boolean complete) {
        return new Archive("site-" + time, time, OptionalLong.of(1), complete, List.of("site-" + time));
    }

    /** Days before now; with an exclamation mark for a broken one. */
    private static List<Archive> archives(String days) {
        return Stream.of(days.split(" "))
                .map(day ->
                        archive(NOW.minus(Duration.ofDays(Integer.parseInt(day.replace("!", "")))), !day.endsWith("!")))
                .toList();
    }

    private static String daysOf(List<Archive> archives) {
        List<String> days = archives.stream()
                .map(archive -> Duration.between(archive.time(), NOW).toDays() + (archive.complete() ? "" : "!"))
                .toList();
        return String.join(" ", days);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // there | keep younger than days, daily, weekly, monthly | goes, oldest first
                "0 1 2 30 400         | 0 | 0 | 0 | 0 | none",
                "0 1 2 30 400         | 7 | 0 | 0 | 0 | 400 30",
                "30 40 50             | 7 | 0 | 0 | 0 | 50 40",
                "0! 1! 30 40          | 7 | 0 | 0 | 0 | 40",
                "0 1 2 3 4            | 0 | 2 | 0 | 0 | 4 3 2",
                "0 5 9 20             | 0 | 2 | 0 | 0 | 20 9",
                "0 1! 2 3             | 0 | 2 | 0 | 0 | 3",
                "0! 1! 2! 3 4         | 0 | 1 | 0 | 0 | 4",
                "0 1 2 3 4 5 6 7 8    | 0 | 0 | 2 | 0 | 8 6 5 4 3 2 1",
                "0 1 28 29 60         | 0 | 0 | 0 | 2 | 60 29 28",
                "0 1 2 3 40 41        | 2 | 0 | 0 | 3 | 41 3 2",
            })
    void whatNoRuleWantsGoes(String there, int age, int daily, int weekly, int monthly, String goes) {
        Retention retention = Retention.keep(daily, weekly, monthly);
        if (age > 0) {
            retention = retention.withMaxAge(Duration.ofDays(age));
        }
        assertThat(daysOf(retention.obsolete(archives(there), NOW))).isEqualTo(goes == null ? "" : goes);
    }

    @Test
    void theLastGoodArchiveStaysHoweverOldItIs() {
        List<Archive> old = archives("500! 600 700");
        assertThat(daysOf(Retention.youngerThan(Duration.ofDays(1)).obsolete(old, NOW)))
                .isEqualTo("700 500!");
    }

    @Test
    void anArchiveOfTheFutureStays() {
        List<Archive> wrongClock = List.of(archive(NOW.plusSeconds(3600), true), archive(NOW, true));
        assertThat(Retention.youngerThan(Duration.ofHours(1)).obsolete(wrongClock, NOW))
                .isEmpty();
    }

    @Test
    void twoYearsOfNightsLeaveExactlyWhatThePolicySays() {
        Retention policy = Retention.keep(7, 4, 12);
        List<Archive> shelf = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2024, 1, 1); day.getYear() < 2026; day = day.plusDays(1)) {
            Instant night = day.atTime(2, 0).toInstant(ZoneOffset.UTC);
            shelf.add(archive(night, true));
            shelf.removeAll(policy.obsolete(shelf, night));
            assertThat(shelf).hasSizeLessThanOrEqualTo(7 + 4 + 12);
        }
        TreeSet<String> expected = new TreeSet<>(Arrays.asList(
                // seven days
                "2025-12-31",
                "2025-12-30",
                "2025-12-29",
                "2025-12-28",
                "2025-12-27",
                "2025-12-26",
                "2025-12-25",
                // the last nights of four weeks, the running one included
                "2025-12-21",
                "2025-12-14",
                // and of twelve months
                "2025-11-30",
                "2025-10-31",
                "2025-09-30",
                "2025-08-31",
                "2025-07-31",
                "2025-06-30",
                "2025-05-31",
                "2025-04-30",
                "2025-03-31",
                "2025-02-28",
                "2025-01-31"));
        assertThat(shelf)
                .extracting(archive -> archive.time().toString().substring(0, 10))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void twoYearsByAgeLeaveThirtyDays() {
        Retention policy = Retention.youngerThan(Duration.ofDays(30));
        List<Archive> shelf = new ArrayList<>();
        Instant night = Instant.parse("2024-01-01T02:00:00Z");
        for (int i = 0; i < 730; i++) {
            night = night.plus(Duration.ofDays(1));
            shelf.add(archive(night, true));
            shelf.removeAll(policy.obsolete(shelf, night));
        }
        assertThat(shelf).hasSize(30);
        assertThat(shelf.get(29).time()).isEqualTo(night);
    }
}
