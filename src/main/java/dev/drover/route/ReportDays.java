package dev.drover.route;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quartz.CronExpression;

/**
 * Whether reports can be there in time: the days of some weeks on which one is expected, and those of them on which none is
 * made at all, or too late.
 */
record ReportDays(List<LocalDate> expected, List<LocalDate> without, List<LocalDate> late) {
    private static final int WEEKS = 8;
    private static final int WEEK = 7;

    ReportDays {
        expected = List.copyOf(expected);
        without = List.copyOf(without);
        late = List.copyOf(late);
    }

    static ReportDays of(Parameters parameters, CronExpression cron, TimeOfDay by) {
        Set<DayOfWeek> weekdays =
                ExpectedDays.weekdays(parameters.text("days")).orElseGet(() -> EnumSet.allOf(DayOfWeek.class));
        Optional<Calendar> calendar = calendar(parameters.text("calendar"));
        LocalDate today = by.day(parameters.now());
        List<LocalDate> expected = today.plusDays(1)
                .datesUntil(today.plusWeeks(WEEKS).plusDays(1))
                .filter(day -> weekdays.contains(day.getDayOfWeek()))
                .filter(day -> calendar.filter(off -> off.has(day)).isEmpty())
                .toList();
        List<LocalDate> without = new ArrayList<>();
        List<LocalDate> late = new ArrayList<>();
        for (LocalDate day : expected) {
            Optional<Instant> first = Schedules.first(cron, day, by.zone());
            if (first.isEmpty()) {
                without.add(day);
            } else if (by.isPast(first.get())) {
                late.add(day);
            }
        }
        return new ReportDays(expected, without, late);
    }

    boolean isAlwaysLate() {
        return !late.isEmpty() && late.size() + without.size() == expected.size();
    }

    /** The days of the week on which a report is expected each time and none is ever made. */
    Set<DayOfWeek> idle() {
        Set<DayOfWeek> idle = weekdays(without);
        expected.stream().filter(day -> !without.contains(day)).forEach(day -> idle.remove(day.getDayOfWeek()));
        return idle;
    }

    /** Whether it is for days of the week alone that reports are missed. */
    boolean isIdleOnWeekdays() {
        Set<DayOfWeek> idle = idle();
        return !idle.isEmpty() && late.isEmpty() && without.stream().allMatch(day -> idle.contains(day.getDayOfWeek()));
    }

    /** The days of the week that are left without those, as the parameter wants them. */
    String busy() {
        Set<DayOfWeek> busy = weekdays(expected);
        busy.removeAll(idle());
        return words(busy);
    }

    /** The first day on which there is none in time; to be asked when there is one. */
    Optional<LocalDate> firstMissed() {
        return expected.stream()
                .filter(day -> without.contains(day) || late.contains(day))
                .findFirst();
    }

    /** {@code MON-FRI,SUN}. */
    static String words(Set<DayOfWeek> days) {
        List<String> spans = new ArrayList<>();
        for (int first = 1; first <= WEEK; first++) {
            int last = first;
            while (last <= WEEK && days.contains(DayOfWeek.of(last))) {
                last++;
            }
            if (last > first) {
                spans.add(word(first) + (last - first > 1 ? "-" + word(last - 1) : ""));
            }
            first = Math.max(first, last);
        }
        return String.join(",", spans);
    }

    private static String word(int day) {
        return DayOfWeek.of(day).name().substring(0, 3);
    }

    private static Set<DayOfWeek> weekdays(List<LocalDate> days) {
        return days.stream()
                .map(LocalDate::getDayOfWeek)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class)));
    }

    private static Optional<Calendar> calendar(String file) {
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(Calendar.read(Path.of(file)));
        } catch (IOException e) {
            // The rule about the parameter itself tells it.
            return Optional.empty();
        }
    }
}
