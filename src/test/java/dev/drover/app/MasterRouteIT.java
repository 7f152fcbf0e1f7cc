package dev.drover.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.BrokerProcess;
import dev.drover.testing.DatabaseServer;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.LongTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that two nodes watch and one works on, as two processes on one broker and one database. */
@LongTest
class MasterRouteIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void aRouteGoesOnWithTheOtherNodeWhenItsLeaderIsKilled() throws Exception {
        try (EmbeddedServer server =
                        EmbeddedServer.on(directory.resolve("server")).start();
                DatabaseServer database = DatabaseServer.in(directory);
                BrokerProcess broker = BrokerProcess.in(directory.resolve("broker"));
                DroverNode one = node("one", server, database, broker).start();
                DroverNode two = node("two", server, database, broker).start()) {
            one.awaitRunning();
            two.awaitRunning();
            assertThat(one.log()).as("the log in the data directory").contains("drop-to-ftp");
            List<DroverNode> nodes = List.of(one, two);
            DroverNode leader = takerOf("first", server, nodes);
            assertThat(takerOf("second", server, nodes)).isSameAs(leader);

            leader.kill();

            DroverNode next = takerOf("third", server, nodes);
            assertThat(next).isNotSameAs(leader);
            leader.start().awaitRunning();
            assertThat(takerOf("fourth", server, nodes)).isSameAs(next);
            assertThat(TestDeployment.names(server.home().resolve("incoming")))
                    .containsExactly("first", "fourth", "second", "third");
        }
    }

    /** Drops a file into the folder of both, and says which node brought it to the server. */
    private DroverNode takerOf(String name, EmbeddedServer server, List<DroverNode> nodes) throws IOException {
        TestDeployment.drop(directory.resolve("outbox"), name, name.getBytes(UTF_8));
        Path arrived = server.home().resolve("incoming").resolve(name);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> Files.exists(arrived));
        assertThat(arrived).hasContent(name);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> !takers(name, nodes)
                .isEmpty());
        assertThat(takers(name, nodes)).hasSize(1);
        return takers(name, nodes).get(0);
    }

    private static List<DroverNode> takers(String name, List<DroverNode> nodes) {
        return nodes.stream().filter(node -> node.output().contains(name)).toList();
    }

    private DroverNode node(String name, EmbeddedServer server, DatabaseServer database, BrokerProcess broker)
            throws IOException {
        return DroverNode.in(directory, name)
                .with("drover.broker.url", broker.failoverUrl())
                .with("drover.journal.url", database.url())
                .with("drover.journal.user", DatabaseServer.USER)
                .with("drover.journal.password", DatabaseServer.PASSWORD)
                .with("drover.watch", "master:drover:")
                .with("drover.poll", "200ms")
                .with("drover.settle", "1ms")
                .with("drover.endpoint.outbox.root", directory.resolve("outbox").toString())
                .with("drover.endpoint.partner.host", server.host())
                .with("drover.endpoint.partner.port", String.valueOf(server.port()))
                .with("drover.endpoint.partner.username", EmbeddedServer.USER)
                .with("drover.endpoint.partner.password", EmbeddedServer.PASSWORD)
                .route("failures.camel.yaml")
                .route("drop-to-ftp.camel.yaml");
    }
}
