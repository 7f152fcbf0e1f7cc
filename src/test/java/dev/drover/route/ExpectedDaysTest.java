package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On which days something is expected, and by when. */
class ExpectedDaysTest {
    private static final LocalDate FRIDAY = LocalDate.parse("2026-12-25");

    @TempDir
    private Path directory;

    @Test
    void aCalendarHasDaysAndRangesAndComments() throws Exception {
        Calendar calendar = Calendar.read(
                file(
                        """
                # company holidays
                2026-12-25                 # Christmas

                2026-12-31 .. 2027-01-02
                """));
        assertThat(calendar.has(FRIDAY)).isTrue();
        assertThat(calendar.has(FRIDAY.plusDays(1))).isFalse();
        assertThat(calendar.has(LocalDate.parse("2027-01-02"))).isTrue();
        assertThat(calendar.has(LocalDate.parse("2027-01-03"))).isFalse();
        assertThat(Calendar.read(file("")).ranges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "25.12.2026",
                "2026-06-31",
                "2026-12-31..2026-12-30",
                "2026-12-25 2026-12-26",
                "2026-12-25..",
                "2026-1-1",
                "Christmas"
            })
    void aLineThatIsAnythingElseIsRefusedWithItsNumber(String line) throws IOException {
        Path file = file("2026-12-24\n" + line + "\n");
        assertThatIOException()
                .isThrownBy(() -> Calendar.read(file))
                .withMessageStartingWith(
                        "Line 2 of the calendar " + file + " is \"" + line + "\", neither a day such as");
    }

    @Test
    void whatCannotBeReadIsNoCalendarAndFreesNobody() throws Exception {
        Path missing = directory.resolve("missing.txt");
        assertThatIOException().isThrownBy(() -> Calendar.read(missing)).withMessageContaining("There is no calendar");
        assertThatIOException().isThrownBy(() -> Calendar.read(directory)).withMessageContaining("cannot be read");
        Path binary = Files.write(directory.resolve("binary.txt"), new byte[] {(byte) 0xC3, 0x28});
        assertThatIOException().isThrownBy(() -> Calendar.read(binary)).withMessageContaining("cannot be read");

        ExpectedDays days = ExpectedDays.ALL.withCalendar(missing.toString());
        assertThat(days.on(FRIDAY).isExpected()).isTrue();
        assertThat(days.on(FRIDAY).trouble())
                .hasValueSatisfying(reason -> assertThat(reason).contains("missing.txt"));
        assertThatIOException().isThrownBy(days::check);
    }

    @Test
    void theCalendarIsReadAgainEachTime() throws Exception {
        Path file = file("2026-12-25");
        ExpectedDays days = ExpectedDays.ALL.withCalendar(file.toString());
        assertThat(days.on(FRIDAY).isExpected()).isFalse();
        Files.writeString(file, "2026-12-26");
        assertThat(days.on(FRIDAY).isExpected()).isTrue();
    }

    @Test
    void weekdaysAreNamesAndRanges() {
        assertThat(ExpectedDays.weekdays("MON-FRI"))
                .hasValueSatisfying(days -> assertThat(days).hasSize(5).doesNotContain(DayOfWeek.SATURDAY));
        assertThat(ExpectedDays.weekdays("sat-mon, wed")).hasValueSatisfying(days -> assertThat(days)
                .containsExactlyInAnyOrder(
                        DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY));
        assertThat(ExpectedDays.weekdays("MON-MON"))
                .hasValueSatisfying(days -> assertThat(days).hasSize(1));
        assertThat(ExpectedDays.ALL.withWeekdays("MON-THU").on(FRIDAY).isExpected())
                .isFalse();
        for (String slip : new String[] {"", "MON-", "FRY", "MON TUE", "MON-WED-FRI", "MON,,TUE", "1-5", "MONDAY"}) {
            assertThat(ExpectedDays.weekdays(slip)).as(slip).isEmpty();
        }
    }

    @Test
    void aTimeOfDayIsPastOnceADayInItsZone() {
        TimeOfDay seven = TimeOfDay.parse("07:00", "Europe/Berlin").orElseThrow();
        assertThat(seven.cron()).isEqualTo("0 0 7 * * ?");
        assertThat(seven.isPast(Instant.parse("2026-12-25T05:59:59Z"))).isFalse();
        assertThat(seven.isPast(Instant.parse("2026-12-25T06:00:00Z"))).isTrue();
        assertThat(seven.day(Instant.parse("2026-12-24T23:30:00Z"))).isEqualTo(FRIDAY);
        for (String slip : new String[] {"7:00", "24:00", "07:60", "7", "07:00:00", "noon"}) {
            assertThat(TimeOfDay.parse(slip, "UTC")).as(slip).isEmpty();
        }
    }

    @Test
    void aTimeThatTheClocksLeapOverComesLaterAndIsFound() {
        TimeOfDay early = TimeOfDay.parse("02:30", "Europe/Berlin").orElseThrow();
        assertThat(early.isPast(Instant.parse("2027-03-28T01:29:59Z"))).isFalse();
        assertThat(early.isPast(Instant.parse("2027-03-28T01:30:00Z"))).isTrue();
        Instant now = Instant.parse("2026-12-25T00:00:00Z");
        assertThat(early.missingDay(now)).contains(LocalDate.parse("2027-03-28"));
        assertThat(TimeOfDay.parse("03:00", "Europe/Berlin").orElseThrow().missingDay(now))
                .isEmpty();
        assertThat(TimeOfDay.parse("02:30", "UTC").orElseThrow().missingDay(now))
                .isEmpty();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("holidays.txt"), text);
    }
}
