package dev.drover.request;

import java.time.Duration;
import java.util.Optional;

/** What is to be sent because of a message: all letters of one message leave together with its acknowledgement. */
public sealed interface Letter {
    /** For everybody who listens. */
    record Told(Event event) implements Letter {}

    /**
     * For whoever asked, where the message says so and may.
     *
     * @param json the outcome with the results of all items
     */
    record Reply(String json, Optional<String> requestId, String status) implements Letter {}

    /**
     * For operators: the message as it came, and why it was not, or not wholly, done.
     *
     * @param id the same each time that this letter is sent
     * @param errorClass as in {@code docs/requests.md}
     * @param ftpReply what the server said, where it was the server
     * @param attempts that were begun
     */
    record Dead(
            String id,
            Optional<String> requestId,
            String status,
            String errorClass,
            String reason,
            Optional<String> ftpReply,
            int attempts)
            implements Letter {}

    /**
     * For ourselves: the message once more, later.
     *
     * @param group the one that it shall be in
     */
    record Again(Duration delay, int returns, Optional<String> group) implements Letter {}
}
