package dev.drover.journal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.ClaimVerdict.Granted;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that goes away under a journal, and comes back. */
class DatabaseOutageIT {
    private static final Duration LEASE = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    @Test
    void afterAnOutageAllGoesOnAndNothingIsLost() throws Exception {
        EmbeddedPostgres before = start(0);
        int port = before.getPort();
        JournalConfig config = JournalConfig.of(
                        "node-a", "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres")
                .withPatience(Duration.ofSeconds(1));
        try (Journal journal = Journal.open(config)) {
            Claim claim = claim(journal, "request-1");
            before.close();

            assertThatThrownBy(() -> journal.requests().renew(claim, LEASE))
                    .isInstanceOfSatisfying(JournalException.class, e -> assertThat(e.retryable())
                            .isTrue())
                    .isNotInstanceOf(LostClaimException.class);
            assertThatThrownBy(() -> claim(journal, "request-2")).isInstanceOf(JournalException.class);
            for (int i = 0; i < 3000; i++) {
                journal.movements().record(moved(i));
            }

            EmbeddedPostgres after = start(port);
            try {
                await().atMost(60, SECONDS).until(() -> journal.movements().waiting() == 0);
                assertThat(journal.movements().totals(Instant.EPOCH).get(0).files())
                        .isEqualTo(3000);
                assertThat(journal.movements().dropped()).isZero();
                journal.requests().finish(claim, Ending.of(RequestState.COMPLETED, "{}", Tally.NONE));
                assertThat(claim(journal, "request-2").fence()).isEqualTo(1);
            } finally {
                journal.close();
                after.close();
            }
        }
    }

    private EmbeddedPostgres start(int port) throws Exception {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60));
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private static Claim claim(Journal journal, String id) throws JournalException {
        return ((Granted) journal.requests().claim(NewRequest.of(id, "transfer", "{}"), LEASE)).claim();
    }

    private static MovementRecord moved(int number) {
        return new MovementRecord(
                Instant.now(),
                "node-a",
                "busy",
                "acme",
                "file-" + number,
                1,
                Duration.ZERO,
                MovementRecord.Outcome.MOVED,
                Optional.empty());
    }
}
