package dev.drover.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Removes what is older than it need be, a little at a time, so that nobody waits for it. Rows are looked up by age and
 * removed by key: H2 compares every row of the table with every row of a subquery.
 */
record Purge(Database database) {
    private static final int CHUNK = 1000;

    private static final String OLD_REQUESTS =
            """
            SELECT id FROM drover_request
            WHERE finished_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            ORDER BY finished_at FETCH FIRST ? ROWS ONLY
            """;

    private static final String OLD_MOVEMENTS =
            """
            SELECT id FROM drover_movement
            WHERE at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            ORDER BY at FETCH FIRST ? ROWS ONLY
            """;

    private static final String OLD_KEYS =
            """
            SELECT scope, key_hash FROM drover_ledger
            WHERE updated_at < CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
                AND (state = 'DONE' OR lease_until < CURRENT_TIMESTAMP)
            ORDER BY updated_at FETCH FIRST ? ROWS ONLY
            """;

    Retention.Purged run(Retention retention) throws JournalException {
        return new Retention.Purged(
                remove(
                        "old requests",
                        OLD_REQUESTS,
                        row -> new Object[] {row.text("id")},
                        // Replayed since it was looked up, it is not over any more.
                        "DELETE FROM drover_request WHERE id = ? AND finished_at IS NOT NULL",
                        retention.requests()),
                remove(
                        "old movements",
                        OLD_MOVEMENTS,
                        row -> new Object[] {row.longNumber("id")},
                        "DELETE FROM drover_movement WHERE id = ?",
                        retention.movements()),
                ledger(retention.ledger()));
    }

    int ledger(Duration age) throws JournalException {
        return remove(
                "old ledger entries",
                OLD_KEYS,
                row -> new Object[] {row.text("scope"), row.text("key_hash")},
                """
                DELETE FROM drover_ledger
                WHERE scope = ? AND key_hash = ? AND (state = 'DONE' OR lease_until < CURRENT_TIMESTAMP)
                """,
                age);
    }

    private int remove(String what, String find, Row.Reader<Object[]> key, String remove, Duration age)
            throws JournalException {
        int all = 0;
        int found;
        do {
            found = database.inTransaction("remove " + what, on -> removeSome(on, find, key, remove, age));
            all += found;
        } while (found == CHUNK);
        return all;
    }

    private static int removeSome(Statements on, String find, Row.Reader<Object[]> key, String remove, Duration age)
            throws SQLException {
        List<Object[]> keys = on.list(find, key, age, CHUNK);
        if (!keys.isEmpty()) {
            on.batch(remove, keys);
        }
        return keys.size();
    }
}
