package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a server during a download: what the engine makes of them, and what it must not do. */
class DownloadScriptTest {
    private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");
    private static final byte[] CONTENT = content(300_000);

    @TempDir
    Path home;

    private final ManualTime time = new ManualTime();
    private final TransferEngine engine = new TransferEngine(time, time, new Random(1));
    private final FtpScript script = FtpScript.server().file("/a", CONTENT, MODIFIED);

    /** What a test does with the server. */
    private interface Play {
        void with(ScriptedServer server, FtpClient client) throws Exception;
    }

    private void play(Play play) throws Exception {
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address())
                        .timeouts(FtpTimeouts.DEFAULT
                                .withDataIdle(Duration.ofMillis(300))
                                .withCompletion(Duration.ofMillis(300)))
                        .build()) {
            play.with(server, client);
            assertThat(client.pool().lent()).isZero();
        }
    }

    @Test
    void aFileIsDownloadedAndTheServerIsLeftAsItWas() throws Exception {
        play((server, client) -> {
            TransferResult result = engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(result.verified()).isEqualTo(Verification.SIZE);
            assertThat(server.commands())
                    .containsSubsequence("MLST /a", "RETR /a")
                    .noneMatch(line -> line.startsWith("DELE") || line.startsWith("RN"));
        });
    }

    @Test
    void aBrokenDownloadIsResumedAndTheOverlapCompared() throws Exception {
        script.once("RETR").resetsData(200_000);
        play((server, client) -> {
            TransferResult result = engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(result.sha256()).isPresent();
            assertThat(files()).containsExactly("a");
        });
    }

    @Test
    void aServerThatSaysRestartAndSendsTheWholeFileIsFoundOut() throws Exception {
        script.once("RETR").closesDataEarly(200_000).thenReplies("426 Broken.");
        script.once("REST", "350 Of course.").once("RETR").sendsData(CONTENT);
        play((server, client) -> {
            TransferResult result = engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(result.resumedFrom()).isZero();
            assertThat(files()).containsExactly("a");
        });
    }

    @Test
    void aFileThatChangedBetweenTwoAttemptsIsReadFromTheStart() throws Exception {
        script.once("MLST").asUsual();
        script.once("RETR").resetsData(200_000);
        byte[] other = content(290_000);
        play((server, client) -> {
            Transfer transfer = download(client)
                    .listener(event -> {
                        if (event instanceof TransferEvent.RetryScheduled) {
                            server.put("/a", other);
                        }
                    })
                    .build();
            TransferResult result = engine.transfer(transfer);
            assertThat(home.resolve("a")).hasBinaryContent(other);
            assertThat(result.resumedFrom()).isZero();
            assertThat(server.commands()).noneMatch(line -> line.startsWith("REST"));
            assertThat(files()).containsExactly("a");
        });
    }

    @Test
    void anEndOfDataThatComesTooEarlyIsNoFile() throws Exception {
        script.on("RETR").closesDataEarly(1000).thenReplies("226 Transfer complete.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(download(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.INTEGRITY);
                        assertThat(e.attempts()).isEqualTo(2);
                    });
            assertThat(files()).isEmpty();
        });
    }

    @Test
    void aFailureAfterAllBytesIsNoFile() throws Exception {
        script.on("RETR").closesDataEarly(Long.MAX_VALUE).thenReplies("551 Read error.");
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(download(client).build())).hasMessageContaining("551 Read error");
            assertThat(files()).isEmpty();
        });
    }

    @Test
    void aLostConfirmationIsGotByAskingForTheTailAgain() throws Exception {
        script.once("RETR").closesDataEarly(Long.MAX_VALUE).noFinalReply().closesControl();
        play((server, client) -> {
            TransferResult result = engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(server.commands()).contains("REST " + (300_000 - LocalTarget.OVERLAP));
            assertThat(result.bytesMoved()).isEqualTo(300_000 + LocalTarget.OVERLAP);
        });
    }

    @Test
    void aServerThatStallsIsLeftAfterItsDeadline() throws Exception {
        script.once("RETR").stallsData(200_000);
        play((server, client) -> {
            TransferResult result = engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(result.attempts()).isEqualTo(2);
        });
    }

    @Test
    void aMissingFileIsNotTriedAgain() throws Exception {
        play((server, client) -> {
            Transfer missing = Transfer.builder(Location.remote(client, RemotePath.of("/none")), local())
                    .build();
            assertThatThrownBy(() -> engine.transfer(missing)).isInstanceOfSatisfying(TransferException.class, e -> {
                assertThat(e.errorClass()).isEqualTo(ErrorClass.PERMANENT_REMOTE);
                assertThat(e.attempts()).isEqualTo(1);
            });
            assertThat(files()).isEmpty();
            assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
        });
    }

    @Test
    void aServerWithoutFactsIsAskedForSizeAndTime() throws Exception {
        script.lacks("MLST", "MLSD");
        play((server, client) -> {
            engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(server.commands()).containsSubsequence("SIZE /a", "MDTM /a", "RETR /a");
        });
    }

    @Test
    void aServerThatTellsNoSizeStillDelivers() throws Exception {
        script.lacks("MLST", "MLSD", "SIZE", "MDTM");
        play((server, client) -> {
            TransferResult result = engine.transfer(download(client).build());
            assertThat(home.resolve("a")).hasBinaryContent(CONTENT);
            assertThat(result.bytes()).isEqualTo(300_000);
        });
    }

    @Test
    void aServerThatSendsMoreThanItSaidIsStopped() throws Exception {
        script.on("RETR").sendsData(content(900_000));
        play((server, client) -> {
            assertThatThrownBy(() -> engine.transfer(download(client).build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> assertThat(e.errorClass())
                            .isIn(ErrorClass.INTEGRITY, ErrorClass.TRANSIENT_NETWORK));
            assertThat(files()).isEmpty();
        });
    }

    private Transfer.Builder download(FtpClient client) throws IOException {
        return Transfer.builder(Location.remote(client, RemotePath.of("/a")), local());
    }

    private LocalLocation local() throws IOException {
        return Location.local(home, RelativePath.of("a"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(home)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
