package dev.drover.journal;

import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the version that this Drover knows. Several nodes may start at once: one does it, the rest wait. */
final class Schema {
    // Flyway locks its own table on PostgreSQL only. H2 in a file has one process, so this is enough there.
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private Schema() {}

    static void migrate(DataSource database, String location) throws JournalException {
        ONE_AT_A_TIME.lock();
        try {
            // Baseline: a site may give us a schema that has tables of its own; ours all begin with drover_.
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database)
                    .locations("classpath:dev/drover/journal/migration")
                    .table("drover_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new JournalException(
                    "The tables of the journal could not be brought up to date (" + location + "): "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    false,
                    e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }
}
