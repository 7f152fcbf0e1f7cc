package dev.drover.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request as it came in.
 *
 * @param id given by whoever asks; the same id with the same body is the same request
 * @param body canonical JSON: equal content gives equal text
 * @param source the endpoint it reads from
 * @param destination the endpoint it writes to
 * @param messageKey names the message that brought it, however often that is delivered
 * @param submitter who asked, as the broker authenticated him
 * @param turn its place in the order of endpoints that keep one
 */
public record NewRequest(
        String id,
        String body,
        String operation,
        int priority,
        Optional<String> jobName,
        Optional<String> source,
        Optional<String> destination,
        Optional<String> submitter,
        Optional<String> correlationId,
        Optional<Instant> deadline,
        Optional<String> messageKey,
        Turn turn) {
    private static final int NORMAL = 4;
    private static final int LONGEST_ID = 64;
    private static final int LONGEST = 200;
    private static final int LONGEST_ENDPOINT = 63;

    public NewRequest {
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("A request id has 1 to " + LONGEST_ID + " characters");
        }
        operation = Text.fit(operation, 40);
        jobName = jobName.map(text -> Text.fit(text, LONGEST));
        source = source.map(text -> Text.fit(text, LONGEST_ENDPOINT));
        destination = destination.map(text -> Text.fit(text, LONGEST_ENDPOINT));
        submitter = submitter.map(text -> Text.fit(text, LONGEST));
        correlationId = correlationId.map(text -> Text.fit(text, LONGEST));
        messageKey = messageKey.map(text -> Text.fit(text, LONGEST));
    }

    public static NewRequest of(String id, String operation, String body) {
        return new NewRequest(
                id,
                body,
                operation,
                NORMAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Turn.NONE);
    }

    /** The same request, written otherwise. */
    public NewRequest withBody(String value) {
        return with(draft -> draft.body = value);
    }

    public NewRequest between(Optional<String> from, Optional<String> to) {
        return with(draft -> {
            draft.source = from;
            draft.destination = to;
        });
    }

    public NewRequest withJobName(Optional<String> value) {
        return with(draft -> draft.jobName = value);
    }

    public NewRequest withSubmitter(Optional<String> value) {
        return with(draft -> draft.submitter = value);
    }

    public NewRequest withCorrelationId(Optional<String> value) {
        return with(draft -> draft.correlationId = value);
    }

    public NewRequest withDeadline(Optional<Instant> value) {
        return with(draft -> draft.deadline = value);
    }

    public NewRequest withMessageKey(String value) {
        return with(draft -> draft.messageKey = Optional.of(value));
    }

    public NewRequest withPriority(int value) {
        return with(draft -> draft.priority = value);
    }

    public NewRequest withTurn(Turn value) {
        return with(draft -> draft.turn = value);
    }

    private NewRequest with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    String bodySha256() {
        return Text.sha256(body);
    }

    /** What can be said otherwise. */
    private static final class Draft {
        private final String id;
        private final String operation;
        private String body;
        private int priority;
        private Optional<String> jobName;
        private Optional<String> source;
        private Optional<String> destination;
        private Optional<String> submitter;
        private Optional<String> correlationId;
        private Optional<Instant> deadline;
        private Optional<String> messageKey;
        private Turn turn;

        Draft(NewRequest from) {
            id = from.id;
            operation = from.operation;
            body = from.body;
            priority = from.priority;
            jobName = from.jobName;
            source = from.source;
            destination = from.destination;
            submitter = from.submitter;
            correlationId = from.correlationId;
            deadline = from.deadline;
            messageKey = from.messageKey;
            turn = from.turn;
        }

        NewRequest finished() {
            return new NewRequest(
                    id,
                    body,
                    operation,
                    priority,
                    jobName,
                    source,
                    destination,
                    submitter,
                    correlationId,
                    deadline,
                    messageKey,
                    turn);
        }
    }
}
