package dev.drover.cli;

import java.util.List;

/**
 * What a look at the settings of a deployment has found.
 *
 * @param problems all that keeps it from starting, a sentence each, in the order of the settings
 * @param warnings what may not be meant as it is written
 */
public record Verdict(List<String> problems, List<String> warnings) {
    /** Nothing was found. */
    public static final Verdict GOOD = new Verdict(List.of(), List.of());

    public Verdict {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether a deployment would start. */
    public boolean isGood() {
        return problems.isEmpty();
    }
}
