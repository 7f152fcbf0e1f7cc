package dev.drover.ftp;

import java.util.List;

/**
 * One reply of a server (RFC 959 section 4.2): a three-digit code and the text lines without their code and line ends.
 *
 * @param code 100 to 599
 * @param lines at least one line; the first and the last are stripped of code and separator
 */
public record FtpReply(int code, List<String> lines) {
    private static final int SHOWN = 500;

    /** Refuses what is no code, and a reply without lines. */
    public FtpReply {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("an FTP reply code lies between 100 and 599, not " + code);
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an FTP reply has at least one line");
        }
    }

    /** A reply of one line. */
    public static FtpReply of(int code, String text) {
        return new FtpReply(code, List.of(text));
    }

    /** 1xx: the action has begun, another reply follows. */
    public boolean isPreliminary() {
        return code < 200;
    }

    /** 2xx: the action is done. */
    public boolean isCompletion() {
        return code >= 200 && code < 300;
    }

    /** 3xx: the command is taken, another one is needed. */
    public boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    /** 4xx: refused this time; the same command may be taken later. */
    public boolean isTransientFailure() {
        return code >= 400 && code < 500;
    }

    /** 5xx: refused for good. */
    public boolean isPermanentFailure() {
        return code >= 500;
    }

    /** 4xx or 5xx: the command was refused, for now or for good. */
    public boolean isFailure() {
        return code >= 400;
    }

    /** The text of all lines, joined by line feeds. */
    public String text() {
        return String.join("\n", lines);
    }

    /**
     * The reply in one line, as a message or a log shows it: of a long one the beginning, followed by an ellipsis;
     * control characters as question marks.
     */
    @Override
    public String toString() {
        String whole = code + " " + String.join(" | ", lines);
        StringBuilder shown = new StringBuilder(Math.min(whole.length(), SHOWN + 1));
        for (int i = 0; i < whole.length(); ) {
            int c = whole.codePointAt(i);
            i += Character.charCount(c);
            if (i > SHOWN) {
                return shown.append('…').toString();
            }
            shown.appendCodePoint(Character.isISOControl(c) ? '?' : c);
        }
        return shown.toString();
    }
}
