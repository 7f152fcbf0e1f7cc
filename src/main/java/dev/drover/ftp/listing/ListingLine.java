package dev.drover.ftp.listing;

import dev.drover.ftp.RemotePath;
import java.nio.charset.StandardCharsets;

/**
 * A line of a listing, without its line end.
 *
 * @param text as decoded
 * @param undecodable whether the bytes were not text in the session's charset; {@code text} is then one character a byte
 */
public record ListingLine(String text, boolean undecodable) {
    /** A line of text; a carriage return that is left at its end is taken off. */
    public static ListingLine of(String text) {
        return new ListingLine(withoutLineEnd(text), false);
    }

    /** A line whose bytes are not text in the session's charset: names in it keep their raw bytes. */
    public static ListingLine ofBytes(byte[] bytes) {
        return new ListingLine(withoutLineEnd(new String(bytes, StandardCharsets.ISO_8859_1)), true);
    }

    /** A name out of this line. */
    RemotePath path(String name) {
        return undecodable ? pathOfBytes(name) : RemotePath.of(name);
    }

    /** A name of one character a byte; where all are ASCII the bytes are no riddle and need not be kept. */
    static RemotePath pathOfBytes(String name) {
        return name.chars().allMatch(c -> c < 0x80)
                ? RemotePath.of(name)
                : RemotePath.ofRaw(name, name.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\r' || text.charAt(end - 1) == '\n')) {
            end--;
        }
        return text.substring(0, end);
    }
}
