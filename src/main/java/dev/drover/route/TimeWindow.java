package dev.drover.route;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of the day, and perhaps days of the week, at which something may begin: {@code 06:00-20:00},
 * {@code MON-FRI 06:00-20:00}, over midnight {@code FRI 22:00-04:00}, several of them divided by commas. The beginning belongs
 * to it, the end does not; a day is that of the beginning.
 *
 * <p>Where clocks are changed, a window never closes before its time has passed: an hour that there is twice is wholly in it,
 * a beginning that the clocks leap over is the moment when they do, and an end that they leap over comes as much later.
 */
record TimeWindow(List<Span> spans, ZoneId zone) {
    static final String EXAMPLES = "06:00-20:00, MON-FRI 06:00-20:00 or 22:00-04:00, several divided by commas";

    private static final Pattern SPAN =
            Pattern.compile("(?:([A-Z]{3})(?:-([A-Z]{3}))?\\s+)?(\\d\\d):(\\d\\d)\\s*-\\s*(\\d\\d):(\\d\\d)");
    private static final int MINUTES_OF_DAY = 24 * 60;

    TimeWindow {
        spans = List.copyOf(spans);
    }

    /**
     * One piece of it.
     *
     * @param days on which it begins
     * @param from minute of that day
     * @param to minute, counted from the beginning of the same day
     */
    record Span(Set<DayOfWeek> days, int from, int to) {
        Span {
            days = Set.copyOf(days);
        }
    }

    /** Empty when the text is no window. */
    static Optional<TimeWindow> parse(String text, ZoneId zone) {
        List<Span> spans = new ArrayList<>();
        for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            Optional<Span> span = span(part.strip());
            if (span.isEmpty()) {
                return Optional.empty();
            }
            spans.add(span.get());
        }
        return Optional.of(new TimeWindow(spans, zone));
    }

    boolean contains(Instant moment) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        return spans.stream().anyMatch(span -> contains(span, day, moment) || contains(span, day.minusDays(1), moment));
    }

    private boolean contains(Span span, LocalDate day, Instant moment) {
        return span.days().contains(day.getDayOfWeek())
                && !moment.isBefore(begin(day.atStartOfDay().plusMinutes(span.from())))
                && moment.isBefore(end(day.atStartOfDay().plusMinutes(span.to())));
    }

    private Instant begin(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    private Instant end(LocalDateTime local) {
        return local.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static Optional<Span> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Set<DayOfWeek>> days = days(matcher.group(1), matcher.group(2));
        int from = minute(matcher.group(3), matcher.group(4));
        int to = minute(matcher.group(5), matcher.group(6));
        // A window from a time to the same time is all day for some readers and never for others.
        if (days.isEmpty() || from < 0 || from == MINUTES_OF_DAY || to < 0 || from == to) {
            return Optional.empty();
        }
        return Optional.of(new Span(days.get(), from, to > from ? to : to + MINUTES_OF_DAY));
    }

    private static int minute(String hour, String minute) {
        if (hour.equals("24") && minute.equals("00")) {
            return MINUTES_OF_DAY;
        }
        int hours = Integer.parseInt(hour);
        int minutes = Integer.parseInt(minute);
        return hours < 24 && minutes < 60 ? LocalTime.of(hours, minutes).toSecondOfDay() / 60 : -1;
    }

    /** From a day of the week to another one, by three letters each; every day when the first is not given. */
    static Optional<Set<DayOfWeek>> days(String first, String last) {
        if (first == null) {
            return Optional.of(EnumSet.allOf(DayOfWeek.class));
        }
        Optional<DayOfWeek> from = day(first);
        Optional<DayOfWeek> to = last == null ? from : day(last);
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        Set<DayOfWeek> days = EnumSet.of(to.get());
        for (DayOfWeek day = from.get(); day != to.get(); day = day.plus(1)) {
            days.add(day);
        }
        return Optional.of(days);
    }

    private static Optional<DayOfWeek> day(String name) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(name))
                .findFirst();
    }
}
