package dev.drover.app;

import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.Retention;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal while a deployment runs: opened and tidied at its start, and rid of what is old every hour. */
final class JournalKeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalKeeping.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Journal journal;
    private final Retention retention;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "drover-purge"));

    private JournalKeeping(Journal journal, Retention retention) {
        this.journal = journal;
        this.retention = retention;
    }

    /**
     * Opens the journal.
     *
     * @throws IOException when its database cannot be reached or used, with the reason in one sentence
     */
    static JournalKeeping open(JournalSettings settings) throws IOException {
        Journal journal = Journal.open(settings.config());
        JournalKeeping keeping = new JournalKeeping(journal, settings.retention());
        try {
            keeping.endLeasesOfADeadProcess(settings);
        } catch (IOException e) {
            keeping.close();
            throw e;
        }
        keeping.timer.scheduleWithFixedDelay(
                keeping::purge, FIRST.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return keeping;
    }

    Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The journal is still being purged while it closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }

    // An embedded database has no other user: whoever had a lease is dead.
    private void endLeasesOfADeadProcess(JournalSettings settings) throws JournalException {
        if (settings.config().isEmbedded()) {
            int left = journal.endAllLeases();
            if (left > 0) {
                log.info("{} transfers were left behind by the process before this one; they go on", left);
            }
        }
    }

    private void purge() {
        try {
            Retention.Purged purged = journal.purge(retention);
            log.info(
                    "The journal forgot {} old requests, {} movements and {} files taken once",
                    purged.requests(),
                    purged.movements(),
                    purged.ledger());
        } catch (JournalException e) {
            log.warn("The journal could not be purged, and will be in an hour: {}", e.getMessage());
        } catch (RuntimeException e) {
            // A timer drops a task that fails, and tells nobody.
            log.error("The journal could not be purged, and will be in an hour", e);
        }
    }
}
