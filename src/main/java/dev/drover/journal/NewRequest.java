package dev.drover.journal;

import java.time.Instant;
import java.util.Optional;

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
        return new NewRequest(
                id,
                value,
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

    public NewRequest between(Optional<String> from, Optional<String> to) {
        return new NewRequest(
                id, body, operation, priority, jobName, from, to, submitter, correlationId, deadline, messageKey, turn);
    }

    public NewRequest withJobName(Optional<String> value) {
        return new NewRequest(
                id,
                body,
                operation,
                priority,
                value,
                source,
                destination,
                submitter,
                correlationId,
                deadline,
                messageKey,
                turn);
    }

    public NewRequest withSubmitter(Optional<String> value) {
        return new NewRequest(
                id,
                body,
                operation,
                priority,
                jobName,
                source,
                destination,
                value,
                correlationId,
                deadline,
                messageKey,
                turn);
    }

    public NewRequest withCorrelationId(Optional<String> value) {
        return new NewRequest(
                id,
                body,
                operation,
                priority,
                jobName,
                source,
                destination,
                submitter,
                value,
                deadline,
                messageKey,
                turn);
    }

    public NewRequest withDeadline(Optional<Instant> value) {
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
                value,
                messageKey,
                turn);
    }

    public NewRequest withMessageKey(String value) {
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
                Optional.of(value),
                turn);
    }

    public NewRequest withPriority(int value) {
        return new NewRequest(
                id,
                body,
                operation,
                value,
                jobName,
                source,
                destination,
                submitter,
                correlationId,
                deadline,
                messageKey,
                turn);
    }

    public NewRequest withTurn(Turn value) {
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
                value);
    }

    String bodySha256() {
        return Text.sha256(body);
    }
}
