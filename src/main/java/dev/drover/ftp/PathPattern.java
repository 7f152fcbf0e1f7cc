package dev.drover.ftp;

import java.util.regex.Pattern;

/**
 * A pattern for paths with slashes: {@code *} stands for anything within a segment, {@code **} for any number of whole
 * segments, {@code ?} for one character, <code>{a,b}</code> for one of several, {@code [a-c]} for one of a set. Case
 * matters. {@code in/**} fits {@code in} too. Immutable.
 */
public final class PathPattern {
    /** The segment that stands for any number of them. */
    public static final String ANY_SEGMENTS = "**";

    private final String text;
    private final Pattern pattern;

    private PathPattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is none: a bracket or brace is left open
     */
    public static PathPattern of(String text) {
        if (text.isEmpty() || text.startsWith("/")) {
            throw new IllegalArgumentException("a pattern is relative and not empty, unlike \"" + text + "\"");
        }
        StringBuilder regex = new StringBuilder();
        String[] segments = text.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (!segments[i].equals(ANY_SEGMENTS)) {
                new Segment(text, segments[i], regex).translate();
                regex.append(last || restIsAny(segments, i) ? "" : "/");
            } else if (last) {
                regex.append(i == 0 ? ".*" : "(?:/.*)?");
            } else {
                regex.append("(?:.*/)?");
            }
        }
        return new PathPattern(text, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    /** Whether a path fits as a whole; the empty path is the root. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean restIsAny(String[] segments, int at) {
        return at == segments.length - 2 && segments[at + 1].equals(ANY_SEGMENTS);
    }

    /** One segment on its way to a regular expression. */
    private static final class Segment {
        private final String whole;
        private final String text;
        private final StringBuilder regex;
        private boolean inBraces;

        Segment(String whole, String text, StringBuilder regex) {
            this.whole = whole;
            this.text = text;
            this.regex = regex;
        }

        void translate() {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '*' -> regex.append("[^/]*");
                    case '?' -> regex.append("[^/]");
                    case '[' -> i = set(i);
                    case '{' -> brace(true, "(?:");
                    case '}' -> brace(false, ")");
                    case ',' -> regex.append(inBraces ? "|" : ",");
                    default -> regex.append(Pattern.quote(String.valueOf(c)));
                }
            }
            if (inBraces) {
                throw new IllegalArgumentException("\"" + whole + "\" opens a brace and does not close it");
            }
        }

        private void brace(boolean opens, String group) {
            if (opens == inBraces) {
                throw new IllegalArgumentException("\"" + whole + "\" has a brace too many");
            }
            inBraces = opens;
            regex.append(group);
        }

        private int set(int open) {
            int close = text.indexOf(']', open + 2);
            if (close < 0) {
                throw new IllegalArgumentException("\"" + whole + "\" opens a bracket and does not close it");
            }
            String members = text.substring(open + 1, close);
            boolean negated = members.startsWith("!");
            String escaped = members.substring(negated ? 1 : 0).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
            regex.append("(?!/)[").append(negated ? "^" : "").append(escaped).append(']');
            return close;
        }
    }
}
