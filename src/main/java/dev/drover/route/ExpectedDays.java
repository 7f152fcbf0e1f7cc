package dev.drover.route;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The days on which something is expected: some days of the week, without those of a calendar, which is read again each
 * time. A calendar that cannot be read frees nobody: then every day counts.
 *
 * @param calendar a file; none when it is empty
 */
record ExpectedDays(Set<DayOfWeek> weekdays, String calendar) {
    static final String EXAMPLES = "MON-FRI or MON,WED,SAT-SUN";
    static final ExpectedDays ALL = new ExpectedDays(EnumSet.allOf(DayOfWeek.class), "");

    ExpectedDays {
        weekdays = Set.copyOf(weekdays);
    }

    /** Whether something is expected on a day, and what is wrong with the calendar. */
    record Verdict(boolean isExpected, Optional<String> trouble) {}

    /** Days of the week and ranges of them, divided by commas; empty when the text is anything else. */
    static Optional<Set<DayOfWeek>> weekdays(String text) {
        Set<DayOfWeek> all = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            String[] ends = part.strip().split("\\s*-\\s*", -1);
            boolean isForm = ends.length <= 2 && List.of(ends).stream().allMatch(end -> end.matches("[A-Z]{3}"));
            Optional<Set<DayOfWeek>> days = isForm ? TimeWindow.days(ends[0], ends[ends.length - 1]) : Optional.empty();
            if (days.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(days.get());
        }
        return Optional.of(all);
    }

    ExpectedDays withWeekdays(String text) {
        return new ExpectedDays(
                weekdays(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "\"" + text + "\" are no days of the week; those look like " + EXAMPLES)),
                calendar);
    }

    ExpectedDays withCalendar(String file) {
        return new ExpectedDays(weekdays, file.strip());
    }

    /** Whether the calendar can be read now. */
    void check() throws IOException {
        if (!calendar.isEmpty()) {
            Calendar.read(Path.of(calendar));
        }
    }

    Verdict on(LocalDate day) {
        try {
            boolean isFree =
                    !calendar.isEmpty() && Calendar.read(Path.of(calendar)).has(day);
            return new Verdict(weekdays.contains(day.getDayOfWeek()) && !isFree, Optional.empty());
        } catch (IOException e) {
            return new Verdict(weekdays.contains(day.getDayOfWeek()), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
