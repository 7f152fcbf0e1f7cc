package dev.drover.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.time.Duration;
import java.util.UUID;

/**
 * The journal: what was asked, what moved, how it ended, who works on what. Whoever opens it closes it, after everything
 * that writes to it. Thread-safe; after a failure of the database it goes on as soon as that is back.
 */
public final class Journal implements AutoCloseable {
    private static final String SOCKET_TIMEOUT_SECONDS = "30";

    private final JournalConfig config;
    private final Database database;
    private final String owner;
    private final Movements movements;

    private Journal(JournalConfig config, Database database) {
        this.config = config;
        this.database = database;
        this.owner = config.node() + "/" + UUID.randomUUID().toString().substring(0, 8);
        this.movements = new Movements(database);
    }

    /**
     * Connects, and brings the tables up to date.
     *
     * @throws JournalException when the database cannot be reached or used, with the reason in one sentence
     */
    public static Journal open(JournalConfig config) throws JournalException {
        HikariDataSource pool = connect(config);
        try {
            Schema.migrate(pool, config.location());
            return new Journal(config, new Database(pool, config.location()));
        } catch (JournalException | RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** This process in the eyes of the others: the node's name, and something that is new with each start. */
    public String owner() {
        return owner;
    }

    public String node() {
        return config.node();
    }

    public Requests requests() {
        return new Requests(database, owner);
    }

    public RequestHistory history() {
        return new RequestHistory(database);
    }

    public Movements movements() {
        return movements;
    }

    public Leases leases() {
        return new Leases(database);
    }

    public Secrets secrets() {
        return new Secrets(database);
    }

    /**
     * A ledger of files or messages. Each call gives one with an owner of its own: what one took, another cannot give back.
     *
     * @param scope what it is about, the same on all nodes that share it
     * @param lease how long a dead node's keys stay taken
     */
    public TransferLedger ledger(String scope, Duration lease) {
        String unique = owner + "/" + UUID.randomUUID().toString().substring(0, 8);
        return new TransferLedger(database, scope, unique, lease);
    }

    /**
     * Ends every lease that runs, so that what a killed process left behind can be taken at once. Right after opening, and
     * only where no other node can be using the database: see {@link JournalConfig#isEmbedded}.
     *
     * @return how many claims were left behind
     */
    public int endAllLeases() throws JournalException {
        return database.inTransaction("end all leases", on -> {
            String past = " SET lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND";
            on.update("UPDATE drover_lease" + past + " WHERE lease_until >= CURRENT_TIMESTAMP");
            return on.update("UPDATE drover_request" + past + " WHERE state = 'RUNNING'")
                    + on.update("UPDATE drover_ledger" + past + " WHERE state = 'RUNNING'");
        });
    }

    /** Removes what is older than it need be. */
    public Retention.Purged purge(Retention retention) throws JournalException {
        return new Purge(database).run(retention);
    }

    /**
     * Forgets the files that are done, or were left behind, longer ago than this, whatever else is kept. What is forgotten
     * is new again.
     *
     * @return how many
     */
    public int purgeLedger(Duration age) throws JournalException {
        return new Purge(database).ledger(age);
    }

    /** Asks the database for an answer. */
    public void ping() throws JournalException {
        database.first("reach its database", "SELECT 1 AS one", row -> row.number("one"));
    }

    @Override
    public void close() {
        movements.close();
        database.close();
    }

    Database database() {
        return database;
    }

    private static HikariDataSource connect(JournalConfig config) throws JournalException {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("journal");
        pool.setJdbcUrl(config.driverUrl());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(config.poolSize());
        pool.setConnectionTimeout(config.patience().toMillis());
        pool.setInitializationFailTimeout(config.patience().toMillis());
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (config.isPostgres()) {
            // A server that vanished without a word would be waited for without end. Parameters of the URL go first.
            pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.addDataSourceProperty("ApplicationName", "drover");
        }
        try {
            return new HikariDataSource(pool);
        } catch (PoolInitializationException e) {
            throw new JournalException(
                    "The journal's database " + config.location() + " cannot be opened: " + reason(e), true, e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
