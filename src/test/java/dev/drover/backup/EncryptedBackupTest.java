package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolLimits;
import dev.drover.mirror.Tree;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.PgpKeyFiles;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEngine;
import dev.drover.transform.Transforms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncryptedBackupTest {
    private static final Instant NIGHT = Instant.parse("2026-11-20T02:00:00Z");
    private static final Instant OLD = Instant.parse("2024-10-27T00:30:01.1234567Z");
    private static final String ARCHIVE = "site-20261120-020000.tar.gz.pgp";
    private static final int SIZE = 100_000;

    @TempDir
    private static Path keys;

    private static Transforms ours;
    private static Transforms stranger;

    @TempDir
    Path here;

    private EmbeddedServer server;
    private FtpClient client;

    @BeforeAll
    static void makeKeys() throws IOException {
        PgpKeyFiles.write(keys, "ours", "");
        PgpKeyFiles.write(keys, "other", "");
        ours = Transforms.of(PgpKeyFiles.settings(keys, "ours", "ours"));
        stranger = Transforms.of(PgpKeyFiles.settings(keys, "ours", "other"));
    }

    @BeforeEach
    void start() throws IOException {
        byte[] noise = new byte[250_000];
        new Random(7).nextBytes(noise);
        Path deep = Files.createDirectories(here.resolve("payroll/deep"));
        Files.write(deep.resolve("salaries.bin"), noise);
        Files.writeString(here.resolve("payroll/notes.txt"), "alpha");
        for (String file : List.of("deep/salaries.bin", "notes.txt")) {
            Files.setLastModifiedTime(here.resolve("payroll").resolve(file), FileTime.from(OLD));
        }
        server = EmbeddedServer.on(here.resolve("server")).start();
        client = FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                .pool(PoolLimits.DEFAULT.withMaxSessions(1))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Backup.Builder reading() {
        return Backup.builder("site", Tree.remote(client, RemotePath.of("/b"))).retry(RetryPolicy.NONE);
    }

    private Backup.Builder sealing() {
        return reading().sources(here.resolve("payroll")).encryption(ours.encryption("seal"));
    }

    private Backup opening() {
        return reading().decryption(ours.decryption("open")).build();
    }

    private static BackupEngine engine(Instant now) {
        return new BackupEngine(new TransferEngine(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path onServer(String name) {
        return server.home().resolve("b/" + name);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(server.home().resolve("b"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void change(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private void assertBackAsItWas(RestoreResult restored, Path back) throws IOException {
        assertThat(restored.problems()).isEmpty();
        assertThat(filesIn(back)).containsExactly("payroll/deep/salaries.bin", "payroll/notes.txt");
        for (String file : filesIn(back)) {
            assertThat(back.resolve(file)).hasSameBinaryContentAs(here.resolve(file));
            assertThat(Files.getLastModifiedTime(back.resolve(file)).toInstant())
                    .isEqualTo(Files.getLastModifiedTime(here.resolve(file)).toInstant());
        }
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void whatWasEncryptedInPartsComesBackAsItWas(ArchiveFormat format) throws IOException {
        BackupResult made = engine(NIGHT)
                .create(sealing().format(format).partSize(SIZE).verify(true).build());

        String archive = "site-20261120-020000" + format.extension() + ".pgp";
        assertThat(made.archive()).isEqualTo(archive);
        assertThat(made.isGood()).isTrue();
        assertThat(made.check())
                .hasValueSatisfying(check -> assertThat(check.isOpened()).isFalse());
        assertThat(made.manifest().entries()).containsKey("payroll/notes.txt");
        assertThat(names())
                .containsExactly(
                        archive + ".001",
                        archive + ".002",
                        archive + ".003",
                        archive + ".manifest",
                        archive + ".sha256");
        Backup opening =
                reading().format(format).decryption(ours.decryption("open")).build();
        VerifyResult check = engine(NIGHT).verify(opening, archive);
        assertThat(check.problems()).isEmpty();
        assertThat(check.isOpened()).isTrue();
        assertThat(check.files()).isEqualTo(2);
        Path back = here.resolve("back");
        assertBackAsItWas(engine(NIGHT).restore(opening, archive, back, RestoreOptions.SAFE), back);
    }

    @Test
    void fromTheSpoolDirectoryItIsEncryptedToo() throws IOException {
        engine(NIGHT).create(sealing().spool(here.resolve("spool")).build());
        assertThat(Files.readAllBytes(onServer(ARCHIVE))[0]).isNotEqualTo((byte) 0x1f);
        Path back = here.resolve("back");
        assertBackAsItWas(engine(NIGHT).restore(opening(), ARCHIVE, back, RestoreOptions.SAFE), back);
    }

    @Test
    void inArmorItHasAnotherEndingAndIsFoundByThoseWhoHaveTheKey() throws IOException {
        Map<String, String> settings = new TreeMap<>(PgpKeyFiles.settings(keys, "ours", "ours"));
        settings.put("drover.transforms.seal.armor", "true");
        Backup armored = reading()
                .sources(here.resolve("payroll"))
                .encryption(Transforms.of(settings).encryption("seal"))
                .build();
        String archive = engine(NIGHT).create(armored).archive();
        assertThat(archive).isEqualTo("site-20261120-020000.tar.gz.asc");
        assertThat(engine(NIGHT).list(opening())).extracting(Archive::name).containsExactly(archive);
        Path back = here.resolve("back");
        assertBackAsItWas(engine(NIGHT).restore(opening(), archive, back, RestoreOptions.SAFE), back);
    }

    @Test
    void theServerLearnsNoNameNoSizeAndNoDigestOfAFile() throws IOException {
        Files.createSymbolicLink(here.resolve("payroll/latest"), Path.of("deep/salaries.bin"));
        BackupResult made = engine(NIGHT).create(sealing().verify(true).build());
        engine(NIGHT).create(sealing().format(ArchiveFormat.ZIP).build());
        // What is wrong with files names them.
        client.call(session -> {
            new Shelf(opening(), session).mark(ARCHIVE, List.of("payroll/notes.txt could not be read"));
            return session;
        });

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names()) {
            all.write((name + "\n").getBytes(StandardCharsets.UTF_8));
            all.write(Files.readAllBytes(onServer(name)));
        }
        String seen = all.toString(StandardCharsets.ISO_8859_1);
        assertThat(seen).doesNotContain("payroll", "salaries", "notes", "latest");
        String beside = Files.readString(onServer(ARCHIVE + ".manifest"));
        made.manifest().entries().values().stream()
                .filter(entry -> entry.kind() == Manifest.Kind.FILE)
                .forEach(entry -> assertThat(beside).doesNotContain(entry.sha256()));
        assertThat(beside).doesNotContain("250000").contains("ENCRYPTED\t5\t2\t250005\n");
        assertThat(Files.readString(onServer(ARCHIVE + ".incomplete"))).contains("problems: 1");
    }

    @Test
    void aChangedByteIsFoundWithoutAKeyAndNothingIsRestored() throws IOException {
        engine(NIGHT).create(sealing().partSize(SIZE).build());
        change(onServer(ARCHIVE + ".002"), 50_000);
        VerifyResult check = engine(NIGHT).verify(reading().build(), ARCHIVE);
        assertThat(check.isOpened()).isFalse();
        assertThat(check.problems())
                .singleElement()
                .asString()
                .contains("the SHA-256 of the part " + ARCHIVE + ".002 is");
        Path back = here.resolve("back");
        RestoreResult restored = engine(NIGHT).restore(opening(), ARCHIVE, back, RestoreOptions.SAFE);
        assertThat(restored.restored()).isEmpty();
        assertThat(restored.problems()).last().asString().startsWith("Nothing was restored");
        assertThat(filesIn(back)).isEmpty();
    }

    @Test
    void aChangeThatTheDigestBesideItHidesIsFoundWithTheKey() throws IOException {
        engine(NIGHT).create(sealing().build());
        byte[] bytes = Files.readAllBytes(onServer(ARCHIVE));
        for (int at : List.of(bytes.length / 2, bytes.length - 1)) {
            byte[] changed = Arrays.copyOf(bytes, bytes.length);
            changed[at] ^= 1;
            Files.write(onServer(ARCHIVE), changed);
            Measured measured = new Measured(OutputStream.nullOutputStream());
            measured.write(changed, 0, changed.length);
            Files.writeString(onServer(ARCHIVE + ".sha256"), measured.sha256() + "  " + ARCHIVE + "\n");

            assertThat(engine(NIGHT).verify(reading().build(), ARCHIVE).isGood())
                    .isTrue();
            assertThat(engine(NIGHT).verify(opening(), ARCHIVE).problems())
                    .singleElement()
                    .asString()
                    .startsWith("the archive cannot be read to its end");
            Path back = here.resolve("back");
            assertThat(engine(NIGHT)
                            .restore(opening(), ARCHIVE, back, RestoreOptions.SAFE)
                            .isComplete())
                    .isFalse();
            assertThat(filesIn(back)).isEmpty();
        }
    }

    @Test
    void withTheWrongKeyOrNoneNothingIsRestored() throws IOException {
        engine(NIGHT).create(sealing().build());
        Backup wrong = reading().decryption(stranger.decryption("open")).build();
        Path back = here.resolve("back");
        RestoreResult restored = engine(NIGHT).restore(wrong, ARCHIVE, back, RestoreOptions.SAFE);
        assertThat(restored.problems()).first().asString().contains("encrypted for other keys than ours");
        assertThat(filesIn(back)).isEmpty();
        assertThat(engine(NIGHT).verify(wrong, ARCHIVE).problems())
                .singleElement()
                .asString()
                .contains("encrypted for other keys than ours");
        assertThatThrownBy(() -> engine(NIGHT)
                        .restore(reading().encrypted().build(), ARCHIVE, here.resolve("none"), RestoreOptions.SAFE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drover.transforms.<name>.kind");
        assertThat(here.resolve("none")).doesNotExist();
    }

    @Test
    void aBackupThatIsEncryptedAndOneThatIsNotNeverTakeEachOthersArchives() throws IOException {
        Retention one = Retention.keep(1, 0, 0);
        Backup sealed = sealing().retention(one).partSize(SIZE).build();
        Backup plain = reading().sources(here.resolve("payroll")).retention(one).build();
        for (int day = 0; day < 3; day++) {
            Instant night = NIGHT.plus(Duration.ofDays(day));
            engine(night).create(sealed);
            engine(night).create(plain);
        }
        assertThat(engine(NIGHT).list(sealed))
                .extracting(Archive::name)
                .containsExactly("site-20261122-020000.tar.gz.pgp");
        assertThat(engine(NIGHT).list(sealed)).allMatch(Archive::complete);
        assertThat(engine(NIGHT).list(opening())).hasSize(1);
        assertThat(engine(NIGHT).list(plain)).extracting(Archive::name).containsExactly("site-20261122-020000.tar.gz");
        assertThat(names()).hasSize(8).allMatch(name -> name.startsWith("site-20261122"));
    }

    @Test
    void whatIsNotEncryptedIsNotTakenForIt() throws IOException {
        engine(NIGHT).create(reading().sources(here.resolve("payroll")).build());
        String plain = "site-20261120-020000.tar.gz";
        assertThatThrownBy(() -> engine(NIGHT).restore(opening(), plain, here.resolve("back"), RestoreOptions.SAFE))
                .hasMessageContaining("its names end with .tar.gz.pgp");
        for (String ending : List.of("", ".manifest", ".sha256")) {
            Files.move(onServer(plain + ending), onServer(ARCHIVE + ending));
        }
        assertThat(engine(NIGHT)
                        .restore(opening(), ARCHIVE, here.resolve("back"), RestoreOptions.SAFE)
                        .restored())
                .isEmpty();
        assertThatThrownBy(() -> reading()
                        .sources(here.resolve("payroll"))
                        .decryption(ours.decryption("open"))
                        .build())
                .hasMessageContaining("an encryption is needed");
    }
}
