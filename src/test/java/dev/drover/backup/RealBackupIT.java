package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.mirror.Tree;
import dev.drover.testing.Daemon;
import dev.drover.testing.RealServer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup made, listed, verified, damaged, found damaged and restored on real daemons. */
class RealBackupIT {
    @ParameterizedTest
    @EnumSource(
            value = Daemon.class,
            names = {"VSFTPD", "PROFTPD", "PURE_FTPD"})
    void anArchiveIsMadeVerifiedAndRestored(Daemon daemon, @TempDir Path here) throws IOException {
        Path data = Files.createDirectories(here.resolve("data/deep"));
        Files.writeString(data.resolve("a.txt"), "alpha ".repeat(100_000));
        Files.writeString(data.resolve("\u00fc b.txt"), "beta");
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .build()) {
            Backup backup = Backup.builder("site", Tree.remote(client, RemotePath.of(server.remote("backups"))))
                    .sources(here.resolve("data"))
                    .build();
            BackupEngine engine = new BackupEngine(new TransferEngine());

            String archive = engine.create(backup).archive();

            assertThat(engine.list(backup)).singleElement().satisfies(found -> {
                assertThat(found.name()).isEqualTo(archive);
                assertThat(found.complete()).isTrue();
            });
            assertThat(engine.verify(backup, archive).problems()).isEmpty();
            assertThat(engine.restore(backup, archive, here.resolve("back"), RestoreOptions.SAFE)
                            .isComplete())
                    .isTrue();
            assertThat(here.resolve("back/data/deep/\u00fc b.txt")).hasContent("beta");

            Path file = server.home().resolve("backups/" + archive);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            assertThat(engine.verify(backup, archive).isGood()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Daemon.class,
            names = {"VSFTPD", "PROFTPD", "PURE_FTPD"})
    void anArchiveInPartsIsMadeRestoredAndLetGo(Daemon daemon, @TempDir Path here) throws IOException {
        byte[] noise = new byte[50_000];
        new Random(2).nextBytes(noise);
        Files.createDirectories(here.resolve("data"));
        Files.write(here.resolve("data/noise.bin"), noise);
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .build()) {
            Backup backup = Backup.builder("site", Tree.remote(client, RemotePath.of(server.remote("backups"))))
                    .sources(here.resolve("data"))
                    .partSize(20_000)
                    .verify(true)
                    .retention(Retention.keep(1, 0, 0))
                    .build();
            Instant now = Instant.parse("2026-03-01T02:00:00Z");

            String old = engine(now).create(backup).archive();
            BackupResult made = engine(now.plus(Duration.ofDays(1))).create(backup);

            assertThat(made.isGood()).isTrue();
            assertThat(made.manifest().parts()).hasSize(3);
            assertThat(made.pruned()).containsExactly(old);
            assertThat(server.home().resolve("backups").toFile().list()).hasSize(3 + 2);
            assertThat(engine(now)
                            .restore(backup, made.archive(), here.resolve("back"), RestoreOptions.SAFE)
                            .isComplete())
                    .isTrue();
            assertThat(here.resolve("back/data/noise.bin")).hasBinaryContent(noise);
            Path part = server.home().resolve("backups/" + made.archive() + ".002");
            byte[] bytes = Files.readAllBytes(part);
            bytes[100] ^= 1;
            Files.write(part, bytes);
            assertThat(engine(now).verify(backup, made.archive()).problems().get(0))
                    .contains(made.archive() + ".002");
        }
    }

    private static BackupEngine engine(Instant now) {
        return new BackupEngine(new TransferEngine(), Clock.fixed(now, ZoneOffset.UTC));
    }
}
