package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process that is told to stop in the middle of a transfer. */
class StoppedTransferIT {
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
                .replaceFirst("(?m)^drover.poll=.*$", "drover.poll=200ms")
                .replaceFirst("(?m)^drover.settle=.*$", "drover.settle=1ms");
        Path config = Files.createDirectory(directory.resolve("quick"));
        Files.writeString(config.resolve("application.properties"), settings);
        Path outbox = Files.createDirectories(directory.resolve("data/outbox"));
        Files.write(outbox.resolve("big.bin"), new byte[SIZE]);
        return DroverProcess.start(directory, DroverIT.partner(server), "run", "--config", "quick");
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
}
