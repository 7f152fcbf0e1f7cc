package dev.drover.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A request as the journal knows it.
 *
 * @param waitReason what it waits for, while it does
 * @param due when it is to be tried (again)
 */
public record RequestRecord(
        String id,
        RequestState state,
        Asked asked,
        Work work,
        Tally tally,
        Optional<FailureNote> failure,
        Optional<String> waitReason,
        Optional<Instant> due,
        Optional<String> cancelledBy,
        Instant received,
        Instant updated,
        Optional<Instant> finished) {
    static final String COLUMNS =
            """
            id, state, operation, priority, job_name, source, destination, submitter, correlation_id, deadline, \
            message_key, owner, lease_until, fence, attempt, attempt_started_at, \
            items_total, items_done, items_failed, bytes_total, bytes_done, error_class, error_message, ftp_reply, \
            wait_reason, due_at, cancel_by, received_at, updated_at, finished_at""";

    /**
     * What was asked, apart from the body.
     *
     * @param messageKey names the message that brought it
     */
    public record Asked(
            String operation,
            int priority,
            Optional<String> jobName,
            Optional<String> source,
            Optional<String> destination,
            Optional<String> submitter,
            Optional<String> correlationId,
            Optional<Instant> deadline,
            Optional<String> messageKey) {}

    /**
     * Who works on it.
     *
     * @param attempts begun so far
     * @param attemptStarted when the last one began
     */
    public record Work(
            Optional<String> owner,
            Optional<Instant> leaseUntil,
            long fence,
            int attempts,
            Optional<Instant> attemptStarted) {}

    static RequestRecord read(Row row) throws SQLException {
        return new RequestRecord(
                row.text("id"),
                row.constant("state", RequestState.class),
                asked(row),
                new Work(
                        row.optionalText("owner"),
                        row.optionalTime("lease_until"),
                        row.longNumber("fence"),
                        row.number("attempt"),
                        row.optionalTime("attempt_started_at")),
                new Tally(
                        row.number("items_total"),
                        row.number("items_done"),
                        row.number("items_failed"),
                        row.longNumber("bytes_total"),
                        row.longNumber("bytes_done")),
                row.failure(),
                row.optionalText("wait_reason"),
                row.optionalTime("due_at"),
                row.optionalText("cancel_by"),
                row.time("received_at"),
                row.time("updated_at"),
                row.optionalTime("finished_at"));
    }

    private static Asked asked(Row row) throws SQLException {
        return new Asked(
                row.text("operation"),
                row.number("priority"),
                row.optionalText("job_name"),
                row.optionalText("source"),
                row.optionalText("destination"),
                row.optionalText("submitter"),
                row.optionalText("correlation_id"),
                row.optionalTime("deadline"),
                row.optionalText("message_key"));
    }
}
