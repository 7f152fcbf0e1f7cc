package dev.drover.ftp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The steps of a pattern, walked in all possible ways at once: no path takes longer than its length times that of the
 * pattern, whatever a server calls its files. Jumps lead forward only. Filled once, then read by any thread.
 */
final class PathAutomaton {
    private static final IntPredicate NOTHING = c -> false;

    /** Takes a character that fits and goes on, or stays where it repeats; without one it may jump. */
    private record Step(IntPredicate fits, boolean repeats, List<Integer> jumps) {}

    private final List<Step> steps = new ArrayList<>();

    /** One such character. */
    void one(IntPredicate fits) {
        steps.add(new Step(fits, false, List.of()));
    }

    /** Any number of such characters. */
    void many(IntPredicate fits) {
        steps.add(new Step(fits, true, List.of(steps.size() + 1)));
    }

    /** A place from which others are reached, which are named with {@link #jump}. */
    int fork() {
        steps.add(new Step(NOTHING, false, new ArrayList<>()));
        return steps.size() - 1;
    }

    /** Leads from a fork to the step that comes next. */
    void jump(int fork) {
        steps.get(fork).jumps().add(steps.size());
    }

    /** Whether a way through all steps takes the whole text. */
    boolean matches(String text) {
        BitSet here = new BitSet(steps.size() + 1);
        here.set(0);
        for (int i = 0; i < text.length() && !here.isEmpty(); ) {
            int c = text.codePointAt(i);
            here = after(c, here);
            i += Character.charCount(c);
        }
        after(0, here);
        return here.get(steps.size());
    }

    /** The places after a character; the places before it come to include those reached by jumps. */
    private BitSet after(int c, BitSet here) {
        BitSet next = new BitSet(steps.size() + 1);
        for (int at = here.nextSetBit(0); at >= 0 && at < steps.size(); at = here.nextSetBit(at + 1)) {
            Step step = steps.get(at);
            step.jumps().forEach(here::set);
            if (step.fits().test(c)) {
                next.set(step.repeats() ? at : at + 1);
            }
        }
        return next;
    }
}
