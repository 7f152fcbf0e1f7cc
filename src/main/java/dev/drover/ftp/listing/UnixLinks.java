package dev.drover.ftp.listing;

import org.jspecify.annotations.Nullable;

/** {@code name -> target}, where both may hold the arrow too. */
final class UnixLinks {
    static final String ARROW = " -> ";

    private UnixLinks() {}

    /**
     * Where a link points; null when the line does not tell. The size of a link is the length of its target, so it tells
     * which of several arrows is the one; else the first is.
     */
    static @Nullable String target(String text, long size) {
        int first = text.indexOf(ARROW, 1);
        if (first < 0) {
            return null;
        }
        for (int start : new int[] {text.length() - (int) Math.min(size, text.length()), suffixOfBytes(text, size)}) {
            if (start - ARROW.length() >= first && text.startsWith(ARROW, start - ARROW.length())) {
                return text.substring(start);
            }
        }
        return text.substring(first + ARROW.length());
    }

    /** Where the suffix of that many bytes of UTF-8 begins. */
    private static int suffixOfBytes(String text, long size) {
        long bytes = 0;
        int at = text.length();
        while (at > 0 && bytes < size) {
            at = text.offsetByCodePoints(at, -1);
            int code = text.codePointAt(at);
            bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        }
        return bytes == size ? at : 0;
    }
}
