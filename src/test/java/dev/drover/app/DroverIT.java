package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process, as a user meets it. */
class DroverIT {
    private static final int SECONDS = 90;
    private static final int TERMINATED = 143;
    private static final int SIZE = 3_000_000;
    private static final int RATE = 1_000_000;

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
    void aTransferUnderWayEndsBeforeTheProgramDoes() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(temporary.resolve("server"))
                        .rate(RATE)
                        .start();
                DroverProcess drover = startWith(server, "45s")) {
            terminateInTheMiddleOfATransfer(server, drover);

            assertThat(server.home().resolve("incoming")).isDirectoryContaining("glob:**/big.bin");
            assertThat(server.home().resolve("incoming/big.bin")).hasSize(SIZE);
        }
        assertThat(directory.resolve("data/outbox")).isEmptyDirectory();
    }

    @Test
    void aTransferThatTakesTooLongToWaitForIsBrokenOffAndTheFileStays() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.on(temporary.resolve("server"))
                        .rate(RATE / 10)
                        .start();
                DroverProcess drover = startWith(server, "1s")) {
            terminateInTheMiddleOfATransfer(server, drover);

            assertThat(server.home().resolve("incoming/big.bin")).doesNotExist();
        }
        assertThat(directory.resolve("data/outbox/big.bin")).hasSize(SIZE);
    }

    private DroverProcess startWith(EmbeddedServer server, String shutdownTimeout) throws Exception {
        String settings = Files.readString(Path.of("config/application.properties"))
                .replaceFirst("(?m)^drover.shutdown-timeout=.*$", "drover.shutdown-timeout=" + shutdownTimeout)
                .replaceFirst("(?m)^drover.poll=.*$", "drover.poll=200")
                .replaceFirst("(?m)^drover.settle=.*$", "drover.settle=1");
        Path config = Files.createDirectory(directory.resolve("quick"));
        Files.writeString(config.resolve("application.properties"), settings);
        Path outbox = Files.createDirectories(directory.resolve("data/outbox"));
        Files.write(outbox.resolve("big.bin"), new byte[SIZE]);
        return DroverProcess.start(directory, partner(server), "run", "--config", "quick");
    }

    private static void terminateInTheMiddleOfATransfer(EmbeddedServer server, DroverProcess drover) throws Exception {
        await().atMost(Duration.ofSeconds(SECONDS))
                .until(() -> bytesIn(server.home().resolve("incoming")) > 0);

        drover.terminate();

        assertThat(drover.status(SECONDS)).isEqualTo(TERMINATED);
        assertThat(drover.output()).contains("Stopping").doesNotContain("Exception", "\tat ");
    }

    private static long bytesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
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

    private static Map<String, String> partner(EmbeddedServer server) {
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
