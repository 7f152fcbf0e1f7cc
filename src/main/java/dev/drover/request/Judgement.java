package dev.drover.request;

import dev.drover.journal.RequestState;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Status;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What follows from how a run ended: the end of its request, or another run. */
sealed interface Judgement {
    /** It is over. */
    record Over(RequestState state) implements Judgement {}

    /** Once more. */
    record Later(Duration delay, Failure why) implements Judgement {}

    /**
     * Judges.
     *
     * @param attempt which one it was, from 1
     * @param attempts how many there may be
     * @param random 0 (the longest pause) to 1 (the shortest)
     */
    static Judgement of(Outcome outcome, int attempt, int attempts, RetryPolicy policy, Instant now, double random) {
        Status status = outcome.status();
        if (status == Status.COMPLETED) {
            return new Over(RequestState.COMPLETED);
        }
        if (status == Status.CANCELLED) {
            return new Over(RequestState.CANCELLED);
        }
        Optional<Instant> deadline = outcome.request().deadline();
        if (status == Status.EXPIRED
                || deadline.filter(end -> !now.isBefore(end)).isPresent()) {
            return new Over(RequestState.EXPIRED);
        }
        Optional<Failure> passing =
                failures(outcome).filter(failure -> mayPass(failure, policy)).findFirst();
        if (passing.isEmpty() || attempt >= attempts) {
            return new Over(status == Status.PARTIAL ? RequestState.PARTIAL : RequestState.DEAD);
        }
        Duration delay = policy.pause(attempt, passing.get().errorClass(), random);
        boolean tooLate = deadline.filter(end -> now.plus(delay).isAfter(end)).isPresent();
        return tooLate ? new Over(RequestState.EXPIRED) : new Later(delay, passing.get());
    }

    /** What went wrong, the whole before its items. */
    static Stream<Failure> failures(Outcome outcome) {
        return Stream.concat(
                outcome.failure().stream(), outcome.items().stream().flatMap(item -> item.failure().stream()));
    }

    /** Whether a login or a certificate was refused, so that the endpoint is to be left alone for a while. */
    static boolean opensCircuit(Failure failure) {
        return failure.errorClass() == ErrorClass.AUTH || failure.errorClass() == ErrorClass.TLS_POLICY;
    }

    // A refused login may be let in later: an account that was locked, a password that is being changed.
    private static boolean mayPass(Failure failure, RetryPolicy policy) {
        return failure.retryable()
                || failure.errorClass() == ErrorClass.AUTH
                || failure.reply()
                        .filter(reply -> policy.retryCodes().contains(reply.code()))
                        .isPresent();
    }
}
