package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.Tree;
import dev.drover.testing.Daemon;
import dev.drover.testing.PgpKeyFiles;
import dev.drover.testing.RealServer;
import dev.drover.transfer.TransferEngine;
import dev.drover.transform.Transforms;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    @ParameterizedTest
    @EnumSource(
            value = Daemon.class,
            names = {"VSFTPD", "PROFTPD", "PURE_FTPD"})
    void anEncryptedArchiveIsMadeFoundDamagedAndRestoredWithItsKey(Daemon daemon, @TempDir Path here)
            throws IOException {
        PgpKeyFiles.write(here, "ours", "");
        Transforms transforms = Transforms.of(PgpKeyFiles.settings(here, "ours", "ours"));
        Path data = Files.createDirectories(here.resolve("data"));
        Files.writeString(data.resolve("salaries.txt"), "secret ".repeat(50_000));
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .build()) {
            RemoteTree target = Tree.remote(client, RemotePath.of(server.remote("sealed")));
            Backup sealing = Backup.builder("site", target)
                    .sources(data)
                    .encryption(transforms.encryption("seal"))
                    .verify(true)
                    .build();
            Backup opening = Backup.builder("site", target)
                    .decryption(transforms.decryption("open"))
                    .build();
            BackupEngine engine = new BackupEngine(new TransferEngine());

            BackupResult made = engine.create(sealing);
            assertThat(made.isGood()).isTrue();
            assertThat(engine.verify(opening, made.archive()).problems()).isEmpty();

            Path file = server.home().resolve("sealed/" + made.archive());
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = whole.clone();
            damaged[whole.length / 2] ^= 1;
            Files.write(file, damaged);
            assertThat(engine.verify(sealing, made.archive()).isGood()).isFalse();
            assertThat(engine.restore(opening, made.archive(), here.resolve("none"), RestoreOptions.SAFE)
                            .restored())
                    .isEmpty();

            Files.write(file, whole);
            assertThat(engine.restore(opening, made.archive(), here.resolve("back"), RestoreOptions.SAFE)
                            .isComplete())
                    .isTrue();
            assertThat(here.resolve("back/data/salaries.txt")).hasSameTextualContentAs(data.resolve("salaries.txt"));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void gpgAndTarReadAnEncryptedArchive(@TempDir Path here) throws Exception {
        assumeThat(isThere("gpg")).isTrue();
        Path data = Files.createDirectories(here.resolve("data"));
        Files.writeString(data.resolve("a b.txt"), "secret ".repeat(50_000));
        Path home = Files.createDirectories(here.resolve("g"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Path key = here.resolve("theirs.pub");
        Path tar = here.resolve("out.tar.gz");
        try (RealServer server = RealServer.start(Daemon.VSFTPD, Daemon.Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .build()) {
            RemoteTree target = Tree.remote(client, RemotePath.of(server.remote("sealed")));
            String[] make = {"--quick-generate-key", "theirs <theirs@example.com>", "future-default", "default", "never"
            };
            gpg(home, make);
            gpg(home, "--armor", "--output", key.toString(), "--export");
            Transforms transforms = Transforms.of(Map.of(
                    "drover.transforms.seal.kind", "pgp-encrypt", "drover.transforms.seal.recipients", key.toString()));
            Backup sealing = Backup.builder("site", target)
                    .sources(data)
                    .encryption(transforms.encryption("seal"))
                    .build();

            String archive =
                    new BackupEngine(new TransferEngine()).create(sealing).archive();

            Path stored = server.home().resolve("sealed/" + archive);
            gpg(home, "--output", tar.toString(), "--decrypt", stored.toString());
            assertThat(run("tar", "tzf", tar).lines()).containsExactly("data/", "data/a b.txt");
        } finally {
            run("gpgconf", "--homedir", home, "--kill", "gpg-agent");
        }
    }

    private static void gpg(Path home, String... arguments) throws IOException, InterruptedException {
        Stream<Object> options = Stream.of("gpg", "--batch", "--homedir", home, "--passphrase", "");
        run(Stream.concat(options, Stream.of(arguments)).toArray());
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static String run(Object... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.of(command).map(Object::toString).toList())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static BackupEngine engine(Instant now) {
        return new BackupEngine(new TransferEngine(), Clock.fixed(now, ZoneOffset.UTC));
    }
}
