package dev.drover.endpoint;

import dev.drover.transfer.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a check of an endpoint found, step by step. A step that fails is the last one.
 *
 * @param endpoint its name
 * @param steps in the order they were done
 * @param failure what kind of failure ended the check, when one did
 */
public record EndpointReport(String endpoint, List<Step> steps, Optional<ErrorClass> failure) {
    public EndpointReport {
        steps = List.copyOf(steps);
    }

    /** Whether everything is as it should be, warnings aside. */
    public boolean isGood() {
        return steps.stream().noneMatch(step -> step.verdict() == Verdict.BAD);
    }

    /** How one step ended. */
    public enum Verdict {
        GOOD,
        /** It works, but not for long, or not well. */
        WARNING,
        BAD
    }

    /**
     * One thing that was tried.
     *
     * @param what in a word or two
     * @param detail what was found, or why it failed; no secret
     * @param took how long
     */
    public record Step(String what, Verdict verdict, String detail, Duration took) {}
}
