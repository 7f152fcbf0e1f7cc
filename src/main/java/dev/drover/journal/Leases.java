package dev.drover.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who leads what: of all that want a name, one has it until its lease ends, by the database's clock. Thread-safe.
 */
public final class Leases {
    private static final List<String> HELD = List.of("name", "owner", "fence", "acquired_at", "lease_until");

    private static final String TAKE =
            """
            UPDATE drover_lease
            SET owner = ?,
                fence = CASE WHEN owner = ? AND lease_until >= CURRENT_TIMESTAMP THEN fence ELSE fence + 1 END,
                acquired_at = CASE WHEN owner = ? AND lease_until >= CURRENT_TIMESTAMP THEN acquired_at
                    ELSE CURRENT_TIMESTAMP END,
                lease_until = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            WHERE name = ? AND (owner = ? OR lease_until < CURRENT_TIMESTAMP)
            """;

    private static final String FIRST =
            """
            INSERT INTO drover_lease (name, owner, fence, acquired_at, lease_until)
            VALUES (?, ?, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
            ON CONFLICT DO NOTHING
            """;

    private static final String END =
            """
            UPDATE drover_lease SET lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND
            WHERE name = ? AND owner = ? AND lease_until >= CURRENT_TIMESTAMP
            """;

    private static final String LIVE =
            "SELECT * FROM drover_lease WHERE lease_until >= CURRENT_TIMESTAMP ORDER BY name";

    private final Database database;

    Leases(Database database) {
        this.database = database;
    }

    /**
     * A lease, as it was when it was read.
     *
     * @param fence higher with each new holder
     * @param since when this holder began
     */
    public record Held(String name, String owner, long fence, Instant since, Instant until) {
        static Held read(Row row) throws SQLException {
            return new Held(
                    row.text("name"),
                    row.text("owner"),
                    row.longNumber("fence"),
                    row.time("acquired_at"),
                    row.time("lease_until"));
        }
    }

    /**
     * Takes a lease that is free, or renews one's own; empty when somebody else has it.
     *
     * @param name up to 200 characters
     * @param owner up to 120 characters, no two processes the same
     */
    public Optional<Held> acquire(String name, String owner, Duration length) throws JournalException {
        return database.inTransaction("acquire the lease " + name, on -> {
            Optional<Held> taken = on.change(TAKE, HELD, Held::read, owner, owner, owner, length, name, owner);
            return taken.isPresent() ? taken : on.change(FIRST, HELD, Held::read, name, owner, length);
        });
    }

    /** Gives a lease back before its time; one that somebody else has stays as it is. */
    public void release(String name, String owner) throws JournalException {
        database.update("release the lease " + name, END, name, owner);
    }

    /** Who has it now. */
    public Optional<Held> holder(String name) throws JournalException {
        return all().stream().filter(lease -> lease.name().equals(name)).findFirst();
    }

    /** All leases that run now. */
    public List<Held> all() throws JournalException {
        return database.list("list leases", LIVE, Held::read);
    }
}
