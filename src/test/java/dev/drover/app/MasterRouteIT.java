package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.BrokerProcess;
import dev.drover.testing.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that two nodes watch and one works on, as two processes on one broker and one database. */
class MasterRouteIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ROUTE =
            """
            - route:
                id: watched
                from:
                  uri: master:watched:file:SHARED/drop
                  parameters:
                    delay: 200
                    delete: true
                  steps:
                    - to:
                        uri: file:SHARED/taken
                        parameters:
                          fileName: "${file:onlyname}.NODE"
            """;

    @TempDir
    private Path directory;

    private Path shared;

    @Test
    void aRouteGoesOnWithTheOtherNodeWhenItsLeaderIsKilled() throws Exception {
        shared = Files.createDirectories(directory.resolve("shared"));
        Files.createDirectories(shared.resolve("drop"));
        try (DatabaseServer database = DatabaseServer.in(directory);
                BrokerProcess broker = BrokerProcess.in(directory.resolve("broker"));
                DroverNode one = node("one", database, broker).start();
                DroverNode two = node("two", database, broker).start()) {
            one.awaitRunning();
            two.awaitRunning();
            String leader = takenBy("first");
            assertThat(takenBy("second")).isEqualTo(leader);

            (leader.equals("one") ? one : two).kill();

            assertThat(takenBy("third")).isNotEqualTo(leader);
            (leader.equals("one") ? one : two).start().awaitRunning();
            assertThat(takenBy("fourth")).isNotEqualTo(leader);
            assertThat(names(shared.resolve("taken"))).hasSize(4);
        }
    }

    /** Drops a file, and says which node took it. */
    private String takenBy(String name) throws IOException {
        Path file = Files.writeString(shared.resolve(name), name);
        Files.move(file, shared.resolve("drop").resolve(name));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> names(shared.resolve("taken")).stream().anyMatch(taken -> taken.startsWith(name + ".")));
        return names(shared.resolve("taken")).stream()
                .filter(taken -> taken.startsWith(name + "."))
                .map(taken -> taken.substring(name.length() + 1))
                .reduce((a, b) -> a + " and " + b)
                .orElseThrow();
    }

    private DroverNode node(String name, DatabaseServer database, BrokerProcess broker) throws IOException {
        return DroverNode.in(directory, name)
                .with("drover.broker.url", broker.failoverUrl())
                .with("drover.journal.url", database.url())
                .with("drover.journal.user", DatabaseServer.USER)
                .with("drover.journal.password", DatabaseServer.PASSWORD)
                .route("watched", ROUTE.replace("SHARED", shared.toString()).replace("NODE", name));
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
