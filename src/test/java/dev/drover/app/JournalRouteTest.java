package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Claim;
import dev.drover.journal.ClaimVerdict;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.journal.MovementRecord;
import dev.drover.journal.NewRequest;
import dev.drover.route.JdbcClusterService;
import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.spi.IdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a deployment. */
class JournalRouteTest {
    @TempDir
    private Path directory;

    @Test
    void whatPlainRoutesMoveIsInTheJournal() throws Exception {
        try (EmbeddedServer server =
                        EmbeddedServer.on(directory.resolve("server")).start();
                TestDeployment drover = new TestDeployment(directory.resolve("data"))
                        .partner(server)
                        .start()) {
            drop(drover.folder("outbox"), "a.txt", new byte[] {1, 2, 3});

            await().atMost(PATIENCE).until(() -> !movements(drover).isEmpty());
            assertThat(movements(drover)).singleElement().satisfies(moved -> {
                assertThat(moved.route()).isEqualTo("drop-to-ftp");
                assertThat(moved.endpoint()).isEqualTo("outbox");
                assertThat(moved.path()).isEqualTo("a.txt");
                assertThat(moved.bytes()).isEqualTo(3);
                assertThat(moved.outcome()).isEqualTo(MovementRecord.Outcome.MOVED);
            });
        }
    }

    @Test
    void repositoryAndClusterServiceAreBeansThatStandOnIt() throws Exception {
        try (TestDeployment drover = new TestDeployment(directory.resolve("data"))
                .partner("127.0.0.1", 1, "u", "p")
                .start()) {
            assertThat(drover.bean("seen", IdempotentRepository.class)).isNotNull();
            assertThat(drover.bean("cluster", JdbcClusterService.class).isStarted())
                    .isTrue();
        }
    }

    @Test
    void whatADeadProcessWorkedOnCanBeTakenAtOnce() throws Exception {
        JournalConfig file = JournalConfig.file("drover", directory.resolve("data/journal/journal"));
        NewRequest request = NewRequest.of("request-1", "list", "{}");
        try (Journal before = Journal.open(file)) {
            before.requests().claim(request, Duration.ofHours(1));
        }
        try (TestDeployment drover = new TestDeployment(directory.resolve("data"))
                .partner("127.0.0.1", 1, "u", "p")
                .start()) {
            ClaimVerdict verdict = drover.journal().requests().claim(request, Duration.ofHours(1));

            assertThat(verdict)
                    .isInstanceOfSatisfying(ClaimVerdict.Granted.class, granted -> assertThat(granted.claim())
                            .extracting(Claim::fence, Claim::takenOver)
                            .containsExactly(2L, true));
        }
    }

    @Test
    void aJournalThatCannotBeOpenedIsOneSentence() throws Exception {
        try (TestDeployment drover = new TestDeployment(directory.resolve("data"))
                .with("drover.journal.url", "jdbc:postgresql://127.0.0.1:1/drover?loginTimeout=1")
                .with("drover.journal.patience", "300ms")
                .partner("127.0.0.1", 1, "u", "p")) {
            assertThatThrownBy(drover::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "The journal's database jdbc:postgresql://127.0.0.1:1/drover cannot be opened: ")
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aUrlThatHoldsAPasswordIsRefusedByTheNameOfItsSetting() {
        Map<String, String> raw = Map.of("drover.journal.url", "jdbc:postgresql://u:secret@db/drover");

        assertThatThrownBy(() -> DroverConfig.read(Settings.of(raw, name -> Optional.empty())))
                .isInstanceOfSatisfying(SettingsException.class, refusal -> assertThat(refusal.problems())
                        .singleElement()
                        .asString()
                        .startsWith("drover.journal.url: ")
                        .doesNotContain("secret"));
    }

    @Test
    void routesCannotReadThePasswordOfTheJournal() throws Exception {
        Map<String, String> raw = Map.of("drover.journal.password", "secret");

        assertThat(DroverConfig.read(Settings.of(raw, name -> Optional.empty())).toString())
                .doesNotContain("secret");
    }

    private static List<MovementRecord> movements(TestDeployment drover) throws IOException {
        return drover.journal()
                .movements()
                .list(Instant.EPOCH, Instant.now().plus(Duration.ofDays(1)), Optional.empty(), 10);
    }
}
