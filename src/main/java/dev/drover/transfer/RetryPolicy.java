package dev.drover.transfer;

import dev.drover.ftp.FtpReply;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How often a transfer is tried and how long the pauses between are: exponential, with jitter, up to a cap. It knows
 * classes of failures only; that DELE, RMD, RNTO and APPE are never simply sent again is the engine's doing, which looks
 * what happened before it repeats a step.
 *
 * @param attempts at most, the first included
 * @param base the first pause
 * @param cap the longest pause
 * @param factor what each pause is longer than the one before
 * @param jitter the part of a pause that is random, 0 to 1
 * @param retryCodes replies that are tried again although their class is not: servers use 550 for "busy" and 552 for a
 *     quota that clears
 */
public record RetryPolicy(
        int attempts, Duration base, Duration cap, double factor, double jitter, Set<Integer> retryCodes) {
    /** Five attempts within about 15 to 30 seconds. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(1), 2, 0.5, Set.of());

    /** One attempt. */
    public static final RetryPolicy NONE = DEFAULT.withAttempts(1);

    /** A server that says "not now" means minutes where a broken connection means seconds. */
    private static final int REMOTE_PATIENCE = 5;

    public RetryPolicy {
        retryCodes = Set.copyOf(retryCodes);
        if (attempts < 1) {
            throw new IllegalArgumentException("a transfer is tried at least once, not " + attempts + " times");
        }
        if (base.isNegative() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("pauses go from " + base + " to " + cap + ", which is no range");
        }
        if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("a factor is at least 1 and a jitter lies between 0 and 1");
        }
    }

    public RetryPolicy withAttempts(int value) {
        return new RetryPolicy(value, base, cap, factor, jitter, retryCodes);
    }

    public RetryPolicy withPauses(Duration first, Duration longest) {
        return new RetryPolicy(attempts, first, longest, factor, jitter, retryCodes);
    }

    public RetryPolicy withJitter(double value) {
        return new RetryPolicy(attempts, base, cap, factor, value, retryCodes);
    }

    public RetryPolicy withRetryCodes(Set<Integer> value) {
        return new RetryPolicy(attempts, base, cap, factor, jitter, value);
    }

    /** Whether a failure of this class, resting on this reply, is worth another attempt at all. */
    public boolean retries(ErrorClass errorClass, Optional<FtpReply> reply) {
        boolean told = reply.map(r -> retryCodes.contains(r.code())).orElse(false);
        return errorClass.retryable() || told;
    }

    /**
     * The pause before the next attempt.
     *
     * @param failures attempts that have failed, at least 1
     * @param random 0 (the longest pause) to 1 (the shortest)
     */
    public Duration pause(int failures, ErrorClass errorClass, double random) {
        boolean patient = errorClass == ErrorClass.TRANSIENT_REMOTE || errorClass == ErrorClass.LOCAL_FULL;
        double first = base.toMillis() * (patient ? REMOTE_PATIENCE : 1.0);
        double whole = Math.min(cap.toMillis(), first * Math.pow(factor, failures - 1.0));
        return Duration.ofMillis(Math.round(whole * (1 - jitter * random)));
    }
}
