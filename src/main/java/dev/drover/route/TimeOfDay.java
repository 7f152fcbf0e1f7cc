package dev.drover.route;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time that comes once a day, such as {@code 07:00} in Berlin. */
record TimeOfDay(LocalTime time, ZoneId zone) {
    static final String EXAMPLES = "07:00 or 18:30";
    private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");
    private static final int YEARS_AHEAD = 5;

    /** Empty when the text is no time of day. */
    static Optional<TimeOfDay> parse(String text, String timezone) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? Optional.of(new TimeOfDay(
                        LocalTime.of(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))), zone(timezone)))
                : Optional.empty();
    }

    static ZoneId zone(String timezone) {
        return TimeZone.getTimeZone(timezone).toZoneId();
    }

    /** As cron of Quartz. */
    String cron() {
        return String.format(Locale.ROOT, "0 %d %d * * ?", time.getMinute(), time.getHour());
    }

    LocalDate day(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }

    /** Whether it is past on the day of that moment. A time that the clocks leap over comes as much later. */
    boolean isPast(Instant moment) {
        return !moment.isBefore(ZonedDateTime.of(day(moment), time, zone).toInstant());
    }

    /** The next day that does not have this time, for the clocks leap over it; Quartz would leave that day out. */
    Optional<LocalDate> missingDay(Instant now) {
        Instant end = now.atZone(zone).plusYears(YEARS_AHEAD).toInstant();
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        while (change != null && change.getInstant().isBefore(end)) {
            LocalDate day = change.getDateTimeBefore().toLocalDate();
            boolean isOver = day.atTime(time).isBefore(change.getDateTimeAfter());
            if (change.isGap() && isOver && !day.atTime(time).isBefore(change.getDateTimeBefore())) {
                return Optional.of(day);
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return time + " " + zone;
    }
}
