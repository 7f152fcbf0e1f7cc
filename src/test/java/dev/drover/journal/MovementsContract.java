package dev.drover.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class MovementsContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Databases kind;
    private Journal journal;

    MovementsContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        journal = kind.twoNodes().get(0);
    }

    @Test
    void movementsAreFoundByTimeAndRoute() throws Exception {
        MovementRecord first = moved("drop-to-ftp", "a.txt", NOON);
        MovementRecord second = moved("ftp-to-drop", "b.txt", NOON.plusSeconds(1));
        MovementRecord third = dead("drop-to-ftp", "c.txt", NOON.plusSeconds(2));
        record(first, second, third);

        assertThat(list(NOON, NOON.plusSeconds(60), Optional.empty())).containsExactly(third, second, first);
        assertThat(list(NOON, NOON.plusSeconds(2), Optional.empty())).containsExactly(second, first);
        assertThat(list(NOON, NOON.plusSeconds(60), Optional.of("drop-to-ftp"))).containsExactly(third, first);
    }

    @Test
    void movementsAreSummedUpByRouteAndOutcome() throws Exception {
        record(
                moved("drop-to-ftp", "a.txt", NOON),
                moved("drop-to-ftp", "b.txt", NOON.plusSeconds(5)),
                dead("drop-to-ftp", "c.txt", NOON),
                moved("drop-to-ftp", "old.txt", NOON.minusSeconds(1)));

        assertThat(journal.movements().totals(NOON))
                .containsExactly(
                        new Movements.Total("drop-to-ftp", MovementRecord.Outcome.DEAD, 1, 10, NOON),
                        new Movements.Total("drop-to-ftp", MovementRecord.Outcome.MOVED, 2, 20, NOON.plusSeconds(5)));
    }

    @Test
    void manyMovementsAreWrittenTogether() throws Exception {
        for (int i = 0; i < 5000; i++) {
            journal.movements().record(moved("busy", "file-" + i, NOON.plusMillis(i)));
        }
        awaitWritten(journal);

        assertThat(journal.movements().totals(NOON).get(0).files()).isEqualTo(5000);
        assertThat(journal.movements().dropped()).isZero();
    }

    @Test
    void closingWritesWhatIsLeft() throws Exception {
        JournalConfig config = kind.empty("node-a");
        Journal closed = Journal.open(config);
        for (int i = 0; i < 1000; i++) {
            closed.movements().record(moved("busy", "file-" + i, NOON));
        }
        closed.close();

        try (Journal again = Journal.open(config)) {
            assertThat(again.movements().totals(NOON).get(0).files()).isEqualTo(1000);
        }
    }

    @Test
    void pathsOfAnyLengthAndContentAreKept() throws Exception {
        record(moved("odd", "x\u0000".repeat(5000), NOON));

        assertThat(list(NOON, NOON.plusSeconds(1), Optional.empty()))
                .singleElement()
                .satisfies(found -> assertThat(found.path())
                        .hasSize(4000)
                        .startsWith("x\uFFFDx")
                        .endsWith("…"));
    }

    private void record(MovementRecord... movements) {
        for (MovementRecord movement : movements) {
            journal.movements().record(movement);
        }
        awaitWritten(journal);
    }

    private static void awaitWritten(Journal journal) {
        await().atMost(60, SECONDS).until(() -> journal.movements().waiting() == 0);
    }

    private List<MovementRecord> list(Instant from, Instant to, Optional<String> route) throws JournalException {
        return journal.movements().list(from, to, route, 100);
    }

    private static MovementRecord moved(String route, String path, Instant at) {
        return new MovementRecord(
                at.truncatedTo(ChronoUnit.MILLIS),
                "node-a",
                route,
                "acme",
                path,
                10,
                Duration.ofMillis(25),
                MovementRecord.Outcome.MOVED,
                Optional.empty());
    }

    private static MovementRecord dead(String route, String path, Instant at) {
        FailureNote why = new FailureNote("PERMANENT_REMOTE", "refused", Optional.of("550 no"));
        return new MovementRecord(
                at, "node-a", route, "acme", path, 10, Duration.ZERO, MovementRecord.Outcome.DEAD, Optional.of(why));
    }
}
