package dev.drover.route;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.quartz.CronExpression;

/** Rows of {@link Contradictions} about times, which are longer than a word. */
final class Times {
    private Times() {}

    static Optional<String> leaptOver(Parameters p) {
        return time(p, "by")
                .flatMap(time -> time.missingDay(p.now()))
                .map(day -> "\"{by}\" is a time that the clocks leap over on " + day + "; choose another one");
    }

    static Optional<String> leaptOverByCron(Parameters p) {
        return p.cron()
                .filter(cron -> !p.has("by"))
                .flatMap(cron -> Schedules.leapt(p.text("cron"), p.zone(), p.now()))
                .map(day -> "\"{cron}\" is a time that the clocks in {timezone} leap over on " + day
                        + ", when the route does not run; choose an hour that each day has, or timezone=UTC");
    }

    static Optional<String> neverInWindow(Parameters p) {
        return p.cron().isPresent()
                        && window(p).filter(window -> !isOpen(p, window)).isPresent()
                ? Optional.of("\"{cron}\" never runs within window={window}, so no file is ever looked for; change one"
                        + " of them")
                : Optional.empty();
    }

    private static boolean isOpen(Parameters p, TimeWindow window) {
        return p.cron().filter(cron -> Schedules.meets(cron, window, p.now())).isPresent();
    }

    static Optional<String> longerThanWindow(Parameters p) {
        return p.cron().isEmpty()
                ? window(p)
                        .filter(window -> p.time("poll").compareTo(shortest(window)) > 0)
                        .map(window ->
                                "\"{poll}\" is longer than window={window} is open, so that it may pass by without"
                                        + " a look; write a shorter poll, or cron")
                : Optional.empty();
    }

    private static Duration shortest(TimeWindow window) {
        return Duration.ofMinutes(window.spans().stream()
                .mapToLong(span -> span.to() - span.from())
                .min()
                .orElse(Long.MAX_VALUE));
    }

    static Optional<String> neverOnDays(Parameters p) {
        Optional<Set<DayOfWeek>> days =
                p.isGiven("days") ? ExpectedDays.weekdays(p.text("days")) : Optional.<Set<DayOfWeek>>empty();
        return p.template().equals("expect-file") && !p.has("by")
                ? days.filter(set -> p.cron()
                                .filter(cron -> !Schedules.meets(
                                        cron, day -> set.contains(day.getDayOfWeek()), p.zone(), p.now()))
                                .isPresent())
                        .map(set -> "\"{cron}\" never runs on days={days}, so no file is ever looked for; change one of"
                                + " them")
                : Optional.empty();
    }

    static Optional<String> alwaysLate(Parameters p) {
        return reports(p)
                .filter(ReportDays::isAlwaysLate)
                .map(days -> "\"{expectBy}\" leaves no time after the first run of the day by cron={cron}, so that each"
                        + " report would be late; write a later time");
    }

    static Optional<String> daysWithoutReport(Parameters p) {
        return reports(p)
                .filter(ReportDays::isIdleOnWeekdays)
                .map(days -> "\"{days}\" expects a report on " + ReportDays.words(days.idle())
                        + ", when cron={cron} never runs; write "
                        + (days.busy().isEmpty() ? "another cron" : "days=" + days.busy()));
    }

    static Optional<String> sometimesLate(Parameters p) {
        return reports(p)
                .filter(days -> !days.isAlwaysLate() && !days.isIdleOnWeekdays())
                .flatMap(ReportDays::firstMissed)
                .map(day -> "\"{expectBy}\" comes on " + day + " without a run by cron={cron} before it on that day, so"
                        + " that a report would be missed; change one of them, or name such days in a calendar");
    }

    private static Optional<ReportDays> reports(Parameters p) {
        Optional<CronExpression> cron = p.cron();
        return cron.isPresent() ? time(p, "expectBy").map(by -> ReportDays.of(p, cron.get(), by)) : Optional.empty();
    }

    private static Optional<TimeOfDay> time(Parameters p, String name) {
        return p.has(name) ? TimeOfDay.parse(p.text(name), p.text("timezone")) : Optional.empty();
    }

    private static Optional<TimeWindow> window(Parameters p) {
        return p.has("window") ? TimeWindow.parse(p.text("window"), p.zone()) : Optional.empty();
    }
}
