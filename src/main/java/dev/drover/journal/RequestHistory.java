package dev.drover.journal;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators read of transfer requests. Reads only; thread-safe. */
public final class RequestHistory {
    private static final String BY_ID = "SELECT " + RequestRecord.COLUMNS + " FROM drover_request WHERE id = ?";

    private static final String ABANDONED = "SELECT " + RequestRecord.COLUMNS
            + " FROM drover_request WHERE state = 'RUNNING' AND lease_until < CURRENT_TIMESTAMP"
            + " ORDER BY lease_until FETCH FIRST ? ROWS ONLY";

    private static final String WAITING =
            """
            SELECT COALESCE(destination, source, '') AS endpoint, state, COALESCE(wait_reason, '') AS reason,
                COUNT(*) AS requests, MIN(received_at) AS oldest
            FROM drover_request
            WHERE state IN ('RECEIVED', 'ACCEPTED', 'WAITING', 'RETRY_WAIT')
            GROUP BY COALESCE(destination, source, ''), state, COALESCE(wait_reason, '')
            ORDER BY 5
            """;

    private final Database database;

    RequestHistory(Database database) {
        this.database = database;
    }

    /**
     * Requests that wait for the same thing.
     *
     * @param endpoint the one they write to, or else read from
     * @param oldest when the first of them came in
     */
    public record Waiting(String endpoint, RequestState state, String reason, long requests, Instant oldest) {}

    public Optional<RequestRecord> find(String id) throws JournalException {
        return database.first("look up request " + id, BY_ID, RequestRecord::read, id);
    }

    public List<RequestRecord> list(RequestQuery query) throws JournalException {
        RequestQuery.Statement statement = query.statement();
        return database.list(
                "list requests",
                statement.sql(),
                RequestRecord::read,
                statement.values().toArray());
    }

    /** The request as it came in. */
    public Optional<String> body(String id) throws JournalException {
        return database.first(
                "read request " + id, "SELECT body FROM drover_request WHERE id = ?", row -> row.text("body"), id);
    }

    /** The answer that was given; empty while there is none. */
    public Optional<String> outcome(String id) throws JournalException {
        return database.first(
                "read the outcome of request " + id,
                "SELECT outcome FROM drover_request WHERE id = ? AND outcome IS NOT NULL",
                row -> row.text("outcome"),
                id);
    }

    public List<ItemRecord> items(String id) throws JournalException {
        return database.list(
                "list items of request " + id,
                "SELECT * FROM drover_item WHERE request_id = ? ORDER BY item_number",
                ItemRecord::read,
                id);
    }

    public List<AttemptRecord> attempts(String id) throws JournalException {
        return database.list(
                "list attempts of request " + id,
                "SELECT * FROM drover_attempt WHERE request_id = ? ORDER BY fence",
                AttemptRecord::read,
                id);
    }

    public List<RequestEvent> events(String id) throws JournalException {
        return database.list(
                "list events of request " + id,
                "SELECT * FROM drover_event WHERE request_id = ? ORDER BY id",
                RequestEvent::read,
                id);
    }

    /** How many requests there are in each state; states without any are left out. */
    public Map<RequestState, Long> counts() throws JournalException {
        Map<RequestState, Long> counts = new EnumMap<>(RequestState.class);
        database.list(
                        "count requests",
                        "SELECT state, COUNT(*) AS requests FROM drover_request GROUP BY state",
                        row -> Map.entry(row.constant("state", RequestState.class), row.longNumber("requests")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** What waits, and for what; the longest wait comes first. */
    public List<Waiting> waiting() throws JournalException {
        return database.list(
                "count waiting requests",
                WAITING,
                row -> new Waiting(
                        row.text("endpoint"),
                        row.constant("state", RequestState.class),
                        row.text("reason"),
                        row.longNumber("requests"),
                        row.time("oldest")));
    }

    /** Requests whose node did not renew its lease, the oldest first: whoever claims one takes it over. */
    public List<RequestRecord> abandoned(int limit) throws JournalException {
        return database.list("look for abandoned requests", ABANDONED, RequestRecord::read, limit);
    }
}
