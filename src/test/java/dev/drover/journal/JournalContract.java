package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.ClaimVerdict.Granted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class JournalContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Retention MONTH = new Retention(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(30));

    private final Databases kind;
    private Journal journal;

    JournalContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        journal = kind.twoNodes().get(0);
    }

    @Test
    void nodesThatStartAtOnceOnAnEmptyDatabaseAgreeOnItsTables() throws Exception {
        JournalConfig config = kind.empty("node").withPoolSize(2);

        List<Journal> nodes = Racing.of(3, thread -> Journal.open(Databases.named(config, "node-" + thread)));

        try {
            for (Journal node : nodes) {
                node.ping();
                assertThat(node.leases().acquire("a-" + node.node(), node.owner(), LEASE))
                        .isPresent();
            }
        } finally {
            nodes.forEach(Journal::close);
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        JournalConfig config = kind.empty("node-a");
        String first;
        try (Journal before = Journal.open(config)) {
            first = before.owner();
            claim(before, "request-1");
        }

        try (Journal after = Journal.open(config)) {
            assertThat(after.owner()).startsWith("node-a/").isNotEqualTo(first);
            assertThat(after.history().find("request-1").orElseThrow().work().owner())
                    .contains(first);
            assertThat(after.endAllLeases()).isEqualTo(1);
            assertThat(claim(after, "request-1").takenOver()).isTrue();
        }
    }

    @Test
    void oldRequestsGoWithEverythingThatBelongsToThem() throws Exception {
        Claim old = claim(journal, "old");
        journal.requests()
                .finish(
                        old,
                        Ending.of(RequestState.COMPLETED, "{}", Tally.NONE)
                                .withItems(List.of(ItemRecord.pending(0, "a.txt"))));
        journal.requests().finish(claim(journal, "new"), Ending.of(RequestState.COMPLETED, "{}", Tally.NONE));
        claim(journal, "running");
        backdate("drover_request", "finished_at", "id <> 'new'");
        backdate("drover_request", "received_at", "id = 'running'");

        assertThat(journal.purge(MONTH).requests()).isEqualTo(1);

        assertThat(journal.history().find("old")).isEmpty();
        assertThat(journal.history().items("old")).isEmpty();
        assertThat(journal.history().attempts("old")).isEmpty();
        assertThat(journal.history().events("old")).isEmpty();
        assertThat(journal.history().find("new")).isPresent();
        assertThat(journal.history().find("running")).isPresent();
    }

    @Test
    void whatRunsIsNotPurgedHoweverOld() throws Exception {
        TransferLedger ledger = journal.ledger("drops", LEASE);
        ledger.addDone("done");
        ledger.add("running");
        backdate("drover_ledger", "updated_at", "1 = 1");

        assertThat(journal.purge(MONTH).ledger()).isEqualTo(1);

        assertThat(ledger.contains("done")).isFalse();
        assertThat(ledger.contains("running")).isTrue();
        journal.endAllLeases();
        assertThat(journal.purge(MONTH).ledger()).isEqualTo(1);
    }

    @Test
    void oldMovementsArePurgedInPortions() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(31));
        for (int i = 0; i < 2500; i++) {
            journal.movements().record(moved(longAgo));
        }
        journal.movements().record(moved(Instant.now()));
        await().atMost(Duration.ofSeconds(60)).until(() -> journal.movements().waiting() == 0);

        assertThat(journal.purge(MONTH)).isEqualTo(new Retention.Purged(0, 2500, 0));
        assertThat(journal.purge(MONTH)).isEqualTo(new Retention.Purged(0, 0, 0));
    }

    /** A stop interrupts threads, and one of them may be in the middle of writing. */
    @Test
    void anInterruptedThreadDoesNotTakeTheJournalWithIt() throws Exception {
        JournalConfig config = kind.empty("node-a");
        try (Journal own = Journal.open(config)) {
            AtomicInteger written = new AtomicInteger();
            Thread writer = new Thread(() -> write(own, written), "writer");
            writer.setDaemon(true);
            writer.start();
            for (int i = 1; i <= 200; i++) {
                writer.interrupt();
                int interruptions = i;
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> written.get() >= interruptions || !writer.isAlive());
            }
            writer.join(Duration.ofSeconds(20).toMillis());

            own.ping();
            assertThat(own.leases().acquire("a", own.owner(), LEASE)).isPresent();
            assertThat(written).hasValue(200);
        }
    }

    // Tries again what an interrupted wait for a connection cut short, as whoever is not to stop would.
    private static void write(Journal journal, AtomicInteger written) {
        while (written.get() < 200) {
            try {
                claim(journal, "request-" + written.get());
                written.incrementAndGet();
            } catch (JournalException e) {
                Thread.interrupted();
                if (!e.retryable()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static MovementRecord moved(Instant at) {
        return new MovementRecord(
                at,
                "node-a",
                "busy",
                "acme",
                "a.txt",
                1,
                Duration.ZERO,
                MovementRecord.Outcome.MOVED,
                Optional.empty());
    }

    private void backdate(String table, String column, String where) throws JournalException {
        String sql = "UPDATE " + table + " SET " + column + " = CURRENT_TIMESTAMP - INTERVAL '31' DAY WHERE " + where
                + " AND " + column + " IS NOT NULL";
        journal.database().update("backdate", sql);
    }

    private static Claim claim(Journal node, String id) throws JournalException {
        ClaimVerdict verdict = node.requests().claim(NewRequest.of(id, "transfer", "{}"), LEASE);
        return ((Granted) verdict).claim();
    }
}
