package dev.drover.journal;

/**
 * The request belongs to somebody else by now: this claim's lease ran out and another node took it over, or it was ended.
 * Whoever holds the claim stops at once and writes nothing more, neither here nor on a server.
 */
public final class LostClaimException extends JournalException {
    private static final long serialVersionUID = 1L;

    LostClaimException(Claim claim) {
        super(
                "Request " + claim.requestId() + " no longer belongs to " + claim.owner() + " (fence " + claim.fence()
                        + "): its lease ran out and another node took it over, or it has been ended",
                false,
                null);
    }
}
