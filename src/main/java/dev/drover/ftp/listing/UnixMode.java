package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The first column of {@code ls -l}: a letter for the kind, nine for the permissions, perhaps a mark for more of them.
 *
 * @param end where the column ends in the line
 */
record UnixMode(char type, String permissions, int end) {
    private static final int LENGTH = 10;
    private static final String TYPES = "-dlbcpsDPMCmnwef?";
    private static final String MARKS = "+.@*";

    /** The mode at an offset of a line; null when there is none. */
    static @Nullable UnixMode at(String line, int from) {
        int end = from + LENGTH;
        if (end > line.length() || TYPES.indexOf(line.charAt(from)) < 0) {
            return null;
        }
        for (int at = from + 1; at < end; at += 3) {
            if (!isOneOf(line, at, "r-?") || !isOneOf(line, at + 1, "w-?") || !isOneOf(line, at + 2, "xsStTlL-?")) {
                return null;
            }
        }
        int marked = end < line.length() && MARKS.indexOf(line.charAt(end)) >= 0 ? end + 1 : end;
        if (marked < line.length() && !Fields.isBlank(line.charAt(marked)) && !Digits.is(line.charAt(marked))) {
            return null;
        }
        return new UnixMode(line.charAt(from), line.substring(from + 1, end), marked);
    }

    Kind kind() {
        return switch (type) {
            case '-', 'f', 'C', 'M', 'm' -> Kind.FILE;
            case 'd' -> Kind.DIRECTORY;
            // 'e' is an external link of z/OS, which names a dataset or a program.
            case 'l', 'e' -> Kind.SYMLINK;
            case '?' -> Kind.UNKNOWN;
            default -> Kind.SPECIAL;
        };
    }

    /** GNU ls writes question marks where it could see the name only. */
    boolean isHidden() {
        return permissions.equals("?????????");
    }

    private static boolean isOneOf(String line, int at, String allowed) {
        return allowed.indexOf(line.charAt(at)) >= 0;
    }
}
