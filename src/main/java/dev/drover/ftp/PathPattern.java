package dev.drover.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for paths with slashes, which means what it means to Ant: {@code *} stands for anything within a segment,
 * {@code ?} for one character, <code>{a,b}</code> for one of several, {@code [a-c]} for one of a set. {@code **} as a whole
 * segment stands for any number of whole segments, none included: {@code in/**} fits {@code in} and all below it,
 * {@code **}{@code /a} fits {@code a} anywhere, {@code in/**}{@code /a} fits {@code in/a} too. Several in a row are as one,
 * so that {@code **}{@code /**} fits everything, as {@code **} does; within a segment two stars are one. Case matters.
 * Immutable.
 */
public final class PathPattern {
    /** The segment that stands for any number of them. */
    public static final String ANY_SEGMENTS = "**";

    private static final IntPredicate IN_A_SEGMENT = c -> c != '/';
    private static final IntPredicate ANYWHERE = c -> true;
    private static final IntPredicate SLASH = c -> c == '/';

    private final String text;
    private final List<String> segments;
    private final PathAutomaton automaton;

    private PathPattern(String text, List<String> segments, PathAutomaton automaton) {
        this.text = text;
        this.segments = segments;
        this.automaton = automaton;
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
        PathAutomaton automaton = new PathAutomaton();
        List<String> segments = segments(text);
        int last = segments.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (segments.get(i).equals(ANY_SEGMENTS)) {
                anySegments(automaton, i == 0, i == last);
                continue;
            }
            new Segment(text, segments.get(i), automaton).translate();
            boolean restIsAny = i == last - 1 && segments.get(last).equals(ANY_SEGMENTS);
            if (i < last && !restIsAny) {
                automaton.one(SLASH);
            }
        }
        return new PathPattern(text, segments, automaton);
    }

    /** Several {@code **} in a row are one. */
    private static List<String> segments(String text) {
        List<String> segments = new ArrayList<>();
        for (String each : text.split("/", -1)) {
            boolean again = each.equals(ANY_SEGMENTS)
                    && !segments.isEmpty()
                    && segments.get(segments.size() - 1).equals(ANY_SEGMENTS);
            if (!again) {
                segments.add(each);
            }
        }
        return List.copyOf(segments);
    }

    /** A pattern for each segment of a path, {@link #ANY_SEGMENTS} never twice in a row; not empty. */
    public List<String> segments() {
        return segments;
    }

    /** Whether a path fits as a whole; the empty path is the root. Takes time in proportion to the path. */
    public boolean matches(String path) {
        return automaton.matches(path);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Anything, with the slash that parts it from the rest; or nothing at all. */
    private static void anySegments(PathAutomaton automaton, boolean first, boolean last) {
        if (first && last) {
            automaton.many(ANYWHERE);
            return;
        }
        int fork = automaton.fork();
        automaton.jump(fork);
        if (last) {
            automaton.one(SLASH);
            automaton.many(ANYWHERE);
        } else {
            automaton.many(ANYWHERE);
            automaton.one(SLASH);
        }
        automaton.jump(fork);
    }

    /** One segment on its way to steps. */
    private static final class Segment {
        private final String whole;
        private final String text;
        private final PathAutomaton automaton;
        /** The ends of the alternatives of an open brace, which meet where it is closed. */
        private final List<Integer> ends = new ArrayList<>();

        private int brace;
        private boolean inBraces;

        Segment(String whole, String text, PathAutomaton automaton) {
            this.whole = whole;
            this.text = text;
            this.automaton = automaton;
        }

        void translate() {
            int next;
            for (int i = 0; i < text.length(); i = next) {
                int c = text.codePointAt(i);
                next = i + Character.charCount(c);
                switch (c) {
                    case '*' -> automaton.many(IN_A_SEGMENT);
                    case '?' -> automaton.one(IN_A_SEGMENT);
                    case '[' -> next = set(i) + 1;
                    case '{' -> open();
                    case '}' -> close();
                    case ',' -> comma();
                    default -> automaton.one(other -> other == c);
                }
            }
            if (inBraces) {
                throw new IllegalArgumentException("\"" + whole + "\" opens a brace and does not close it");
            }
        }

        private void open() {
            toggle(true);
            brace = automaton.fork();
            automaton.jump(brace);
        }

        private void comma() {
            if (inBraces) {
                ends.add(automaton.fork());
                automaton.jump(brace);
            } else {
                automaton.one(c -> c == ',');
            }
        }

        private void close() {
            toggle(false);
            ends.forEach(automaton::jump);
            ends.clear();
        }

        private void toggle(boolean opens) {
            if (opens == inBraces) {
                throw new IllegalArgumentException("\"" + whole + "\" has a brace too many");
            }
            inBraces = opens;
        }

        private int set(int open) {
            int close = text.indexOf(']', open + 2);
            if (close < 0) {
                throw new IllegalArgumentException("\"" + whole + "\" opens a bracket and does not close it");
            }
            String members = text.substring(open + 1, close);
            boolean negated = members.startsWith("!");
            String escaped = members.substring(negated ? 1 : 0).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
            Predicate<String> member =
                    Pattern.compile((negated ? "[^" : "[") + escaped + ']').asMatchPredicate();
            automaton.one(c -> c != '/' && member.test(Character.toString(c)));
            return close;
        }
    }
}
