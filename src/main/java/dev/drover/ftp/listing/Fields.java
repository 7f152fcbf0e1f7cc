package dev.drover.ftp.listing;

import java.util.Arrays;

/**
 * A line cut at blanks, with the place of each field, since a name begins at a place and may hold blanks itself. Only the
 * first fields are cut: what a format puts before the name is not longer.
 */
final class Fields {
    private static final int MOST = 40;

    private final String line;
    private final int[] bounds;

    private Fields(String line, int[] bounds) {
        this.line = line;
        this.bounds = bounds;
    }

    static Fields of(String line) {
        return of(line, 0);
    }

    static Fields of(String line, int from) {
        int[] bounds = new int[2 * MOST];
        int used = 0;
        int at = skipBlanks(line, from);
        while (at < line.length() && used < bounds.length) {
            bounds[used++] = at;
            while (at < line.length() && !isBlank(line.charAt(at))) {
                at++;
            }
            bounds[used++] = at;
            at = skipBlanks(line, at);
        }
        return new Fields(line, Arrays.copyOf(bounds, used));
    }

    int count() {
        return bounds.length / 2;
    }

    boolean has(int field) {
        return field >= 0 && field < count();
    }

    /** Empty past the last field. */
    String text(int field) {
        return has(field) ? line.substring(start(field), end(field)) : "";
    }

    int start(int field) {
        return bounds[2 * field];
    }

    int end(int field) {
        return bounds[2 * field + 1];
    }

    /** The text between two fields, both included. */
    String text(int first, int last) {
        return line.substring(start(first), end(last));
    }

    /** How many blanks stand before a field. */
    int gapBefore(int field) {
        return start(field) - (field == 0 ? 0 : end(field - 1));
    }

    /** All that follows a field but for one blank: further blanks belong to the name, unless they are padding. */
    String nameAfter(int field, boolean trimLeadingSpaces) {
        return nameFrom(line, end(field) + 1, trimLeadingSpaces);
    }

    /** All from a field on, to the end of the line. */
    String from(int field) {
        return has(field) ? line.substring(start(field)) : "";
    }

    static String nameFrom(String line, int offset, boolean trimLeadingSpaces) {
        if (offset >= line.length()) {
            return "";
        }
        return line.substring(trimLeadingSpaces ? skipBlanks(line, offset) : offset);
    }

    static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
