package dev.drover.journal;

import java.util.Optional;

/**
 * Why something failed.
 *
 * @param errorClass what kind of failure, as the engine sorts them
 * @param message one sentence; kept up to 2000 characters
 * @param ftpReply what the server said, where it was the server that refused
 */
public record FailureNote(String errorClass, String message, Optional<String> ftpReply) {
    /** The class of attempts whose node died, as found by the node that took over. */
    public static final String NODE_LOST = "NODE_LOST";

    /** The class of requests whose message did not come back. */
    public static final String MESSAGE_LOST = "MESSAGE_LOST";

    public FailureNote {
        errorClass = Text.fit(errorClass, 40);
        message = Text.fit(message, Text.SENTENCE);
        ftpReply = ftpReply.map(reply -> Text.fit(reply, Text.SENTENCE));
    }

    public static FailureNote of(String errorClass, String message) {
        return new FailureNote(errorClass, message, Optional.empty());
    }
}
