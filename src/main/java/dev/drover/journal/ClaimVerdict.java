package dev.drover.journal;

import java.time.Instant;
import java.util.Optional;

/** What the journal says to somebody who wants to work on a request. */
public sealed interface ClaimVerdict {
    /** It is yours. */
    record Granted(Claim claim) implements ClaimVerdict {}

    /** Its pause is not over, and whoever put it back may not have been heard: come again when it is due. */
    record Early(RequestRecord request) implements ClaimVerdict {}

    /** It has ended; this is the answer that was given. */
    record Ended(RequestRecord request, Optional<String> outcome) implements ClaimVerdict {}

    /** Somebody works on it: come again after the lease. */
    record Busy(String owner, Instant leaseUntil) implements ClaimVerdict {}

    /** The id belongs to a request with another content. */
    record IdReused(RequestRecord existing) implements ClaimVerdict {}
}
