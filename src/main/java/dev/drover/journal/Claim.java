package dev.drover.journal;

import java.time.Instant;

/**
 * The right to work on a request, until the lease ends or is renewed. Every write shows it; after another node took over,
 * writes fail.
 *
 * @param fence higher with each claim of the same request
 * @param attempt which attempt this is, from 1
 * @param leaseUntil by the database's clock
 * @param cancelRequested somebody wants it to end
 * @param takenOver from a node that did not come to an end: what it did is to be looked up before anything is sent again
 */
public record Claim(
        String requestId,
        String owner,
        long fence,
        int attempt,
        Instant leaseUntil,
        boolean cancelRequested,
        boolean takenOver) {
    /** Whether somebody worked on it before, so that parts of it may be done. */
    public boolean triedBefore() {
        return fence > 1;
    }

    Claim renewed(Instant until, boolean cancel) {
        return new Claim(requestId, owner, fence, attempt, until, cancel, takenOver);
    }
}
