package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.testing.CapturedLog;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.WatchedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that delivers at once what it was to keep back for a while. */
class BrokerWithoutSchedulerTest {
    @TempDir
    private Path directory;

    @Test
    void aRequestThatWaitsDoesNotGoRoundAndRound() throws Exception {
        try (EmbeddedServer server =
                        EmbeddedServer.on(directory.resolve("server")).start();
                WatchedBroker broker = WatchedBroker.withoutScheduler(directory.resolve("broker"));
                CapturedLog log = CapturedLog.ofEverything();
                TestDeployment drover = new TestDeployment(directory.resolve("data"))
                        .partner(server)
                        .with("drover.broker.url", broker.url())
                        .start()) {
            drop(drover.folder("store"), "a.txt", new byte[10]);
            drover.send(
                    "drover.requests",
                    CampaignFaults.valid("goes-at-once", "a.txt", "first").toString());
            await().atMost(PATIENCE).until(() -> Files.exists(server.home().resolve("first/a.txt")));
            Instant begin = Instant.now().plus(Duration.ofSeconds(3));
            ObjectNode request = CampaignFaults.valid("waits-for-its-time", "a.txt", "in");

            drover.send(
                    "drover.requests",
                    request.put("notBefore", begin.toString()).toString());

            await().atMost(PATIENCE).until(() -> Files.exists(server.home().resolve("in/a.txt")));
            assertThat(Instant.now()).isAfter(begin);
            assertThat(broker.commits()).isLessThan(30);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("schedulerSupport"))
                    .hasSize(1);
        }
    }
}
