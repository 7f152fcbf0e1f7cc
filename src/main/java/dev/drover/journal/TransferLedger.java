package dev.drover.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which files or messages are taken, and which are done, for all nodes that share a scope. Taking is a lease: when its
 * node dies, another one may take the key; what is done stays done. Keys may be of any length. Thread-safe.
 */
public final class TransferLedger {
    private static final int LONGEST_SCOPE = 200;
    private static final int KEPT_OF_KEY = 1000;

    // The fence begins at the time in microseconds: a key that was given back and taken again has another one.
    private static final String INSERT =
            """
            INSERT INTO drover_ledger (scope, key_hash, key_text, fingerprint, state, owner, fence, acquired_at,
                updated_at, lease_until)
            VALUES (?, ?, ?, ?, ?, ?, CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS BIGINT),
                CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,
                CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND)
            ON CONFLICT DO NOTHING
            """;

    private static final String TAKE_OVER =
            """
            UPDATE drover_ledger
            SET fingerprint = ?, state = ?, owner = ?, fence = fence + 1, acquired_at = CURRENT_TIMESTAMP,
                updated_at = CURRENT_TIMESTAMP,
                lease_until = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            WHERE scope = ? AND key_hash = ?
                AND (state = 'RUNNING' AND lease_until < CURRENT_TIMESTAMP OR state = 'DONE' AND fingerprint <> ?)
            """;

    private static final String CONTAINS =
            """
            SELECT 1 AS found FROM drover_ledger
            WHERE scope = ? AND key_hash = ?
                AND (state = 'RUNNING' AND lease_until >= CURRENT_TIMESTAMP OR state = 'DONE' AND fingerprint = ?)
            """;

    private static final String MINE =
            " WHERE scope = ? AND key_hash = ? AND owner = ? AND fence = ? AND state = 'RUNNING'";

    private static final String CONFIRM =
            "UPDATE drover_ledger SET state = 'DONE', updated_at = CURRENT_TIMESTAMP" + MINE;

    private static final String RENEW =
            """
            UPDATE drover_ledger SET lease_until = CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            WHERE scope = ? AND owner = ? AND state = 'RUNNING'
                AND acquired_at > CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND
            """;

    private static final String RELEASE_ALL =
            "DELETE FROM drover_ledger WHERE scope = ? AND owner = ?" + " AND state = 'RUNNING'";

    private final Database database;
    private final String scope;
    private final String owner;
    private final Duration lease;

    TransferLedger(Database database, String scope, String owner, Duration lease) {
        if (scope.isBlank() || scope.length() > LONGEST_SCOPE) {
            throw new IllegalArgumentException("A scope has 1 to " + LONGEST_SCOPE + " characters");
        }
        this.database = database;
        this.scope = scope;
        this.owner = owner;
        this.lease = lease;
    }

    /** Takes a key that is new, or that a dead node left behind; empty when somebody has it or it is done. */
    public Optional<LedgerClaim> add(String key) throws JournalException {
        return add(key, "");
    }

    /**
     * Takes a key, also one that is done with another fingerprint: the file of that name is another one now.
     *
     * @param fingerprint what changes when the content does, at most 200 characters
     */
    public Optional<LedgerClaim> add(String key, String fingerprint) throws JournalException {
        return insert(key, fingerprint, "RUNNING");
    }

    /** Notes as done what nobody has taken, in one step; false when somebody has it or it was done before. */
    public boolean addDone(String key) throws JournalException {
        return insert(key, "", "DONE").isPresent();
    }

    /** Whether a key is done, or somebody has it whose lease runs. */
    public boolean contains(String key) throws JournalException {
        return contains(key, "");
    }

    /** Whether a key is done with this fingerprint, or somebody has it whose lease runs. */
    public boolean contains(String key, String fingerprint) throws JournalException {
        return database.first(looking(key), CONTAINS, row -> row.number("found"), scope, Text.sha256(key), fingerprint)
                .isPresent();
    }

    /** Notes a key as done; false when it was lost to somebody else. */
    public boolean confirm(LedgerClaim claim) throws JournalException {
        return database.update("confirm " + shown(claim.key()), CONFIRM, mine(claim)) == 1;
    }

    /** Gives a key back, to be taken again by anybody; false when it was lost to somebody else, or is done. */
    public boolean remove(LedgerClaim claim) throws JournalException {
        return database.update("give back " + shown(claim.key()), "DELETE FROM drover_ledger" + MINE, mine(claim)) == 1;
    }

    /**
     * Prolongs the leases of everything that this ledger has taken.
     *
     * @param longest what was taken longer ago than this is let go: nobody works that long
     * @return how many there are
     */
    public int renew(Duration longest) throws JournalException {
        return database.update("renew the leases of " + scope, RENEW, lease, scope, owner, longest);
    }

    /** Gives back everything that this ledger has taken and not confirmed. */
    public int releaseAll() throws JournalException {
        return database.update("give back what was taken of " + scope, RELEASE_ALL, scope, owner);
    }

    public Optional<LedgerEntry> find(String key) throws JournalException {
        return database.first(
                looking(key),
                "SELECT * FROM drover_ledger WHERE scope = ? AND key_hash = ?",
                LedgerEntry::read,
                scope,
                Text.sha256(key));
    }

    /** Forgets that a key is done, so that it is taken again; for operators. False when it is not done. */
    public boolean forget(String key) throws JournalException {
        return database.update(
                        "forget " + shown(key),
                        "DELETE FROM drover_ledger WHERE scope = ? AND key_hash = ? AND state = 'DONE'",
                        scope,
                        Text.sha256(key))
                == 1;
    }

    /** Forgets everything that is done; for operators. */
    public int clear() throws JournalException {
        return database.update("clear " + scope, "DELETE FROM drover_ledger WHERE scope = ? AND state = 'DONE'", scope);
    }

    // Two transactions, so that the first one's lock on an index is gone before the second one waits for the row.
    private Optional<LedgerClaim> insert(String key, String fingerprint, String state) throws JournalException {
        String hash = Text.sha256(key);
        List<String> columns = List.of("fence");
        Row.Reader<LedgerClaim> reader = row -> new LedgerClaim(key, row.longNumber("fence"));
        String kept = Text.fit(key, KEPT_OF_KEY);
        Optional<LedgerClaim> fresh = database.change(
                "take " + shown(key), INSERT, columns, reader, scope, hash, kept, fingerprint, state, owner, lease);
        return fresh.isPresent()
                ? fresh
                : database.change(
                        "take over " + shown(key),
                        TAKE_OVER,
                        columns,
                        reader,
                        fingerprint,
                        state,
                        owner,
                        lease,
                        scope,
                        hash,
                        fingerprint);
    }

    private Object[] mine(LedgerClaim claim) {
        return new Object[] {scope, Text.sha256(claim.key()), owner, claim.fence()};
    }

    private String looking(String key) {
        return "look up " + shown(key);
    }

    private String shown(String key) {
        return Text.fit(key, 200) + " in " + scope;
    }
}
