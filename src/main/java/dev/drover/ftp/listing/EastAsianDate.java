package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.listing.UnixDates.Found;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Dates that count year, month and day with signs: {@code 11月 20 09:40}, {@code 11月20日 2025}, {@code 2025年3月1日}. */
final class EastAsianDate {
    private static final String YEAR = "年년";
    private static final String MONTH = "月월";
    private static final String DAY = "日일";

    private final Fields fields;
    private int field;
    private String rest;

    private EastAsianDate(Fields fields, int first) {
        this.fields = fields;
        this.field = first;
        this.rest = fields.text(first);
    }

    static @Nullable Found at(Fields fields, int first, ServerTimes times) {
        return new EastAsianDate(fields, first).found(times);
    }

    private @Nullable Found found(ServerTimes times) {
        int year = marked(YEAR);
        boolean bareYear = year < 0 && UnixDates.year(rest) > 0;
        if (bareYear) {
            year = UnixDates.year(rest);
            advance();
        }
        int month = marked(MONTH);
        if (month < 1) {
            return null;
        }
        int day = marked(DAY);
        if (day < 0 && Digits.are(rest) && rest.length() <= 2) {
            day = Digits.between(rest, 0, rest.length());
            advance();
        }
        // "4096 8月 17 08:52" begins with a size, "2003 8月 17 name" with a year.
        boolean sizeNotYear = bareYear && (ClockTime.of(rest) != null || UnixDates.year(rest) > 0);
        if (day < 1 || sizeNotYear) {
            return null;
        }
        return year > 0 ? withYear(times, year, month, day) : withoutYear(times, month, day);
    }

    private @Nullable Found withYear(ServerTimes times, int year, int month, int day) {
        LocalDate date = ServerTimes.date(year, month, day);
        ClockTime clock = ClockTime.of(rest);
        if (date == null) {
            return null;
        }
        if (clock != null) {
            return new Found(times.at(date, clock), field, false);
        }
        return isGlued() ? null : new Found(times.at(date), field - 1, false);
    }

    private @Nullable Found withoutYear(ServerTimes times, int month, int day) {
        int here = field;
        int year = marked(YEAR);
        if (year > 0) {
            LocalDate date = ServerTimes.date(year, month, day);
            return date == null || field == here ? null : new Found(times.at(date), here, false);
        }
        // "27日12:34": the time is glued to the day on some systems, so it may begin inside a field.
        ClockTime clock = ClockTime.of(rest);
        if (clock != null) {
            RemoteTime time = times.newest(month, day, clock);
            return time == null ? null : new Found(time, field, false);
        }
        return isGlued() ? null : UnixDates.timeOrYear(fields, field, month, day, times);
    }

    private boolean isGlued() {
        return rest.length() != fields.text(field).length();
    }

    /** A number and one of the signs, taken off the front; -1 when something else stands there. */
    private int marked(String signs) {
        int end = Digits.endOf(rest, 0);
        if (end == 0 || end >= rest.length() || signs.indexOf(rest.charAt(end)) < 0) {
            return -1;
        }
        int number = Digits.between(rest, 0, end);
        rest = rest.substring(end + 1);
        if (rest.isEmpty()) {
            advance();
        }
        return number;
    }

    private void advance() {
        field++;
        rest = fields.text(field);
    }
}
