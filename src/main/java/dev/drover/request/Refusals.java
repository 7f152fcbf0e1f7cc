package dev.drover.request;

import dev.drover.journal.FailureNote;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.NewRequest;
import dev.drover.request.Rejection.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of messages that ask for nothing, or for something that may not be. Thread-safe. */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Journal journal;
    private final Answers answers;

    Refusals(Journal journal, Answers answers) {
        this.journal = journal;
        this.answers = answers;
    }

    /**
     * Refuses a message.
     *
     * @param request what it asks for, if that can be read
     */
    List<Letter> of(Incoming message, Optional<TransferRequest> request, Rejection rejection) {
        String json = OutcomeJson.write(request, rejection);
        if (rejection.code() != Code.ID_REUSED && rejection.requestId().isPresent()) {
            record(message, request, rejection, json);
        }
        return answers.rejected(message, request, rejection, json);
    }

    // The letters say everything; that the journal knows too is for whoever looks there.
    private void record(Incoming message, Optional<TransferRequest> request, Rejection rejection, String json) {
        String id = rejection.requestId().orElseThrow();
        NewRequest rejected = request.map(message::asNew).orElseGet(() -> NewRequest.of(id, "?", text(message))
                .withSubmitter(message.submitter())
                .withCorrelationId(message.correlationId())
                .withMessageKey(message.key()));
        try {
            FailureNote why = FailureNote.of(rejection.errorClass().name(), rejection.message());
            journal.requests().reject(rejected, why, json);
        } catch (JournalException e) {
            log.warn("The request {} was rejected, and that is not in the journal: {}", id, e.getMessage());
        }
    }

    private static String text(Incoming message) {
        return message.body() instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(message.body());
    }
}
