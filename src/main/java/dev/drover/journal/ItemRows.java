package dev.drover.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes items; whoever does holds the request's row, so that nobody else writes them meanwhile. */
final class ItemRows {
    private static final String UPDATE =
            """
            UPDATE drover_item
            SET path = ?, target = ?, state = ?, bytes = ?, sha256 = ?, duration_ms = ?, error_class = ?,
                error_message = ?, ftp_reply = ?, detail = ?, updated_at = CURRENT_TIMESTAMP
            WHERE request_id = ? AND item_number = ?
            """;

    private static final String INSERT =
            """
            INSERT INTO drover_item (path, target, state, bytes, sha256, duration_ms, error_class, error_message,
                ftp_reply, detail, request_id, item_number, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)
            """;

    private ItemRows() {}

    static void write(Statements on, String requestId, List<ItemRecord> items) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        List<Object[]> rows =
                items.stream().map(item -> values(requestId, item)).toList();
        int[] updated = on.batch(UPDATE, rows);
        List<Object[]> fresh = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                fresh.add(rows.get(i));
            }
        }
        if (!fresh.isEmpty()) {
            on.batch(INSERT, fresh);
        }
    }

    private static Object[] values(String requestId, ItemRecord item) {
        Object[] about = {item.path(), item.target(), item.state(), item.bytes(), item.sha256(), item.duration()};
        return RequestRows.join(
                RequestRows.join(about, RequestRows.failure(item.failure())), item.detail(), requestId, item.number());
    }
}
