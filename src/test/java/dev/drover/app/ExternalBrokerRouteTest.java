package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.drover.ftp.TlsMaterial;
import dev.drover.route.Movement;
import dev.drover.route.Movement.Outcome;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.Loopback;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that Drover does not run itself, reached over TCP with a password. */
class ExternalBrokerRouteTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private BrokerConfig broker;
    private TestDeployment drover;

    @BeforeEach
    void prepare() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        String url = "tcp://127.0.0.1:" + Loopback.freePort();
        broker = new BrokerConfig(
                Optional.empty(),
                Optional.of("drover"),
                Optional.of("secret"),
                Map.of(),
                new BrokerTls(TlsMaterial.OF_THE_JVM),
                List.of(url),
                directory.resolve("broker"),
                64 << 20,
                1 << 30);
        drover = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.broker.url", "failover:(" + url + ")?timeout=1000&maxReconnectDelay=500")
                .with("drover.broker.user", "drover")
                .with("drover.broker.password", "secret");
    }

    @AfterEach
    void stop() {
        drover.close();
        server.close();
    }

    @Test
    void messagesGoThroughItAndNoBrokerOfOurOwnIsMade() throws Exception {
        try (EmbeddedBroker external = EmbeddedBroker.open(broker)) {
            drop(server.home().resolve("reports"), "a.txt", CONTENT);
            drover.start();

            assertThat(drover.receive("drover.files").getMessage().getBody(String.class))
                    .contains("a.txt");
            assertThat(directory.resolve("data/broker")).doesNotExist();
            drover.close();
        }
    }

    @Test
    void whileItIsAwayFilesStayOnTheServerAndGoOnWhenItComes() throws Exception {
        drop(server.home().resolve("reports"), "a.txt", CONTENT);
        drover.start();
        Movement waiting = await().atMost(PATIENCE)
                .until(() -> drover.movements().stream().findFirst(), Optional::isPresent)
                .orElseThrow();
        assertThat(waiting.outcome()).isEqualTo(Outcome.WAITING);
        assertThat(waiting.detail()).isNotBlank().doesNotContain("Exception", "secret");
        assertThat(server.home().resolve("reports/a.txt")).hasBinaryContent(CONTENT);

        try (EmbeddedBroker external = EmbeddedBroker.open(broker)) {
            assertThat(drover.receive("drover.files").getMessage().getBody(String.class))
                    .contains("a.txt");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(names(server.home().resolve("reports"))).isEmpty());
            drover.close();
        }
        assertThat(Files.readAllBytes(drover.folder("spool").resolve("reports/a.txt")))
                .isEqualTo(CONTENT);
    }

    @Test
    void aBrokerThatIsAwayHoldsUpNeitherTheStartNorTheEnd() throws Exception {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            drover.start();
            drover.close();
        });
    }
}
