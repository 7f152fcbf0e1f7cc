package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolLimits;
import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.Selection;
import dev.drover.mirror.Tree;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant OLD = Instant.parse("2024-10-27T00:30:01.5Z");

    @TempDir
    Path here;

    private EmbeddedServer server;
    private FtpClient client;
    private RemoteTree target;

    @BeforeEach
    void start() {
        server = EmbeddedServer.on(here.resolve("server")).start();
        client = FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                .pool(PoolLimits.DEFAULT.withMaxSessions(1))
                .build();
        target = Tree.remote(client, RemotePath.of("/backups/site"));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static BackupEngine engine(Instant now) {
        return new BackupEngine(new TransferEngine(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Backup.Builder backup() {
        return Backup.builder("site", target).sources(here.resolve("data"), here.resolve("etc"));
    }

    private Path onServer(String name) {
        return server.home().resolve("backups/site/" + name);
    }

    private void write(String path, String text) throws IOException {
        Path file = here.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(OLD));
    }

    private void sources() throws IOException {
        write("data/a.txt", "alpha");
        write("data/deep/er/b.txt", "beta ".repeat(50_000));
        write("data/empty.txt", "");
        write("data/\u00fcml\u00e4ut \u65e5\u672c [1].txt", "odd");
        write("data/" + "long-".repeat(40) + ".txt", "long name");
        write("data/skip.tmp", "not wanted");
        write("etc/run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(here.resolve("etc/run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createDirectories(here.resolve("data/nothing in it"));
    }

    private static Map<String, String> state(Path root) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String what = Files.isSymbolicLink(path)
                        ? "link to " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path)
                                ? "directory"
                                : Files.getLastModifiedTime(path).toInstant() + " " + Files.readString(path);
                state.put(root.relativize(path).toString(), what);
            }
        }
        return state;
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void whatWasSavedComesBackAsItWas(ArchiveFormat format) throws IOException {
        sources();
        Backup backup = backup().format(format).exclude("*.tmp").build();

        BackupResult made = engine(NIGHT).create(backup);

        assertThat(made.archive()).isEqualTo("site-20260301-020000" + format.extension());
        assertThat(made.isComplete()).isTrue();
        assertThat(made.manifest().files()).isEqualTo(6);
        assertThat(onServer(made.archive())).hasSize(made.bytes());
        assertThat(onServer(made.archive() + ".sha256")).hasContent(made.sha256() + "  " + made.archive());
        assertThat(engine(NIGHT).verify(backup, made.archive()).problems()).isEmpty();
        Path back = here.resolve("back");
        RestoreResult restored = engine(NIGHT).restore(backup, made.archive(), back, RestoreOptions.SAFE);
        assertThat(restored.isComplete()).isTrue();
        Files.delete(here.resolve("data/skip.tmp"));
        assertThat(state(back.resolve("data"))).isEqualTo(state(here.resolve("data")));
        assertThat(state(back.resolve("etc"))).isEqualTo(state(here.resolve("etc")));
        if (format == ArchiveFormat.TAR_GZ) {
            assertThat(Files.getPosixFilePermissions(back.resolve("etc/run.sh")))
                    .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        }
    }

    @Test
    void nothingButTheArchiveItsDigestAndItsManifestIsLeft() throws IOException {
        sources();
        engine(NIGHT).create(backup().build());
        try (Stream<Path> files = Files.list(onServer(""))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "site-20260301-020000.tar.gz",
                            "site-20260301-020000.tar.gz.sha256",
                            "site-20260301-020000.tar.gz.manifest");
        }
    }

    @Test
    void aSpooledArchiveIsTheSameAndLeavesNothingHere() throws IOException {
        sources();
        Backup backup = backup().spool(here.resolve("spool")).build();
        BackupResult made = engine(NIGHT).create(backup);
        assertThat(engine(NIGHT).verify(backup, made.archive()).isGood()).isTrue();
        assertThat(here.resolve("spool")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, 0.001, 0.1, 0.5, 0.9, 0.9999})
    void oneByteCorruptedAnywhereIsReported(double where) throws IOException {
        sources();
        Backup backup = backup().build();
        String archive = engine(NIGHT).create(backup).archive();
        byte[] bytes = Files.readAllBytes(onServer(archive));
        bytes[(int) (where * bytes.length)] ^= 0x10;
        Files.write(onServer(archive), bytes);

        VerifyResult result = engine(NIGHT).verify(backup, archive);

        assertThat(result.isGood()).isFalse();
        assertThat(result.problems().get(0)).startsWith("its SHA-256 is ");
        assertThat(result.bytes()).isEqualTo(bytes.length);
    }

    @Test
    void aTruncatedArchiveIsReportedAndOnlyGoodFilesComeBack() throws IOException {
        sources();
        Backup backup = backup().build();
        String archive = engine(NIGHT).create(backup).archive();
        byte[] bytes = Files.readAllBytes(onServer(archive));
        Files.write(onServer(archive), Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(engine(NIGHT).verify(backup, archive).problems())
                .anyMatch(problem -> problem.contains("cannot be read to its end"))
                .last()
                .asString()
                .matches("\\d+ of \\d+ entries could not be read: .+ and what is behind it");
        Path back = here.resolve("back");
        RestoreResult restored = engine(NIGHT).restore(backup, archive, back, RestoreOptions.SAFE);
        assertThat(restored.problems())
                .last()
                .asString()
                .matches("\\d+ of \\d+ entries could not be read: .+ and what is behind it");
        assertThat(restored.restored())
                .allSatisfy(path -> assertThat(back.resolve(path)).hasSameBinaryContentAs(here.resolve(path)));
        try (Stream<Path> files = Files.walk(back)) {
            assertThat(files.map(Path::toString)).noneMatch(path -> path.endsWith(".part"));
        }
    }

    @Test
    void filesThatAreThereAreLeftAloneUnlessAskedFor() throws IOException {
        sources();
        Backup backup = backup().build();
        String archive = engine(NIGHT).create(backup).archive();
        Path back = here.resolve("back");
        Files.createDirectories(back.resolve("data"));
        Files.writeString(back.resolve("data/a.txt"), "mine");

        RestoreResult safe = engine(NIGHT).restore(backup, archive, back, RestoreOptions.SAFE);
        assertThat(safe.existing()).containsExactly("data/a.txt");
        assertThat(back.resolve("data/a.txt")).hasContent("mine");

        RestoreResult over = engine(NIGHT).restore(backup, archive, back, RestoreOptions.SAFE.withOverwrite(true));
        assertThat(over.isComplete()).isTrue();
        assertThat(back.resolve("data/a.txt")).hasContent("alpha");
    }

    @Test
    void aRestoreThatIsCancelledLeavesNothingHalf() throws IOException {
        sources();
        byte[] noise = new byte[2_000_000];
        new Random(3).nextBytes(noise);
        Files.write(here.resolve("etc/noise"), noise);
        String archive = engine(NIGHT).create(backup().build()).archive();
        Cancellation cancellation = new Cancellation();
        Backup stopped = backup().cancellation(cancellation)
                .listener((path, bytes) -> cancellation.cancel())
                .build();
        Path back = here.resolve("back");
        assertThatThrownBy(() -> engine(NIGHT).restore(stopped, archive, back, RestoreOptions.SAFE))
                .hasMessageContaining("cancelled");
        try (Stream<Path> files = Files.walk(back)) {
            assertThat(files.map(Path::toString)).noneMatch(path -> path.endsWith(".part") || path.endsWith("noise"));
        }
    }

    @Test
    void onlyWhatIsAskedForComesBack() throws IOException {
        sources();
        Backup backup = backup().build();
        String archive = engine(NIGHT).create(backup).archive();
        Selection scripts = new Selection(List.of("*.sh"), List.of());
        RestoreResult result = engine(NIGHT)
                .restore(backup, archive, here.resolve("back"), RestoreOptions.SAFE.withSelection(scripts));
        assertThat(result.restored()).containsExactly("etc/run.sh");
    }

    @Test
    void linksComeBackWhenTheyPointInsideAndAreLeftOutWhenNot() throws IOException {
        sources();
        Files.createSymbolicLink(here.resolve("data/inside"), Path.of("deep/er/b.txt"));
        Files.createSymbolicLink(here.resolve("data/deep/up"), Path.of("../a.txt"));
        Files.createSymbolicLink(here.resolve("data/outside"), Path.of("../../etc/passwd"));
        Files.createSymbolicLink(here.resolve("data/absolute"), Path.of("/nowhere/passwd"));
        Files.createSymbolicLink(here.resolve("data/sneaky"), Path.of("inside/../../../x"));
        Backup backup = backup().build();
        String archive = engine(NIGHT).create(backup).archive();
        Path back = here.resolve("back");

        RestoreResult result = engine(NIGHT).restore(backup, archive, back, RestoreOptions.SAFE);

        assertThat(result.problems()).hasSize(3).allMatch(problem -> problem.contains("points out of the directory"));
        assertThat(back.resolve("data/inside")).isSymbolicLink().hasContent("beta ".repeat(50_000));
        assertThat(back.resolve("data/deep/up")).hasContent("alpha");
        assertThat(Files.exists(back.resolve("data/outside"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();

        Path all = here.resolve("all");
        assertThat(engine(NIGHT)
                        .restore(backup, archive, all, RestoreOptions.SAFE.withAllLinks(true))
                        .isComplete())
                .isTrue();
        assertThat(Files.readSymbolicLink(all.resolve("data/absolute"))).isEqualTo(Path.of("/nowhere/passwd"));
    }

    @Test
    void aHostileArchiveWritesNothingOutsideOfItsDirectory() throws Exception {
        Files.createDirectories(onServer(""));
        Files.createDirectories(here.resolve("outside"));
        Path back = Files.createDirectories(here.resolve("back"));
        Files.createSymbolicLink(back.resolve("planted"), here.resolve("outside"));
        Backup backup = backup().build();
        String archive = backup.names().at(NIGHT);
        plant(archive, "../outside/evil.txt", "/tmp/evil.txt", "planted/evil.txt", "a/../../evil.txt", "good.txt");

        RestoreResult result = engine(NIGHT).restore(backup, archive, back, RestoreOptions.SAFE.withOverwrite(true));

        assertThat(result.restored()).containsExactly("good.txt");
        assertThat(result.problems()).hasSize(4);
        assertThat(here.resolve("outside")).isEmptyDirectory();
        assertThat(here.resolve("evil.txt")).doesNotExist();
    }

    @Test
    void aNameThatThisDiskCannotTakeIsAProblemAndTheRestComesBack() throws Exception {
        Files.createDirectories(onServer(""));
        Backup backup = backup().build();
        String archive = backup.names().at(NIGHT);
        String longName = "x".repeat(300);
        plant(archive, "../evil.txt", "a/" + longName, longName + "/in-it.txt", "a/good.txt");
        Path back = here.resolve("back");

        RestoreResult result = engine(NIGHT).restore(backup, archive, back, RestoreOptions.SAFE);

        assertThat(result.restored()).containsExactly("a/good.txt");
        assertThat(result.problems()).hasSize(3);
        assertThat(result.problems().get(0)).startsWith("../evil.txt would lead out");
        assertThat(result.problems().get(1)).isEqualTo("a/" + longName + " was not restored: File name too long");
        assertThat(result.problems().get(2)).startsWith(longName + "/in-it.txt was not restored: ");
        assertThat(back.resolve("a")).isDirectoryContaining(file -> file.endsWith("good.txt"));
        assertThat(back.resolve("a")).isDirectoryNotContaining(file -> !file.endsWith("good.txt"));
    }

    /** An archive with manifest and digest that agree, as somebody with access to the server can make it. */
    private void plant(String archive, String... paths) throws Exception {
        Map<String, Manifest.Entry> entries = new LinkedHashMap<>();
        byte[] text = "evil".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(onServer(archive));
                Packer packer = Packer.of(ArchiveFormat.TAR_GZ, out)) {
            for (String path : paths) {
                Manifest.Entry entry = new Manifest.Entry(path, Manifest.Kind.FILE, text.length, OLD, sha256(text));
                entries.put(path, entry);
                packer.begin(entry, 0644);
                packer.body().write(text);
                packer.end();
            }
        }
        Files.write(onServer(archive + ".manifest"), new Manifest(archive, entries).toBytes());
        Files.writeString(onServer(archive + ".sha256"), sha256(Files.readAllBytes(onServer(archive))) + "  x\n");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void retentionDeletesArchivesWithWhatLiesBesideThemAndNothingElse() throws IOException {
        write("data/a.txt", "alpha");
        write("etc/b.txt", "beta");
        Backup backup = backup().retention(Retention.keep(2, 0, 0)).build();
        Files.createDirectories(onServer(""));
        Files.writeString(onServer("site-old-20200101-000000.tar.gz"), "somebody else's");
        Files.writeString(onServer("notes.txt"), "mine");
        for (int day = 0; day < 4; day++) {
            engine(NIGHT.plus(Duration.ofDays(day))).create(backup);
        }
        assertThat(engine(NIGHT).list(backup))
                .extracting(Archive::name)
                .containsExactly("site-20260303-020000.tar.gz", "site-20260304-020000.tar.gz");
        try (Stream<Path> files = Files.list(onServer(""))) {
            assertThat(files).hasSize(2 * 3 + 2);
        }
        assertThat(onServer("site-old-20200101-000000.tar.gz")).exists();
    }

    @Test
    void anArchiveWithoutItsDigestIsNotCompleteAndDoesNotCountAsTheLastGoodOne() throws IOException {
        write("data/a.txt", "alpha");
        write("etc/b.txt", "beta");
        Backup backup =
                backup().retention(Retention.youngerThan(Duration.ofDays(1))).build();
        String good = engine(NIGHT).create(backup).archive();
        String newer = backup.names().at(NIGHT.plus(Duration.ofDays(10)));
        Files.writeString(onServer(newer), "half");

        engine(NIGHT.plus(Duration.ofDays(400))).prune(backup);

        assertThat(engine(NIGHT).list(backup)).extracting(Archive::name).containsExactly(good);
    }

    @Test
    void anArchiveOrManifestThatWasCutIsNotCompleteAndNeverTheLastGoodOne() throws IOException {
        sources();
        Backup backup =
                backup().retention(Retention.youngerThan(Duration.ofDays(1))).build();
        String good = engine(NIGHT).create(backup().build()).archive();
        String cut =
                engine(NIGHT.plus(Duration.ofDays(1))).create(backup().build()).archive();
        String blind =
                engine(NIGHT.plus(Duration.ofDays(2))).create(backup().build()).archive();
        Files.write(onServer(cut), Arrays.copyOf(Files.readAllBytes(onServer(cut)), 500));
        byte[] manifest = Files.readAllBytes(onServer(blind + ".manifest"));
        Files.write(onServer(blind + ".manifest"), Arrays.copyOf(manifest, manifest.length / 2));

        assertThat(engine(NIGHT).list(backup))
                .extracting(Archive::name, Archive::complete)
                .containsExactly(tuple(good, true), tuple(cut, false), tuple(blind, false));
        engine(NIGHT.plus(Duration.ofDays(400))).prune(backup);
        assertThat(engine(NIGHT).list(backup)).extracting(Archive::name).containsExactly(good);
    }

    @Test
    void whatKilledRunsLeftIsRemovedWhenItIsADayOld() throws IOException {
        sources();
        Files.createDirectories(onServer(""));
        Files.createDirectories(here.resolve("spool"));
        String old = "site-20260215-020000.tar.gz";
        String running = "site-20260228-230000.tar.gz";
        List<String> rubbish = List.of(old + ".sha256", old + ".manifest");
        List<String> others = List.of(running + ".sha256", "other-20260101-020000.tar.gz.sha256", "notes.part");
        for (String name : Stream.concat(rubbish.stream(), others.stream()).toList()) {
            Files.writeString(onServer(name), "x");
            Files.setLastModifiedTime(onServer(name), FileTime.from(OLD));
        }
        Files.writeString(here.resolve("spool/." + old + ".spool-123.part"), "x");
        Files.writeString(here.resolve("spool/backup-123.tar.gz"), "mine");

        engine(NIGHT).create(backup().spool(here.resolve("spool")).build());

        assertThat(rubbish).allSatisfy(name -> assertThat(onServer(name)).doesNotExist());
        assertThat(others).allSatisfy(name -> assertThat(onServer(name)).exists());
        try (Stream<Path> spooled = Files.list(here.resolve("spool"))) {
            assertThat(spooled).containsExactly(here.resolve("spool/backup-123.tar.gz"));
        }
    }

    @Test
    void whatAZipCannotKeepIsNotedAndTheRestIsSaved() throws IOException {
        sources();
        Files.createSymbolicLink(here.resolve("data/link"), Path.of("a.txt"));
        Backup backup = backup().format(ArchiveFormat.ZIP).build();
        BackupResult made = engine(NIGHT).create(backup);
        assertThat(made.problems()).containsExactly("data/link was left out: it is a symbolic link");
        assertThat(made.isComplete()).isFalse();
        assertThat(made.manifest().files()).isEqualTo(7);
    }

    @Test
    void anArchiveThatLacksAFileIsMarkedAndLetsNoOldOneGo() throws IOException {
        sources();
        Backup.Builder strict = backup().retention(Retention.keep(1, 0, 0));
        String old = engine(NIGHT).create(strict.build()).archive();

        BackupResult made = engine(NIGHT.plus(Duration.ofDays(1)))
                .create(strict.listener((path, bytes) -> {
                            if (path.equals("data/a.txt")) {
                                delete("data/empty.txt");
                            }
                        })
                        .build());

        assertThat(made.problems()).containsExactly("data/empty.txt could not be read: it is not there any more");
        assertThat(made.manifest().entries()).containsKey("etc/run.sh");
        assertThat(made.pruned()).isEmpty();
        assertThat(made.notPruned()).containsExactly("No archive was let go, because files are missing in the new one");
        assertThat(onServer(made.archive() + ".incomplete")).content().contains("empty.txt");
        assertThat(engine(NIGHT).list(strict.build()))
                .extracting(Archive::name, Archive::complete)
                .containsExactly(tuple(old, true), tuple(made.archive(), false));

        engine(NIGHT.plus(Duration.ofDays(2))).create(strict.build());
        engine(NIGHT.plus(Duration.ofDays(3))).create(strict.build());
        try (Stream<Path> files = Files.list(onServer(""))) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void anArchiveWithoutAFilePushesOutNoOther() throws IOException {
        write("data/a.txt", "alpha");
        Backup backup = Backup.builder("site", target)
                .sources(here.resolve("data"))
                .retention(Retention.keep(1, 0, 0))
                .build();
        engine(NIGHT).create(backup);
        Files.delete(here.resolve("data/a.txt"));
        BackupResult made = engine(NIGHT.plus(Duration.ofDays(1))).create(backup);
        assertThat(made.notPruned()).containsExactly("No archive was let go, because there is no file in the new one");
        assertThat(engine(NIGHT).list(backup)).hasSize(2);
    }

    private void delete(String path) {
        try {
            Files.deleteIfExists(here.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNameThatIsNoTextIsAGapAndTheRestIsSaved() throws Exception {
        sources();
        String script =
                "printf one > \"$(printf 'x\\351')\"; printf two > \"$(printf 'x\\350')\"; mkdir \"$(printf 'd\\351')\"";
        Process shell = new ProcessBuilder("sh", "-c", script)
                .directory(here.resolve("data").toFile())
                .start();
        assertThat(shell.waitFor()).isZero();

        BackupResult made = engine(NIGHT).create(backup().build());

        assertThat(made.isComplete()).isFalse();
        assertThat(made.problems()).hasSize(3).allSatisfy(problem -> assertThat(problem)
                .contains("LC_ALL=C.UTF-8"));
        assertThat(made.manifest().files()).isEqualTo(7);
        assertThat(engine(NIGHT).verify(backup().build(), made.archive()).isGood())
                .isTrue();
    }

    @Test
    void aSecondArchiveOfTheSameNameIsRefused() throws IOException {
        sources();
        Backup backup = backup().build();
        engine(NIGHT).create(backup);
        assertThatThrownBy(() -> engine(NIGHT).create(backup)).hasMessageContaining("already");
    }

    @Test
    void aMissingSourceMakesNoArchive() {
        Backup backup = backup().build();
        assertThatThrownBy(() -> engine(NIGHT).create(backup))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
        assertThat(onServer("")).doesNotExist();
    }

    @Test
    void aNameThatIsNoArchiveOfThisBackupIsRefused() {
        Backup backup = backup().build();
        assertThatThrownBy(() -> engine(NIGHT).verify(backup, "../../secret.tar.gz"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no archive of this backup");
    }

    @Test
    void twoSourcesOfTheSameNameAreRefused() {
        assertThatThrownBy(() -> backup().sources(here.resolve("other/data")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data");
    }
}
