package dev.drover.ftp.listing;

/** Numbers in listings: ASCII digits only, whatever else Unicode calls a digit; nothing here throws. */
final class Digits {
    static final long NOT_A_NUMBER = -1;

    /** More digits than any size has. Longer runs are digits, but no number. */
    private static final int MOST = 18;

    private Digits() {}

    static boolean is(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean are(String text) {
        return !text.isEmpty() && endOf(text, 0) == text.length();
    }

    /** Where the run of digits that begins at {@code from} ends. */
    static int endOf(String text, int from) {
        int at = from;
        while (at < text.length() && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static long number(String text) {
        return are(text) && text.length() <= MOST ? Long.parseLong(text) : NOT_A_NUMBER;
    }

    /** The number that fills {@code text} from {@code from} to {@code to}, of one to nine digits. */
    static int between(String text, int from, int to) {
        if (from < 0 || to > text.length() || from >= to || to - from > 9 || endOf(text, from) < to) {
            return (int) NOT_A_NUMBER;
        }
        return Integer.parseInt(text, from, to, 10);
    }

    /** A small number of {@code least} to {@code most} digits. */
    static int small(String text, int least, int most) {
        return text.length() < least || text.length() > most ? (int) NOT_A_NUMBER : between(text, 0, text.length());
    }
}
