package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.mirror.Tree;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a server while an archive is made or let go. */
class BackupScriptTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final String ARCHIVE = "/b/site-20260301-020000.tar.gz";

    private static final RetryPolicy FAST = RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    Path here;

    private final FtpScript script = FtpScript.server().directory("/b");
    private final BackupEngine engine = new BackupEngine(new TransferEngine(), Clock.fixed(NIGHT, ZoneOffset.UTC));

    private interface Play {
        void with(ScriptedServer server, Backup.Builder backup) throws Exception;
    }

    private void play(Play play) throws Exception {
        try (ScriptedServer server = script.start();
                FtpClient client = FtpClient.builder(server.address()).build()) {
            play.with(
                    server,
                    Backup.builder("site", Tree.remote(client, RemotePath.of("/b")))
                            .retry(RetryPolicy.NONE)
                            .sources(here.resolve("data")));
            assertThat(client.pool().lent()).isZero();
        }
    }

    @BeforeEach
    void write() throws IOException {
        byte[] noise = new byte[400_000];
        new Random(7).nextBytes(noise);
        Files.createDirectories(here.resolve("data"));
        Files.write(here.resolve("data/noise.bin"), noise);
    }

    private static void assertNothingUnderTheName(ScriptedServer server) {
        assertThat(server.file(ARCHIVE)).isEmpty();
        assertThat(server.file(ARCHIVE + ".sha256")).isEmpty();
        assertThat(server.commands())
                .filteredOn(line -> line.startsWith("STOR"))
                .singleElement()
                .satisfies(line -> assertThat(server.file(line.substring("STOR ".length())))
                        .isEmpty());
    }

    @Test
    void anUploadThatBreaksLeavesNothing() throws Exception {
        script.once("STOR").closesDataEarly(100_000).thenReplies("426 Broken.");
        play((server, backup) -> {
            assertThatThrownBy(() -> engine.create(backup.build())).isInstanceOf(IOException.class);
            assertNothingUnderTheName(server);
        });
    }

    @Test
    void aLostConnectionLeavesNothing() throws Exception {
        script.once("STOR").resetsData(100_000).closesControl();
        play((server, backup) -> {
            assertThatThrownBy(() -> engine.create(backup.build())).isInstanceOf(IOException.class);
            assertNothingUnderTheName(server);
        });
    }

    @Test
    void anArchiveThatArrivedShorterIsNotPublished() throws Exception {
        script.on("SIZE", "213 17");
        play((server, backup) -> {
            assertThatThrownBy(() -> engine.create(backup.build())).hasMessageContaining("The server has 17 bytes");
            assertNothingUnderTheName(server);
        });
    }

    @Test
    void anArchiveWithAnotherDigestIsNotPublished() throws Exception {
        script.features("SIZE", "MLST type*;size*;modify*;", "XSHA256").on("XSHA256", "250 " + "0".repeat(64));
        play((server, backup) -> {
            assertThatThrownBy(() -> engine.create(backup.build()))
                    .hasMessageContaining("is not that of what was sent");
            assertNothingUnderTheName(server);
        });
    }

    @Test
    void aListingThatBreaksLetsNothingGo() throws Exception {
        script.file("/b/site-20200101-000000.tar.gz", "old")
                .file("/b/site-20210101-000000.tar.gz", "old")
                .on("MLSD")
                .sendsLines("type=file;size=3; site-20200101-000000.tar.gz")
                .thenReplies("426 Broken.");
        play((server, backup) -> {
            Backup strict =
                    backup.retention(Retention.youngerThan(Duration.ofDays(1))).build();
            assertThatThrownBy(() -> engine.prune(strict)).isInstanceOf(IOException.class);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
        });
    }

    @Test
    void aSpooledArchiveGoesOnWhereItsUploadBroke() throws Exception {
        script.once("STOR").asUsual().once("STOR").asUsual();
        script.once("STOR").closesDataEarly(150_000).thenReplies("426 Broken.");
        play((server, backup) -> {
            BackupResult made = engine.create(
                    backup.retry(FAST).spool(here.resolve("spool")).build());
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("REST"))
                    .hasSize(1);
            assertThat(made.bytes()).isEqualTo(server.file(ARCHIVE).orElseThrow().length);
        });
    }

    private void oldArchive() {
        String name = "/b/site-20250101-000000.tar.gz";
        script.file(name, "old").file(name + ".sha256", "x").file(name + ".manifest", "x");
    }

    @Test
    void anArchiveThatIsNotWhatWasSentPushesOutNoOldOne() throws Exception {
        oldArchive();
        script.on("RETR " + ARCHIVE).sendsData("rubbish");
        play((server, backup) -> {
            BackupResult made = engine.create(
                    backup.verify(true).retention(Retention.keep(1, 0, 0)).build());
            assertThat(made.isUsable()).isFalse();
            assertThat(made.isGood()).isFalse();
            assertThat(made.archive()).isEqualTo(ARCHIVE.substring("/b/".length()));
            assertThat(made.pruned()).isEmpty();
            assertThat(made.notPruned()).singleElement().asString().contains("No archive was let go");
            assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
        });
    }

    @Test
    void anArchiveThatCannotBeReadBackPushesOutNoOldOneAndIsNamed() throws Exception {
        oldArchive();
        script.on("RETR " + ARCHIVE, "550 You may only write.");
        play((server, backup) -> {
            BackupResult made = engine.create(
                    backup.verify(true).retention(Retention.keep(1, 0, 0)).build());
            assertThat(made.isUsable()).isTrue();
            assertThat(made.isGood()).isFalse();
            assertThat(made.problems()).singleElement().asString().contains("could not be read back", "only write");
            assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE"));
        });
    }

    @Test
    void aBackupThatWasReadBackLetsGoOldOnesOnlyAfterwards() throws Exception {
        oldArchive();
        play((server, backup) -> {
            BackupResult made = engine.create(
                    backup.verify(true).retention(Retention.keep(1, 0, 0)).build());
            assertThat(made.isGood()).isTrue();
            assertThat(made.pruned()).containsExactly("site-20250101-000000.tar.gz");
            List<String> commands = server.commands();
            assertThat(commands.indexOf("RETR " + ARCHIVE))
                    .isBetween(0, commands.indexOf("DELE /b/site-20250101-000000.tar.gz"));
        });
    }

    @Test
    void anOldArchiveThatTheServerKeepsDoesNotHideTheNewOne() throws Exception {
        oldArchive();
        script.on("DELE", "550 Append only.");
        play((server, backup) -> {
            BackupResult made =
                    engine.create(backup.retention(Retention.keep(1, 0, 0)).build());
            assertThat(server.file(ARCHIVE)).isPresent();
            assertThat(made.isUsable()).isTrue();
            assertThat(made.isGood()).isFalse();
            assertThat(made.pruned()).isEmpty();
            assertThat(made.notPruned()).singleElement().asString().contains("site-20250101-000000", "Append only");
            assertThatThrownBy(() -> engine.prune(backup.build())).hasMessageContaining("Append only");
        });
    }

    private static void assertOnlyTheArchiveIsThere(ScriptedServer server) {
        assertThat(server.file(ARCHIVE)).isPresent();
        assertThat(server.file(ARCHIVE + ".sha256")).isPresent();
        assertThat(server.commands())
                .filteredOn(line -> line.startsWith("STOR /b/."))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(server.file(line.substring("STOR ".length())))
                        .isEmpty());
    }

    @Test
    void aStreamThatBreaksIsSentAnewWithinTheSameRun() throws Exception {
        script.once("STOR").closesDataEarly(100_000).thenReplies("426 Broken.");
        script.once("STOR").resetsData(100_000).closesControl();
        play((server, backup) -> {
            Backup patient = backup.retry(FAST).verify(true).build();
            BackupResult made = engine.create(patient);
            assertThat(made.isGood()).isTrue();
            assertThat(made.bytes()).isEqualTo(server.file(ARCHIVE).orElseThrow().length);
            assertOnlyTheArchiveIsThere(server);
        });
    }

    @Test
    void anArchiveThatGotItsNameThoughNobodyWasToldIsTaken() throws Exception {
        script.once("RNTO").asUsual().once("RNTO").asUsual();
        script.once("RNTO").asUsualButSilently().closesControl();
        play((server, backup) -> {
            BackupResult made = engine.create(backup.retry(FAST).build());
            assertThat(made.bytes()).isEqualTo(server.file(ARCHIVE).orElseThrow().length);
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("STOR"))
                    .hasSize(3);
            assertOnlyTheArchiveIsThere(server);
        });
    }

    @Test
    void aRefusedLoginIsNotTriedAgain() throws Exception {
        script.on("PASS", "530 No.");
        play((server, backup) -> {
            assertThatThrownBy(() -> engine.create(backup.retry(FAST).build())).hasMessageContaining("530");
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("PASS"))
                    .hasSize(1);
        });
    }

    @Test
    void aBackupThatIsCancelledLeavesNothing() throws Exception {
        play((server, backup) -> {
            Cancellation cancellation = new Cancellation();
            Backup stopped = backup.retry(FAST)
                    .cancellation(cancellation)
                    .listener(new BackupListener() {
                        private long sum;

                        @Override
                        public void entry(String path, long bytes) {}

                        @Override
                        public void moved(long bytes) {
                            sum += bytes;
                            if (sum > 100_000) {
                                cancellation.cancel();
                            }
                        }
                    })
                    .build();
            assertThatThrownBy(() -> engine.create(stopped)).hasMessageContaining("cancelled");
            assertNothingUnderTheName(server);
        });
    }

    @Test
    void anUploadFromTheSpoolThatFailsForGoodLeavesNothing() throws Exception {
        script.once("STOR").asUsual().once("STOR").asUsual();
        script.on("STOR").closesDataEarly(50_000).thenReplies("426 Broken.");
        script.on("APPE").closesDataEarly(50_000).thenReplies("426 Broken.");
        play((server, backup) -> {
            Backup spooled = backup.retry(FAST.withAttempts(2))
                    .spool(here.resolve("spool"))
                    .build();
            assertThatThrownBy(() -> engine.create(spooled)).isInstanceOf(IOException.class);
            assertThat(server.file(ARCHIVE + ".sha256")).isEmpty();
            assertThat(server.file(ARCHIVE + ".manifest")).isEmpty();
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("STOR"))
                    .allSatisfy(line -> assertThat(server.file(line.substring("STOR ".length())))
                            .isEmpty());
            assertThat(here.resolve("spool")).isEmptyDirectory();
        });
    }

    @Test
    void partialFilesOfKilledRunsAreRemovedWhenTheyAreADayOld() throws Exception {
        String old = "/b/.site-20260215-020000.tar.gz";
        String running = "/b/.site-20260228-230000.tar.gz.backup-0123abcd.part";
        String others = "/b/.other-20260101-020000.tar.gz.backup-0123abcd.part";
        Instant then = Instant.parse("2026-02-15T02:00:00Z");
        List<String> rubbish = List.of(
                old + ".backup-0123abcd.part", old + ".manifest.backup-0123abcd.part", old + ".0123456789abcdef.part");
        rubbish.forEach(file -> script.file(file, new byte[1], then));
        script.file(running, new byte[1], then).file(others, new byte[1], then);
        play((server, backup) -> {
            assertThat(engine.create(backup.build()).isGood()).isTrue();
            assertThat(rubbish).allSatisfy(file -> assertThat(server.file(file)).isEmpty());
            assertThat(server.file(running)).isPresent();
            assertThat(server.file(others)).isPresent();
        });
    }
}
