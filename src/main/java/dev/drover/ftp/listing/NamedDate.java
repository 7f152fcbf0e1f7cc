package dev.drover.ftp.listing;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Day, month's name and year joined by dashes: {@code 20-NOV-2026}, {@code 4-Mar-01}. */
final class NamedDate {
    private NamedDate() {}

    /** Null when the text is no such date. */
    static @Nullable LocalDate of(String text, String language) {
        int first = text.indexOf('-');
        int second = text.indexOf('-', first + 1);
        if (first < 1 || first > 2 || second < 0) {
            return null;
        }
        int day = Digits.between(text, 0, first);
        int month = MonthNames.number(text.substring(first + 1, second), language);
        String yearText = text.substring(second + 1);
        int year = Digits.small(yearText, 2, 4);
        boolean twoDigits = yearText.length() == 2;
        return year < 0 || yearText.length() == 3
                ? null
                : ServerTimes.date(twoDigits ? ServerTimes.fullYear(year) : year, month, day);
    }
}
