package dev.drover.ftp.listing;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A time of day and how exactly it was told. */
record ClockTime(LocalTime time, ChronoUnit precision) {
    private static final int HALF_DAY = 12;

    /** {@code 9:40}, {@code 09:40:12}, {@code 09:40:12.345}; null when the text is no time. */
    static @Nullable ClockTime of(String text) {
        int first = text.indexOf(':');
        if (first < 1 || first > 2) {
            return null;
        }
        int second = text.indexOf(':', first + 1);
        int hour = Digits.between(text, 0, first);
        int minute = twoDigits(text, first + 1, second < 0 ? text.length() : second);
        if (second < 0) {
            return of(hour, minute, 0, 0, ChronoUnit.MINUTES);
        }
        int dot = text.indexOf('.', second);
        int seconds = twoDigits(text, second + 1, dot < 0 ? text.length() : dot);
        if (dot < 0) {
            return of(hour, minute, seconds, 0, ChronoUnit.SECONDS);
        }
        String fraction = text.substring(dot + 1);
        return Digits.are(fraction) ? of(hour, minute, seconds, nanos(fraction), precision(fraction.length())) : null;
    }

    /** {@code 09:40AM}, {@code 9:40p}, or a time of 24 hours. */
    static @Nullable ClockTime ofHalves(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String half = upper.endsWith("M") ? upper.substring(0, upper.length() - 1) : upper;
        boolean afternoon = half.endsWith("P");
        if (!afternoon && !half.endsWith("A")) {
            return of(text);
        }
        ClockTime told = of(half.substring(0, half.length() - 1));
        if (told == null) {
            return null;
        }
        int hour = told.time.getHour();
        // Some servers count 0 to 11 or even 0 to 23 and add the half nonetheless.
        int ofDay = hour > HALF_DAY ? hour : hour % HALF_DAY + (afternoon ? HALF_DAY : 0);
        return new ClockTime(told.time.withHour(ofDay), told.precision);
    }

    /** Null when there is no such time of day; a leap second counts as the second before it. */
    static @Nullable ClockTime of(int hour, int minute, int second, int nano, ChronoUnit precision) {
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return null;
        }
        return new ClockTime(LocalTime.of(hour, minute, Math.min(second, 59), nano), precision);
    }

    /** A fraction of a second, of which the first nine digits count. */
    static int nanos(String fraction) {
        String nine = (fraction + "000000000").substring(0, 9);
        return Integer.parseInt(nine);
    }

    static ChronoUnit precision(int fractionDigits) {
        if (fractionDigits == 0) {
            return ChronoUnit.SECONDS;
        }
        if (fractionDigits <= 3) {
            return ChronoUnit.MILLIS;
        }
        return fractionDigits <= 6 ? ChronoUnit.MICROS : ChronoUnit.NANOS;
    }

    private static int twoDigits(String text, int from, int to) {
        return to - from == 2 ? Digits.between(text, from, to) : (int) Digits.NOT_A_NUMBER;
    }
}
