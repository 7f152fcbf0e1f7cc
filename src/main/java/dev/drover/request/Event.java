package dev.drover.request;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened to a request, as everybody may hear it.
 *
 * @param id the same each time that this is told, so that listeners need not count it twice
 * @param requestId where there is one that can be trusted
 * @param endpoint the one it writes to, or else reads from
 * @param correlationId of the sender's choice
 * @param json a CloudEvent in structured form
 */
public record Event(
        Kind kind,
        String id,
        Optional<String> requestId,
        Optional<String> endpoint,
        Optional<String> correlationId,
        String json) {
    /** What happened. */
    public enum Kind {
        /** It is valid, allowed and in the journal. */
        ACCEPTED,
        /** It is not carried out at all; nothing of it was done. */
        REJECTED,
        /** An attempt begins. */
        STARTED,
        PROGRESS,
        /** One file is where it should be, or was to be left alone. */
        ITEM_COMPLETED,
        /** An attempt failed, another one follows. */
        RETRY_SCHEDULED,
        COMPLETED,
        PARTIALLY_COMPLETED,
        FAILED,
        /** The message is on the queue of dead letters, with the reason. */
        DEAD_LETTERED,
        CANCELLED,
        EXPIRED,
        /** The same request came again; its outcome was answered again. */
        DUPLICATE;

        /** As listeners select by it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
