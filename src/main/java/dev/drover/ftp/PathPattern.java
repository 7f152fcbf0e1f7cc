package dev.drover.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for paths with slashes: {@code *} stands for anything within a segment, {@code **} for any number of whole
 * segments, {@code ?} for one character, <code>{a,b}</code> for one of several, {@code [a-c]} for one of a set. Case
 * matters. {@code in/**} fits {@code in} too. Immutable.
 */
public final class PathPattern {
    /** The segment that stands for any number of them. */
    public static final String ANY_SEGMENTS = "**";

    private static final IntPredicate IN_A_SEGMENT = c -> c != '/';
    private static final IntPredicate ANYWHERE = c -> true;
    private static final IntPredicate SLASH = c -> c == '/';

    private final String text;
    private final PathAutomaton automaton;

    private PathPattern(String text, PathAutomaton automaton) {
        this.text = text;
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
        String[] segments = text.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (!segments[i].equals(ANY_SEGMENTS)) {
                new Segment(text, segments[i], automaton).translate();
                if (!last && !restIsAny(segments, i)) {
                    automaton.one(SLASH);
                }
            } else {
                anySegments(automaton, i == 0, last);
            }
        }
        return new PathPattern(text, automaton);
    }

    /** Whether a path fits as a whole; the empty path is the root. Takes time in proportion to the path. */
    public boolean matches(String path) {
        return automaton.matches(path);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean restIsAny(String[] segments, int at) {
        return at == segments.length - 2 && segments[at + 1].equals(ANY_SEGMENTS);
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
