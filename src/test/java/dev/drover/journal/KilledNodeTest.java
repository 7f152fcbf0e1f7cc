package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.journal.ClaimVerdict.Granted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file database in a process that ends from one instant to the next. */
class KilledNodeTest {
    private static final Duration LEASE = Duration.ofHours(1);

    @TempDir
    private Path directory;

    @Test
    void whatWasCommittedSurvivesTheProcess() throws Exception {
        Path file = directory.resolve("journal");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Victim.class.getName(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(Victim.KILLED);

        try (Journal journal = Journal.open(JournalConfig.file("node-a", file))) {
            assertThat(journal.history().counts())
                    .isEqualTo(Map.of(RequestState.COMPLETED, 20L, RequestState.RUNNING, 1L));
            assertThat(journal.ledger("drops", LEASE).contains("a.txt")).isTrue();
            assertThat(journal.endAllLeases()).isEqualTo(1);
            assertThat(journal.requests().claim("interrupted", LEASE).orElseThrow())
                    .isInstanceOfSatisfying(
                            Granted.class,
                            granted -> assertThat(granted.claim().takenOver()).isTrue());
        }
    }

    /** Works, and dies without a word. */
    static final class Victim {
        static final int KILLED = 9;

        private Victim() {}

        public static void main(String[] args) throws Exception {
            Journal journal = Journal.open(JournalConfig.file("node-a", Path.of(args[0])));
            TransferLedger ledger = journal.ledger("drops", LEASE);
            for (int i = 0; i < 20; i++) {
                journal.requests().finish(claim(journal, "request-" + i), completed());
            }
            claim(journal, "interrupted");
            ledger.confirm(ledger.add("a.txt").orElseThrow());
            Runtime.getRuntime().halt(KILLED);
        }

        private static Claim claim(Journal journal, String id) throws JournalException {
            NewRequest request = NewRequest.of(id, "transfer", "{}");
            return ((Granted) journal.requests().claim(request, LEASE)).claim();
        }

        private static Ending completed() {
            return Ending.of(RequestState.COMPLETED, "{}", Tally.NONE)
                    .withItems(List.of(ItemRecord.pending(0, "a.txt")));
        }
    }
}
