package dev.drover.route;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.Optional;
import java.util.function.Predicate;
import org.quartz.CronExpression;

/** What times of Quartz come to on real days: in windows, on days of the week, when clocks are changed. Pure functions. */
final class Schedules {
    private static final int YEARS_AHEAD = 5;
    private static final int DAYS_AHEAD = YEARS_AHEAD * 366;

    private Schedules() {}

    /** The next run that is later than a moment. */
    static Optional<Instant> next(CronExpression cron, Instant after) {
        return Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(after))).map(Date::toInstant);
    }

    /** The first run on a day; empty when there is none on that day. */
    static Optional<Instant> first(CronExpression cron, LocalDate day, ZoneId zone) {
        Instant begin = day.atStartOfDay(zone).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
        return next(cron, begin.minusSeconds(1)).filter(run -> run.isBefore(end));
    }

    /** Whether it ever runs within a window, in the years that anybody plans for. */
    static boolean meets(CronExpression cron, TimeWindow window, Instant now) {
        LocalDate today = now.atZone(window.zone()).toLocalDate();
        return days(today, day -> window.spans().stream()
                .filter(span -> span.days().contains(day.getDayOfWeek()))
                .map(span -> day.atStartOfDay().plusMinutes(span.from()).atZone(window.zone()))
                .flatMap(begin -> next(cron, begin.toInstant().minusSeconds(1)).stream())
                .anyMatch(window::contains));
    }

    /** Whether it ever runs on one of the days. */
    static boolean meets(CronExpression cron, Predicate<LocalDate> days, ZoneId zone, Instant now) {
        LocalDate end = now.atZone(zone).toLocalDate().plusDays(DAYS_AHEAD);
        Optional<Instant> run = next(cron, now);
        while (run.isPresent()) {
            LocalDate day = run.get().atZone(zone).toLocalDate();
            if (day.isAfter(end)) {
                return false;
            }
            if (days.test(day)) {
                return true;
            }
            // One look at each day is enough, however often it runs on it.
            run = next(cron, day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1));
        }
        return false;
    }

    /** The next day on which it would have run, and does not because the clocks leap over all times that it has on that day. */
    static Optional<LocalDate> leapt(String cron, ZoneId zone, Instant now) {
        CronExpression there = Parameters.cron(cron, zone);
        CronExpression onPaper = Parameters.cron(cron, ZoneOffset.UTC);
        Instant end = now.plus(DAYS_AHEAD, ChronoUnit.DAYS);
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        while (change != null && change.getInstant().isBefore(end)) {
            LocalDate day = change.getDateTimeBefore().toLocalDate();
            LocalDateTime after = change.getDateTimeAfter();
            boolean isOver = change.isGap()
                    && next(onPaper, onPaper(change.getDateTimeBefore()).minusSeconds(1))
                            .filter(run -> run.isBefore(onPaper(after)))
                            .isPresent();
            if (isOver && first(there, day, zone).isEmpty()) {
                return Optional.of(day);
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return Optional.empty();
    }

    private static Instant onPaper(LocalDateTime local) {
        return local.toInstant(ZoneOffset.UTC);
    }

    private static boolean days(LocalDate first, Predicate<LocalDate> wanted) {
        return first.datesUntil(first.plusDays(DAYS_AHEAD)).anyMatch(wanted);
    }
}
