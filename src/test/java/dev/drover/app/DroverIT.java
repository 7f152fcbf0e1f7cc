package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, as a user meets it. */
class DroverIT {
    private static final int SECONDS = 90;
    private static final int TERMINATED = 143;

    @TempDir
    private Path temporary;

    private Path directory;

    @BeforeEach
    void make() throws Exception {
        directory = Files.createDirectory(temporary.resolve("home"));
    }

    @Test
    void theDemoMovesEveryFileAndLeavesNothingBehind() throws Exception {
        try (DroverProcess drover = DroverProcess.start(directory, Map.of(), "demo", "--once")) {
            assertThat(drover.status(SECONDS)).as(drover.output()).isZero();

            assertThat(drover.output())
                    .contains("54 of 54 files moved, their content equal to the source's by SHA-256.")
                    .contains("drop-to-ftp", "ftp-to-drop", "ftp-to-queue", "requests", "relay", "site")
                    .contains("nightly        completed site-", "report         moved")
                    .contains("partner-works  good      partner works, in ")
                    .contains("10.0 MiB", "月次報告 二〇二六.pdf", "-leading dash.txt")
                    .doesNotContain("Exception", "\tat ", "WARN", "ERROR");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theDemoGoesOnUntilItIsToldToStop() throws Exception {
        try (DroverProcess drover = DroverProcess.start(directory, Map.of(), "demo")) {
            await().atMost(Duration.ofSeconds(SECONDS))
                    .untilAsserted(() -> assertThat(drover.output()).contains("Drop files of your own"));
            Path outbox = directory.resolve("data/demo/outbox");
            Files.writeString(outbox.resolve("mine.txt"), "mine");
            await().atMost(Duration.ofSeconds(SECONDS))
                    .untilAsserted(() -> assertThat(drover.output()).contains("mine.txt"));

            drover.terminate();

            assertThat(drover.status(SECONDS)).isEqualTo(TERMINATED);
        }
        assertThat(directory.resolve("data/demo/server/incoming/mine.txt")).hasContent("mine");
        assertThat(directory.resolve("data/demo/server/incoming")).isDirectoryNotContaining("glob:**.bin");
    }

    @Test
    void aDeploymentRunsUntilItIsToldToStopAndThenStopsInGoodOrder() throws Exception {
        try (EmbeddedServer server =
                        EmbeddedServer.on(temporary.resolve("server")).start();
                DroverProcess drover = DroverProcess.start(directory, partner(server), "run")) {
            await().atMost(Duration.ofSeconds(SECONDS))
                    .untilAsserted(() -> assertThat(drover.output()).contains("Drover runs"));
            assertThat(directory.resolve("data/alive")).exists();

            drover.terminate();

            assertThat(drover.status(SECONDS)).isEqualTo(TERMINATED);
            assertThat(drover.output()).contains("Stopping").doesNotContain("Exception", "\tat ");
        }
        assertThat(directory.resolve("data/alive")).doesNotExist();
        assertThat(directory.resolve("data/log/drover.log"))
                .content()
                .contains("Routes stopped")
                .doesNotContain(" ERROR ");
    }

    @Test
    void settingsThatMakeNoSenseAreToldAllAtOnce() throws Exception {
        Path config = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(
                config.resolve("application.properties"),
                """
                drover.shutdown-timeout=soon
                drover.broker.url=vm://localhost
                """);
        try (DroverProcess drover = DroverProcess.start(directory, Map.of(), "run", "--config", "broken")) {
            assertThat(drover.status(SECONDS)).isEqualTo(2);
            assertThat(drover.output())
                    .contains("drover.shutdown-timeout: ", "drover.broker.url: ")
                    .doesNotContain("Exception", "\tat ");
        }
    }

    static Map<String, String> partner(EmbeddedServer server) {
        return Map.of(
                "PARTNER_HOST",
                server.host(),
                "PARTNER_PORT",
                String.valueOf(server.port()),
                "PARTNER_USER",
                EmbeddedServer.USER,
                "PARTNER_PASSWORD",
                EmbeddedServer.PASSWORD);
    }
}
