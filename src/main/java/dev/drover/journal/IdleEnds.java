package dev.drover.journal;

import static dev.drover.journal.RequestRows.FAILURE;
import static dev.drover.journal.RequestRows.failure;
import static dev.drover.journal.RequestRows.join;

import dev.drover.journal.RequestRows.Locked;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How requests end that nobody works on, within one transaction. */
record IdleEnds(RequestRows rows) {
    static final String DEAD_LETTERED = "dead-lettered";

    private static final String END = "UPDATE drover_request SET state = ?, finished_at = CURRENT_TIMESTAMP,"
            + " updated_at = CURRENT_TIMESTAMP, due_at = NULL, wait_reason = NULL, owner = NULL, lease_until = NULL";

    private static final String OF = " WHERE id = ?";

    private static final String LATE =
            """
            SELECT id FROM drover_request
            WHERE deadline < %s AND (state IN ('RECEIVED', 'ACCEPTED', 'WAITING', 'RETRY_WAIT')
                OR state = 'RUNNING' AND lease_until < CURRENT_TIMESTAMP)
            FETCH FIRST 100 ROWS ONLY
            """
                    .formatted(Sql.AGO);

    private static final String LOST =
            """
            SELECT id FROM drover_request
            WHERE updated_at < %s AND COALESCE(due_at, updated_at) < %s
                AND (state IN ('RECEIVED', 'ACCEPTED', 'WAITING', 'RETRY_WAIT')
                    OR state = 'RUNNING' AND lease_until < %s)
            FETCH FIRST 100 ROWS ONLY
            """
                    .formatted(Sql.AGO, Sql.AGO, Sql.AGO);

    private static final String WISH_CANCELLED =
            """
            UPDATE drover_request SET cancel_at = CURRENT_TIMESTAMP, cancel_by = ?, updated_at = CURRENT_TIMESTAMP
            WHERE id = ?
            """;

    void reject(String id, FailureNote why, String outcome) throws SQLException {
        Object[] about = join(failure(Optional.of(why)), outcome, id);
        rows.on().update(END + ", " + FAILURE + ", outcome = ?" + OF, join(state(RequestState.REJECTED), about));
        rows.note(id, "rejected", why.message());
        rows.note(id, DEAD_LETTERED, "");
    }

    void cancel(Locked found, String who) throws SQLException {
        String id = found.request().id();
        rows.endLapsed(found.request());
        rows.on()
                .update(
                        END + ", cancel_at = CURRENT_TIMESTAMP, cancel_by = ?" + OF,
                        join(state(RequestState.CANCELLED), who, id));
        rows.note(id, "cancelled", "by " + who);
    }

    /** Somebody works on it, and is to learn of this. */
    void wishCancelled(String id, String who) throws SQLException {
        rows.on().update(WISH_CANCELLED, who, id);
        rows.note(id, "cancel-requested", "by " + who);
    }

    /** Those whose deadline passed a while ago, a hundred at most. */
    List<Locked> late(Duration grace) throws SQLException {
        return idle(LATE, grace);
    }

    /** Those whose message should have come so long ago that it is gone, a hundred at most. */
    List<Locked> lost(Duration patience) throws SQLException {
        return idle(LOST, patience, patience, patience);
    }

    /** Why its last attempt failed stays, for that is why it was not done in time. */
    void expire(Locked found) throws SQLException {
        end(found, RequestState.EXPIRED);
        rows.note(found.request().id(), "expired", "nobody came for it before its deadline");
    }

    void giveUp(Locked found, RequestState state, FailureNote why) throws SQLException {
        String id = found.request().id();
        end(found, state);
        rows.on().update("UPDATE drover_request SET " + FAILURE + OF, join(failure(Optional.of(why)), id));
        rows.note(id, state == RequestState.EXPIRED ? "expired" : "failed", why.message());
    }

    private List<Locked> idle(String sql, Object... values) throws SQLException {
        List<Locked> found = new ArrayList<>();
        for (String id : rows.on().list(sql, row -> row.text("id"), values)) {
            rows.lock(id).filter(Locked::isIdle).ifPresent(found::add);
        }
        return found;
    }

    private void end(Locked found, RequestState state) throws SQLException {
        rows.endLapsed(found.request());
        rows.on().update(END + OF, join(state(state), found.request().id()));
    }

    private static Object[] state(RequestState state) {
        return new Object[] {state};
    }
}
