package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that end others, while everybody who carries out requests is busy. */
class CancelRouteTest {
    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private TestDeployment drover;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).rate(50_000).start();
        drover = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.requests.consumers", "1")
                .start();
        drop(drover.folder("store"), "big.bin", new byte[3_000_000]);
        drop(drover.folder("store"), "small.txt", new byte[10]);
    }

    @AfterEach
    void stop() {
        drover.close();
        server.close();
    }

    @Test
    void aCancelIsNotBehindWhatItEnds() throws Exception {
        drover.send("drover.requests", transfer("long-lasting", "big.bin"));
        await().atMost(PATIENCE).until(() -> state("long-lasting").equals(Optional.of(RequestState.RUNNING)));

        drover.send("drover.cancels", cancel("ends-another", "long-lasting"));

        await().atMost(PATIENCE).until(() -> state("ends-another").equals(Optional.of(RequestState.COMPLETED)));
        await().atMost(PATIENCE).until(() -> state("long-lasting").equals(Optional.of(RequestState.CANCELLED)));
        assertThat(server.home().resolve("in/big.bin")).doesNotExist();
    }

    @Test
    void whatIsNoCancelGoesOnToTheQueueOfRequests() throws Exception {
        drover.send("drover.cancels", "{no cancel");
        drover.send("drover.cancels", transfer("misplaced", "small.txt"));

        await().atMost(PATIENCE).until(() -> state("misplaced").equals(Optional.of(RequestState.COMPLETED)));
        assertThat(server.home().resolve("in/small.txt")).hasSize(10);
        assertThat(drover.receive("drover.dead").getMessage().getHeader("droverErrorClass"))
                .isEqualTo("INVALID");
    }

    private Optional<RequestState> state(String id) throws IOException {
        return drover.journal().history().find(id).map(RequestRecord::state);
    }

    private static String transfer(String id, String file) {
        return "{\"version\":1,\"id\":\"" + id
                + "\",\"operation\":\"transfer\",\"source\":{\"endpoint\":\"store\",\"paths\":[\"" + file
                + "\"]},\"destination\":{\"endpoint\":\"partner\",\"directory\":\"in\"}}";
    }

    private static String cancel(String id, String other) {
        return "{\"version\":1,\"id\":\"" + id + "\",\"operation\":\"cancel\",\"cancelId\":\"" + other + "\"}";
    }
}
