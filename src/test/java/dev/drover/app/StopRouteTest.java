package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a request that is carried out when the program is told to stop. */
class StopRouteTest {
    @TempDir
    private Path directory;

    @Test
    void aLongTransferIsSuspendedGivenBackAndDoneByTheNextProcess() throws Exception {
        Path data = directory.resolve("data");
        Path target = directory.resolve("server/in/large.bin");
        EmbeddedServer slow =
                EmbeddedServer.on(directory.resolve("server")).rate(1_000_000).start();
        TestDeployment drover = new TestDeployment(data)
                .partner(slow)
                .with("drover.shutdown-timeout", "4s")
                .start();
        Files.write(drover.folder("store").resolve("large.bin"), new byte[30_000_000]);
        drover.send(
                "drover.requests",
                """
                {"version":1,"id":"long-one","operation":"transfer",
                 "source":{"endpoint":"store","paths":["large.bin"]},
                 "destination":{"endpoint":"partner","directory":"in"}}""");
        await().atMost(PATIENCE).until(() -> Files.exists(target.getParent()));

        Instant before = Instant.now();
        drover.close();
        slow.close();

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(target).doesNotExist();
        try (Journal journal = Journal.open(JournalConfig.file("look", data.resolve("journal/journal")))) {
            RequestRecord request = journal.history().find("long-one").orElseThrow();
            assertThat(request.state()).isEqualTo(RequestState.ACCEPTED);
            assertThat(request.work().attempts()).isZero();
        }
        try (EmbeddedServer fast =
                        EmbeddedServer.on(directory.resolve("server")).start();
                TestDeployment next = new TestDeployment(data).partner(fast).start()) {
            await().atMost(PATIENCE).until(() -> Files.exists(target) && Files.size(target) == 30_000_000);
            await().atMost(PATIENCE)
                    .until(() -> next.journal()
                                    .history()
                                    .find("long-one")
                                    .orElseThrow()
                                    .state()
                            == RequestState.COMPLETED);
        }
    }
}
