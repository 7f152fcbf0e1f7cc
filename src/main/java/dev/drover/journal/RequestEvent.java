package dev.drover.journal;

import java.sql.SQLException;
import java.time.Instant;

/**
 * One line of a request's timeline.
 *
 * @param node who wrote it
 * @param event what happened: received, accepted, started, taken-over, waiting, item-completed, retry-scheduled,
 *     released, cancel-requested, duplicate, replayed, completed, partially-completed, failed, cancelled, expired,
 *     rejected, dead-lettered
 */
public record RequestEvent(Instant at, String node, String event, String detail) {
    static RequestEvent read(Row row) throws SQLException {
        return new RequestEvent(row.time("at"), row.text("node"), row.text("event"), row.text("detail"));
    }
}
