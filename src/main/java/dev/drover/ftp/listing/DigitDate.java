package dev.drover.ftp.listing;

import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Two or three numbers joined by one sign: {@code 2026-11-20}, {@code 11/20/26}, {@code 20.11.2026}, {@code 11-20}.
 *
 * @param third -1 when there are two numbers only
 */
record DigitDate(int first, int second, int third, int firstDigits, int thirdDigits, char separator) {
    /** Null when the text is no such thing. */
    static @Nullable DigitDate of(String text) {
        int end = Digits.endOf(text, 0);
        if (end == 0 || end > 4 || end >= text.length() || "-/.".indexOf(text.charAt(end)) < 0) {
            return null;
        }
        char separator = text.charAt(end);
        int next = text.indexOf(separator, end + 1);
        int secondEnd = next < 0 ? text.length() : next;
        int second = Digits.small(text.substring(end + 1, secondEnd), 1, 2);
        int third = next < 0 ? -1 : Digits.small(text.substring(next + 1), 1, 4);
        if (second < 0 || (next >= 0 && third < 0)) {
            return null;
        }
        int thirdDigits = next < 0 ? 0 : text.length() - next - 1;
        return new DigitDate(Digits.between(text, 0, end), second, third, end, thirdDigits, separator);
    }

    boolean hasYear() {
        return third >= 0;
    }

    boolean isFourDigitYear() {
        return firstDigits == 4 || thirdDigits == 4;
    }

    /** With a year of four digits, which tells the order but for {@code 03/04/2026}: day first there, if dotted. */
    @Nullable
    LocalDate yearFirstOrLast() {
        if (!hasYear()) {
            return null;
        }
        if (firstDigits == 4) {
            return ServerTimes.date(first, second, third);
        }
        return in(separator == '.' ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST);
    }

    /** As a date in the given order, unless four digits or dots tell the order themselves; null when there is no such day. */
    @Nullable
    LocalDate in(DateOrder order) {
        if (!hasYear()) {
            return null;
        }
        if (firstDigits == 4 || (order == DateOrder.YEAR_FIRST && thirdDigits != 4)) {
            return ServerTimes.date(year(first, firstDigits), second, third);
        }
        int year = year(third, thirdDigits);
        return order == DateOrder.DAY_FIRST || separator == '.'
                ? ServerTimes.date(year, second, first)
                : ServerTimes.date(year, first, second);
    }

    /** OS/2 counted on after 1999 and wrote 100 for 2000. */
    private static int year(int number, int digits) {
        if (digits == 3) {
            return 1900 + number;
        }
        return digits == 4 ? number : ServerTimes.fullYear(number);
    }
}
