package dev.drover.journal;

import java.sql.SQLException;
import java.time.Instant;

/**
 * A key of a ledger.
 *
 * @param key the beginning of it, at most 1000 characters
 * @param done whether it is done, or somebody works on it
 * @param owner who does, or did
 */
public record LedgerEntry(
        String key, String fingerprint, boolean done, String owner, long fence, Instant leaseUntil, Instant updated) {
    static LedgerEntry read(Row row) throws SQLException {
        return new LedgerEntry(
                row.text("key_text"),
                row.text("fingerprint"),
                row.text("state").equals("DONE"),
                row.text("owner"),
                row.longNumber("fence"),
                row.time("lease_until"),
                row.time("updated_at"));
    }
}
