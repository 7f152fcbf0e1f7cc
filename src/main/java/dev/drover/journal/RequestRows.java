package dev.drover.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The statements that a change of a request is made of, within one transaction. */
record RequestRows(Statements on, String owner) {
    static final String TALLY = "items_total = ?, items_done = ?, items_failed = ?, bytes_total = ?, bytes_done = ?";
    static final String FAILURE = "error_class = ?, error_message = ?, ftp_reply = ?";
    static final String FREE = "owner = NULL, lease_until = NULL, lost_nodes = 0";

    private static final String TURN = "GREATEST(COALESCE(CAST(? AS TIMESTAMP WITH TIME ZONE), CURRENT_TIMESTAMP),"
            + " CAST(? AS TIMESTAMP WITH TIME ZONE))";

    private static final String INSERT =
            """
            INSERT INTO drover_request (id, body, body_sha256, operation, priority, job_name, source, destination,
                submitter, correlation_id, deadline, message_key, turn_of, turn_at, turn_number,
                state, owner, fence, attempt, lease_until, attempt_started_at, received_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %s, ?,
                ?, ?, ?, ?,
                CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND,
                CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
            ON CONFLICT DO NOTHING
            """
                    .formatted(TURN);

    // Nothing was done of it, so what comes under its id now may be another request.
    private static final String REPLACE =
            """
            UPDATE drover_request
            SET cancel_at = NULL, cancel_by = NULL, body = ?, body_sha256 = ?, operation = ?, priority = ?, job_name = ?, source = ?, destination = ?,
                submitter = ?, correlation_id = ?, deadline = ?, message_key = ?, turn_of = ?, turn_at = %s,
                turn_number = ?, state = 'ACCEPTED', outcome = NULL, finished_at = NULL, error_class = NULL, error_message = NULL, ftp_reply = NULL,
                updated_at = CURRENT_TIMESTAMP
            WHERE id = ?
            """
                    .formatted(TURN);

    private static final String TAKE =
            """
            UPDATE drover_request
            SET state = 'RUNNING', owner = ?, fence = fence + 1, attempt = attempt + 1, wait_reason = NULL,
                due_at = NULL, lost_nodes = lost_nodes + ?, attempt_started_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP,
                lease_until = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            WHERE id = ?
            """;

    // Owner and start come from the request's own row.
    private static final String END_ATTEMPT =
            """
            INSERT INTO drover_attempt (request_id, fence, attempt, owner, started_at, ended_at, result, bytes,
                error_class, error_message, ftp_reply)
            SELECT id, fence, attempt, owner, attempt_started_at, CURRENT_TIMESTAMP, CAST(? AS VARCHAR),
                CAST(? AS BIGINT), CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR)
            FROM drover_request WHERE id = ? AND fence = ? AND state = 'RUNNING'
            """;

    private static final String NOTE =
            """
            INSERT INTO drover_event (request_id, at, node, event, detail)
            VALUES (?, CURRENT_TIMESTAMP, ?, ?, ?)
            """;

    private static final String LOCK = "SELECT body_sha256, lease_until < CURRENT_TIMESTAMP AS lapsed, outcome, "
            + "due_at > CURRENT_TIMESTAMP - INTERVAL '60' SECOND AS awaited, lost_nodes, "
            + "due_at > CURRENT_TIMESTAMP + INTERVAL '0.5' SECOND AS early, "
            + RequestRecord.COLUMNS + " FROM drover_request WHERE id = ? FOR UPDATE";

    private static final String NO_BODY = Text.sha256("");

    private static final String MINE = " WHERE id = ? AND owner = ? AND fence = ? AND state = 'RUNNING'";

    /**
     * A request that is locked until the transaction ends.
     *
     * @param lapsed whether the lease of whoever worked on it has ended
     * @param awaited whether its message is to come back, or should have within the last minute
     * @param early whether its message came back well before it is due
     * @param lostNodes how many nodes in a row were lost over it, before the one that works on it
     */
    record Locked(
            RequestRecord request,
            String bodySha256,
            boolean lapsed,
            boolean awaited,
            boolean early,
            int lostNodes,
            Optional<String> outcome) {
        /** Whether it is open and nobody works on it. */
        boolean isIdle() {
            return !request.state().isFinal() && (request.state() != RequestState.RUNNING || lapsed);
        }

        /** Whether it is the mark of a cancel that came before its request. */
        boolean isMark() {
            return request.state() == RequestState.CANCELLED && bodySha256.equals(NO_BODY);
        }

        boolean isOf(Optional<String> submitter) {
            return request.asked().submitter().equals(submitter);
        }

        static Locked read(Row row) throws SQLException {
            return new Locked(
                    RequestRecord.read(row),
                    row.text("body_sha256"),
                    row.flag("lapsed"),
                    row.flag("awaited"),
                    row.flag("early"),
                    row.number("lost_nodes"),
                    row.optionalText("outcome"));
        }
    }

    /** The claim, where the state is running; empty when the id is known. */
    Optional<Claim> insert(NewRequest request, RequestState state, Duration lease) throws SQLException {
        boolean claimed = state == RequestState.RUNNING;
        return on.change(
                INSERT,
                List.of("lease_until"),
                row -> new Claim(request.id(), owner, 1, 1, row.time("lease_until"), false, false),
                request.id(),
                request.body(),
                request.bodySha256(),
                request.operation(),
                request.priority(),
                request.jobName(),
                request.source(),
                request.destination(),
                request.submitter(),
                request.correlationId(),
                request.deadline(),
                request.messageKey(),
                request.turn().text(),
                request.turn().arrived(),
                request.turn().earliest().orElse(Instant.EPOCH),
                request.turn().number(),
                state,
                claimed ? Optional.of(owner) : Optional.empty(),
                claimed ? 1L : 0L,
                claimed ? 1 : 0,
                lease);
    }

    Optional<Locked> lock(String id) throws SQLException {
        return on.first(LOCK, Locked::read, id);
    }

    /** A request that is there for sure. */
    RequestRecord known(String id) throws SQLException {
        return lock(id).map(Locked::request).orElseThrow(() -> vanished(id));
    }

    IdleEnds ends() {
        return new IdleEnds(this);
    }

    /** Makes a rejected request the one that came now. */
    void replace(NewRequest request) throws SQLException {
        on.update(
                REPLACE,
                request.body(),
                request.bodySha256(),
                request.operation(),
                request.priority(),
                request.jobName(),
                request.source(),
                request.destination(),
                request.submitter(),
                request.correlationId(),
                request.deadline(),
                request.messageKey(),
                request.turn().text(),
                request.turn().arrived(),
                request.turn().earliest().orElse(Instant.EPOCH),
                request.turn().number(),
                request.id());
        note(request.id(), "accepted", "");
    }

    /** Takes a locked request. */
    Claim take(RequestRecord request, Duration lease) throws SQLException {
        RequestRecord.Work before = request.work();
        Optional<String> lost = endLapsed(request);
        if (lost.isPresent()) {
            note(request.id(), "taken-over", lost.get());
        }
        if (request.state() == RequestState.RECEIVED) {
            note(request.id(), "accepted", "");
        }
        int attempt = before.attempts() + 1;
        note(request.id(), "started", "attempt " + attempt);
        boolean cancelled = request.cancelledBy().isPresent();
        return on.change(
                        TAKE,
                        List.of("lease_until", "fence"),
                        row -> new Claim(
                                request.id(),
                                owner,
                                row.longNumber("fence"),
                                attempt,
                                row.time("lease_until"),
                                cancelled,
                                lost.isPresent()),
                        owner,
                        lost.isPresent() ? 1 : 0,
                        lease,
                        request.id())
                .orElseThrow(() -> vanished(request.id()));
    }

    /** Ends the attempt of a node whose lease ran out; tells so, if there is one. */
    Optional<String> endLapsed(RequestRecord request) throws SQLException {
        if (request.state() != RequestState.RUNNING) {
            return Optional.empty();
        }
        String lost = "The node " + request.work().owner().orElse("?") + " did not come to an end";
        Optional<FailureNote> failure = Optional.of(FailureNote.of(FailureNote.NODE_LOST, lost));
        endAttempt(request.id(), request.work().fence(), RequestState.RETRY_WAIT, failure, request.tally());
        return Optional.of(lost);
    }

    /** Changes a request that is still held by the claim. */
    void guarded(Claim claim, String changes, Object... values) throws SQLException, LostClaimException {
        int changed = on.update(
                "UPDATE drover_request SET " + changes + ", updated_at = CURRENT_TIMESTAMP" + MINE,
                join(values, holder(claim)));
        if (changed == 0) {
            throw new LostClaimException(claim);
        }
    }

    /** Changes a request that is still held, and with it the lease. */
    Claim renewed(Claim claim, Duration lease, String changes, Object... values)
            throws SQLException, LostClaimException {
        String sql = "UPDATE drover_request SET " + changes + "updated_at = CURRENT_TIMESTAMP, lease_until = "
                + Sql.FROM_NOW + MINE;
        return on.change(
                        sql,
                        List.of("lease_until", "cancel_by"),
                        row -> claim.renewed(
                                row.time("lease_until"),
                                row.optionalText("cancel_by").isPresent()),
                        join(values, join(new Object[] {lease}, holder(claim))))
                .orElseThrow(() -> new LostClaimException(claim));
    }

    void endAttempt(String id, long fence, RequestState result, Optional<FailureNote> failure, Tally tally)
            throws SQLException {
        Object[] bytes = {result, tally.bytesDone()};
        on.update(END_ATTEMPT, join(bytes, join(failure(failure), id, fence)));
    }

    void note(String id, String event, String detail) throws SQLException {
        on.update(NOTE, id, owner, event, Text.fit(detail, Text.SENTENCE));
    }

    void noteItems(String id, List<ItemRecord> items) throws SQLException {
        for (ItemRecord item : items) {
            if (item.state() == ItemRecord.State.COMPLETED || item.state() == ItemRecord.State.SKIPPED) {
                note(id, "item-completed", item.path());
            }
        }
    }

    Instant due(String id) throws SQLException {
        return on.first("SELECT due_at FROM drover_request WHERE id = ?", row -> row.time("due_at"), id)
                .orElseThrow(() -> vanished(id));
    }

    static Object[] failure(Optional<FailureNote> note) {
        return new Object[] {
            note.map(FailureNote::errorClass), note.map(FailureNote::message), note.flatMap(FailureNote::ftpReply)
        };
    }

    static Object[] tally(Tally tally) {
        return new Object[] {
            tally.itemsTotal(), tally.itemsDone(), tally.itemsFailed(), tally.bytesTotal(), tally.bytesDone()
        };
    }

    static Object[] join(Object[] first, Object... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
    }

    /** A row that was there a moment ago; only an operator with SQL of his own can have removed it. */
    static SQLException vanished(String id) {
        return new SQLException("request " + id + " has vanished");
    }

    private static Object[] holder(Claim claim) {
        return new Object[] {claim.requestId(), claim.owner(), claim.fence()};
    }
}
