package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The server's calendar: its zone, and the moment at which the listing is read. */
final class ServerTimes {
    /** Leap days are at most this far apart (1896 and 1904). */
    private static final int YEARS_BACK = 8;

    private final ZoneId zone;
    private final LocalDateTime latest;

    ServerTimes(ListingContext context) {
        this.zone = context.zone();
        // A server's clock may be ahead, and its zone is often a guess: a day covers both.
        this.latest = LocalDateTime.now(context.clock().withZone(zone)).plusDays(1);
    }

    /** A day without a time of day. */
    RemoteTime at(LocalDate date) {
        return new RemoteTime(date.atStartOfDay(zone).toInstant(), ChronoUnit.DAYS);
    }

    RemoteTime at(LocalDate date, ClockTime clock) {
        return new RemoteTime(date.atTime(clock.time()).atZone(zone).toInstant(), clock.precision());
    }

    /** The newest such date that is not later than a day from now; null when no year has it. */
    @Nullable
    RemoteTime newest(int month, int day, ClockTime clock) {
        for (int year = latest.getYear(); year >= latest.getYear() - YEARS_BACK; year--) {
            LocalDate date = date(year, month, day);
            if (date != null && !date.atTime(clock.time()).isAfter(latest)) {
                return at(date, clock);
            }
        }
        return null;
    }

    @Nullable
    RemoteTime newest(int month, int day) {
        return newest(month, day, new ClockTime(LocalTime.MIDNIGHT, ChronoUnit.DAYS));
    }

    /** Null when there is no such day. */
    static @Nullable LocalDate date(int year, int month, int day) {
        if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) {
            return null;
        }
        return day <= YearMonth.of(year, month).lengthOfMonth() ? LocalDate.of(year, month, day) : null;
    }

    /** Two digits mean 1970 to 2069. */
    static int fullYear(int twoDigits) {
        return twoDigits < 70 ? 2000 + twoDigits : 1900 + twoDigits;
    }
}
