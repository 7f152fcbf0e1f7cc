package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that runs while Drover is told to stop. */
class StoppedMirrorTest {
    private static final int SIZE = 8 << 20;

    @TempDir
    private Path directory;

    @Test
    void aMirrorThatRunsWhenDroverStopsGoesOnWithTheNextStart() throws Exception {
        byte[] content = new byte[SIZE];
        new Random(3).nextBytes(content);
        try (EmbeddedServer server =
                EmbeddedServer.on(directory.resolve("server")).start()) {
            Path site = Files.createDirectories(directory.resolve("data/store/site"));
            Files.write(site.resolve("large.bin"), content);
            Path there = server.home().resolve("site");
            try (TestDeployment slow = deployment(server).with("drover.endpoint.partner.rate", "1MB")) {
                slow.start();
                await().atMost(PATIENCE).until(() -> sent(there) > 1 << 20);
                long begin = System.nanoTime();
                slow.close();
                // All of it would take seven seconds more, and the shutdown timeout is 45.
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(there.resolve("large.bin")).doesNotExist();
            assertThat(sent(there)).isGreaterThan(1 << 20);

            try (TestDeployment fast = deployment(server)) {
                fast.start();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(there.resolve("large.bin"))
                        .hasBinaryContent(content));
            }
        }
    }

    private TestDeployment deployment(EmbeddedServer server) throws IOException {
        return new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("camel.routeTemplate[site].templateId", "mirror")
                .with("camel.routeTemplate[site].source", "store/site")
                .with("camel.routeTemplate[site].target", "partner/site")
                .with("camel.routeTemplate[site].first", "1ms");
    }

    private static long sent(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
