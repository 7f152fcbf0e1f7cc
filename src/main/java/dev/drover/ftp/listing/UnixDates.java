package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteTime;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The dates of {@code ls -l} and of all that imitate it: two to five fields between the size and the name. */
final class UnixDates {
    /**
     * A date that was found.
     *
     * @param last its last field
     * @param padded whether a blank may stand for a time that is not told
     */
    record Found(RemoteTime time, int last, boolean padded) {}

    /** How some write the midnight that ends a day. */
    private static final String END_OF_DAY = "24:00";

    private static final ClockTime LAST_MINUTE = new ClockTime(LocalTime.of(23, 59), ChronoUnit.MINUTES);

    private final ServerTimes times;
    private final String language;

    UnixDates(ListingContext context) {
        this.times = new ServerTimes(context);
        this.language = context.monthLanguage();
    }

    /** The date that begins at a field; null when none does. */
    @Nullable
    Found at(Fields fields, int first) {
        String text = fields.text(first);
        // Most fields that are tried are numbers of links and owners: they are set aside before anything is looked up.
        if (Digits.are(text) && text.length() > 2) {
            return text.length() == 4 ? EastAsianDate.at(fields, first, times) : null;
        }
        Found found = named(fields, Weekdays.isOne(text) ? first + 1 : first);
        if (found != null || text.isEmpty() || !Digits.is(text.charAt(0))) {
            return found;
        }
        found = inDigits(fields, first);
        if (found == null) {
            found = joined(fields, first);
        }
        return found != null ? found : EastAsianDate.at(fields, first, times);
    }

    /** {@code Nov 20 09:40}, {@code 20 Nov 2025}, {@code 20. nov 09:40}, {@code Nov 20 09:40:12 2026}. */
    private @Nullable Found named(Fields fields, int first) {
        int month = month(fields.text(first));
        boolean monthFirst = month > 0;
        String dayText = fields.text(monthFirst ? first + 1 : first);
        int day = day(dayText);
        if (!monthFirst) {
            month = month(fields.text(first + 1));
        }
        if (month == 0 || day < 1) {
            return null;
        }
        Found found = timeOrYear(fields, first + 2, month, day, times);
        // "Oct 08, 2002 09:47": the comma tells that both follow, else the time would be the beginning of a name.
        boolean both = monthFirst && dayText.endsWith(",") && fields.has(first + 4);
        ClockTime clock = both ? ClockTime.of(fields.text(first + 3)) : null;
        LocalDate date = both ? ServerTimes.date(year(fields.text(first + 2)), month, day) : null;
        return date == null || clock == null ? found : new Found(times.at(date, clock), first + 3, false);
    }

    /** {@code Nov}, or {@code Nov.,} where the time is told after a comma. */
    private int month(String text) {
        boolean comma = text.length() > 1 && text.endsWith(",");
        return MonthNames.number(comma ? text.substring(0, text.length() - 1) : text, language);
    }

    /** After day and month: a time of day in the last months, a year before that, seldom both. */
    static @Nullable Found timeOrYear(Fields fields, int field, int month, int day, ServerTimes times) {
        String text = fields.text(field);
        if (text.equals(END_OF_DAY)) {
            return endOfDay(times.newest(month, day, LAST_MINUTE), field);
        }
        ClockTime clock = ClockTime.of(text);
        if (clock == null) {
            LocalDate date = ServerTimes.date(year(text), month, day);
            return date == null ? null : new Found(times.at(date), field, false);
        }
        boolean secondsAndYear = text.length() > 5 && fields.has(field + 2);
        LocalDate date = secondsAndYear ? ServerTimes.date(year(fields.text(field + 1)), month, day) : null;
        if (date != null) {
            return new Found(times.at(date, clock), field + 1, false);
        }
        RemoteTime time = times.newest(month, day, clock);
        return time == null ? null : new Found(time, field, false);
    }

    private static @Nullable Found endOfDay(@Nullable RemoteTime lastMinute, int field) {
        return lastMinute == null
                ? null
                : new Found(
                        new RemoteTime(lastMinute.instant().plus(Duration.ofMinutes(1)), lastMinute.precision()),
                        field,
                        false);
    }

    /** {@code 2026-11-20 09:40}, with seconds, fraction and offset or without; {@code 11-20 09:40}; {@code 11-20 2025}. */
    private @Nullable Found inDigits(Fields fields, int first) {
        DigitDate digits = DigitDate.of(fields.text(first));
        if (digits == null || (!digits.isFourDigitYear() && digits.hasYear())) {
            return null;
        }
        ClockTime clock = ClockTime.of(fields.text(first + 1));
        LocalDate date = digits.yearFirstOrLast();
        if (clock == null && !digits.hasYear() && digits.separator() == '-') {
            LocalDate told = ServerTimes.date(year(fields.text(first + 1)), digits.first(), digits.second());
            return told == null ? null : new Found(times.at(told), first + 1, false);
        }
        if (clock == null) {
            return date == null ? null : new Found(times.at(date), first, true);
        }
        if (digits.hasYear()) {
            return date == null ? null : withOffset(fields, first + 1, date, clock);
        }
        RemoteTime time = digits.separator() == '-' ? times.newest(digits.first(), digits.second(), clock) : null;
        return time == null ? null : new Found(time, first + 1, false);
    }

    /** {@code 20-Nov-26}, perhaps with a time. */
    private @Nullable Found joined(Fields fields, int first) {
        LocalDate date = NamedDate.of(fields.text(first), language);
        if (date == null) {
            return null;
        }
        ClockTime clock = ClockTime.of(fields.text(first + 1));
        return clock == null
                ? new Found(times.at(date), first, false)
                : new Found(times.at(date, clock), first + 1, false);
    }

    private Found withOffset(Fields fields, int clockField, LocalDate date, ClockTime clock) {
        String text = fields.text(clockField + 1);
        boolean told = text.length() == 5
                && (text.charAt(0) == '+' || text.charAt(0) == '-')
                && Digits.are(text.substring(1))
                && fields.has(clockField + 2);
        int minutes = told ? Digits.between(text, 1, 3) * 60 + Digits.between(text, 3, 5) : 0;
        if (!told || minutes > 18 * 60) {
            return new Found(times.at(date, clock), clockField, false);
        }
        ZoneOffset offset = ZoneOffset.ofTotalSeconds((text.charAt(0) == '-' ? -60 : 60) * minutes);
        LocalDateTime local = date.atTime(clock.time());
        return new Found(new RemoteTime(local.toInstant(offset), clock.precision()), clockField + 1, false);
    }

    private static int day(String text) {
        int end = Digits.endOf(text, 0);
        boolean marked = end == text.length() - 1 && (text.endsWith(".") || text.endsWith(","));
        return end == text.length() || marked ? Digits.between(text, 0, Math.min(end, 3)) : 0;
    }

    static int year(String text) {
        return Digits.small(text, 4, 4);
    }
}
