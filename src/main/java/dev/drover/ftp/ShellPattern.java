package dev.drover.ftp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for paths with slashes as a shell reads it: {@code *} stands for anything but a slash, {@code ?} for one such
 * character, {@code **} for anything, slashes included, {@code **}{@code /} for any number of directories, none included;
 * {@code [a-c]} and {@code [!a-c]} for one of a set, or none of it; <code>{a,b}</code> for one of several, which may be
 * patterns with slashes and braces; a backslash takes a character for itself, and so does a bracket that is not closed.
 * Case matters. Other than a {@link PathPattern}, {@code in/**} does not fit {@code in}. Immutable.
 */
public final class ShellPattern {
    private static final IntPredicate IN_A_SEGMENT = c -> c != '/';
    private static final IntPredicate ANYWHERE = c -> true;
    private static final IntPredicate SLASH = c -> c == '/';

    private final String text;
    private final PathAutomaton automaton;

    private ShellPattern(String text, PathAutomaton automaton) {
        this.text = text;
        this.automaton = automaton;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it is none: a brace is left open, or a set is none
     */
    public static ShellPattern of(String text) {
        PathAutomaton automaton = new PathAutomaton();
        new Reader(text, automaton).read();
        return new ShellPattern(text, automaton);
    }

    /** Whether a path fits as a whole. Takes time in proportion to the path. */
    public boolean matches(String path) {
        return automaton.matches(path);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Turns the text into steps, once. */
    private static final class Reader {
        private final String text;
        private final PathAutomaton automaton;
        private final Deque<Brace> open = new ArrayDeque<>();

        Reader(String text, PathAutomaton automaton) {
            this.text = text;
            this.automaton = automaton;
        }

        /** Where its alternatives begin, and the ends of those before the last. */
        private record Brace(int begin, List<Integer> ends) {}

        void read() {
            int next;
            for (int i = 0; i < text.length(); i = next) {
                next = step(i);
            }
            if (!open.isEmpty()) {
                throw new IllegalArgumentException("the glob \"" + text + "\" has a brace that is not closed");
            }
        }

        /** Gives the place behind what was read. */
        private int step(int i) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            switch (c) {
                case '*' -> {
                    return stars(i);
                }
                case '[' -> {
                    return set(i);
                }
                case '\\' -> {
                    int taken = next < text.length() ? text.codePointAt(next) : c;
                    one(taken);
                    return next < text.length() ? next + Character.charCount(taken) : next;
                }
                case '?' -> automaton.one(IN_A_SEGMENT);
                case '{' -> open();
                case ',' -> comma();
                case '}' -> close();
                default -> one(c);
            }
            return next;
        }

        private void one(int c) {
            automaton.one(other -> other == c);
        }

        private int stars(int i) {
            if (text.startsWith("**/", i)) {
                int fork = automaton.fork();
                automaton.jump(fork);
                automaton.many(ANYWHERE);
                automaton.one(SLASH);
                automaton.jump(fork);
                return i + 3;
            }
            boolean two = text.startsWith("**", i);
            automaton.many(two ? ANYWHERE : IN_A_SEGMENT);
            return two ? i + 2 : i + 1;
        }

        private void open() {
            int begin = automaton.fork();
            automaton.jump(begin);
            open.push(new Brace(begin, new ArrayList<>()));
        }

        private void comma() {
            Brace brace = open.peek();
            if (brace == null) {
                one(',');
                return;
            }
            brace.ends().add(automaton.fork());
            automaton.jump(brace.begin());
        }

        private void close() {
            if (open.isEmpty()) {
                one('}');
                return;
            }
            open.pop().ends().forEach(automaton::jump);
        }

        private int set(int i) {
            int end = text.indexOf(']', i + 2);
            if (end < 0) {
                one('[');
                return i + 1;
            }
            String inside = text.substring(i + 1, end);
            boolean negated = inside.startsWith("!") || inside.startsWith("^");
            String members = inside.substring(negated ? 1 : 0).replaceAll("[\\\\\\[&^]", "\\\\$0");
            Predicate<String> member =
                    Pattern.compile((negated ? "[^/" : "[") + members + "]").asMatchPredicate();
            automaton.one(c -> member.test(Character.toString(c)));
            return end + 1;
        }
    }
}
