package dev.drover.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.journal.FailureNote;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.request.Events.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the letters about the end of a request; from the same outcome always the same ones. Thread-safe. */
final class Answers {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Events events;

    Answers(Events events) {
        this.events = events;
    }

    /**
     * About a request that has ended.
     *
     * @param outcome as the journal has it
     * @param fence of its last claim
     * @param attempts that were begun
     */
    List<Letter> of(Subject subject, RequestState state, String outcome, long fence, int attempts) {
        List<Letter> letters = new ArrayList<>();
        letters.add(new Letter.Told(events.ended(subject, state, outcome, fence)));
        if (state.isDeadLettered()) {
            String id = subject.requestId().orElse("unknown") + "/" + fence;
            letters.add(dead(id, subject.requestId(), state, outcome, attempts));
            letters.add(new Letter.Told(events.deadLettered(subject, id, outcome)));
        }
        letters.add(new Letter.Reply(outcome, subject.requestId(), status(state)));
        return letters;
    }

    /** About a request that came again. */
    List<Letter> duplicate(Subject subject, RequestState state, String outcome, String key) {
        return List.of(
                new Letter.Told(events.duplicate(subject, outcome, key)),
                new Letter.Reply(outcome, subject.requestId(), status(state)));
    }

    /** About a message that is not carried out. */
    List<Letter> rejected(Incoming message, Optional<TransferRequest> request, Rejection rejection, String json) {
        Subject subject = request.map(known -> Subject.of(known, message))
                .orElseGet(() -> new Subject(rejection.requestId(), Optional.empty(), message.correlationId()));
        String id = rejection.requestId().orElse("unknown") + "/rejected/" + message.key();
        return List.of(
                new Letter.Told(events.rejected(subject, json, message.key())),
                new Letter.Dead(
                        id,
                        rejection.requestId(),
                        "REJECTED",
                        rejection.errorClass().name(),
                        rejection.message(),
                        Optional.empty(),
                        0),
                new Letter.Told(events.deadLettered(subject, id, json)),
                new Letter.Reply(json, rejection.requestId(), "REJECTED"));
    }

    /** About a message that is not delivered any more, and whose request is unknown or brought by another one. */
    List<Letter> buried(Incoming message, Optional<TransferRequest> request, RequestState state, FailureNote why) {
        Optional<String> requestId = request.map(TransferRequest::id);
        return List.of(new Letter.Dead(
                requestId.orElse("unknown") + "/" + message.key(),
                requestId,
                status(state),
                why.errorClass(),
                why.message(),
                Optional.empty(),
                0));
    }

    /** The outcome of a request that ended while nobody worked on it. */
    String withoutRun(TransferRequest request, RequestRecord known) {
        var json = OutcomeJson.about(request).put("status", status(known.state()));
        known.failure().ifPresent(why -> json.putObject("error")
                .put("class", why.errorClass())
                .put("message", why.message())
                .put("retryable", false));
        return OutcomeJson.text(json);
    }

    private static String status(RequestState state) {
        return state == RequestState.DEAD ? "FAILED" : state.name();
    }

    private static Letter.Dead dead(
            String id, Optional<String> requestId, RequestState state, String outcome, int attempts) {
        JsonNode error = read(outcome).path("error");
        String last = error.path("message").asText("");
        boolean late =
                state == RequestState.EXPIRED && !error.path("class").asText().equals("EXPIRED");
        String reason =
                late ? "The deadline passed before it was done." + (last.isEmpty() ? "" : " At last: " + last) : last;
        JsonNode reply = error.path("ftpReply");
        return new Letter.Dead(
                id,
                requestId,
                status(state),
                late ? "EXPIRED" : error.path("class").asText(),
                reason,
                reply.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(reply.path("code").asText() + " "
                                + reply.path("text").asText()),
                attempts);
    }

    private static JsonNode read(String outcome) {
        try {
            return MAPPER.readTree(outcome);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds an outcome that we did not write", e);
        }
    }
}
