package dev.drover.transfer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A path below some root, in segments that cannot lead out of it: none is empty, {@code .} or {@code ..}, none holds a
 * separator of any system or a control character, and the first is no drive letter. Immutable.
 */
public record RelativePath(List<String> segments) {
    /** No segment at all: the root itself. */
    public static final RelativePath ROOT = new RelativePath(List.of());

    /** The longest path taken, in characters; the request schema has the same limit. */
    public static final int MAX_LENGTH = 1024;

    public RelativePath {
        segments = List.copyOf(segments);
    }

    /**
     * Reads {@code in/2026/invoice.csv}.
     *
     * @throws PathRefusedException when it is absolute, leads upwards, or is no path at all
     */
    public static RelativePath of(String text) throws PathRefusedException {
        if (text.isEmpty()) {
            throw refused(text, "it is empty");
        }
        if (text.length() > MAX_LENGTH) {
            throw refused(text.substring(0, 40) + "...", "it is longer than " + MAX_LENGTH + " characters");
        }
        List<String> segments = List.of(text.split("/", -1));
        for (String segment : segments) {
            refuseUnsafe(text, segment);
        }
        return new RelativePath(segments);
    }

    /** The last segment; nothing for the root. */
    public String name() {
        return isRoot() ? "" : segments.get(segments.size() - 1);
    }

    public boolean isRoot() {
        return segments.isEmpty();
    }

    /** This as a directory, with one more segment or several below it. */
    public RelativePath resolve(RelativePath below) {
        return new RelativePath(
                Stream.concat(segments.stream(), below.segments.stream()).toList());
    }

    /** The same directory, another file name. */
    public RelativePath withName(String name) throws PathRefusedException {
        refuseUnsafe(name, name);
        long above = Math.max(0, segments.size() - 1L);
        return new RelativePath(
                Stream.concat(segments.stream().limit(above), Stream.of(name)).toList());
    }

    /** With slashes. */
    @Override
    public String toString() {
        return String.join("/", segments);
    }

    private static void refuseUnsafe(String whole, String segment) throws PathRefusedException {
        if (segment.isEmpty()) {
            throw refused(whole, "a path is relative and has no empty segment");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw refused(whole, "it has a segment \"" + segment + "\"");
        }
        if (segment.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ' || c == 0x7f)) {
            throw refused(whole, "it has a backslash or a control character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(segment)) {
            throw refused(whole, "it has half of a character that needs two units");
        }
        boolean drive = segment.length() == 2 && segment.charAt(1) == ':' && Character.isLetter(segment.charAt(0));
        if (drive) {
            throw refused(whole, "it has a drive letter");
        }
    }

    private static PathRefusedException refused(String path, String why) {
        return new PathRefusedException("The path \"" + printable(path) + "\" is refused: " + why);
    }

    private static String printable(String text) {
        return text.chars()
                .mapToObj(c -> c < ' ' || c == 0x7f ? String.format("\\x%02x", c) : Character.toString((char) c))
                .collect(Collectors.joining());
    }
}
