package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolLimits;
import dev.drover.mirror.Tree;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupPartsTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final String NAME = "site-20260301-020000.tar.gz";
    private static final String ARCHIVE = "/b/" + NAME;
    private static final int SIZE = 100_000;
    private static final RetryPolicy FAST = RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    Path here;

    private final FtpScript script = FtpScript.server().directory("/b");
    private ScriptedServer server;
    private FtpClient client;

    @BeforeEach
    void write() throws IOException {
        byte[] noise = new byte[350_000];
        new Random(7).nextBytes(noise);
        Files.createDirectories(here.resolve("data"));
        Files.write(here.resolve("data/noise.bin"), noise);
        Files.writeString(here.resolve("data/a.txt"), "alpha");
    }

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
            server.close();
        }
    }

    private Backup.Builder backup() throws IOException {
        if (client == null) {
            server = script.start();
            client = FtpClient.builder(server.address())
                    .pool(PoolLimits.DEFAULT.withMaxSessions(1))
                    .build();
        }
        return Backup.builder("site", Tree.remote(client, RemotePath.of("/b")))
                .retry(RetryPolicy.NONE)
                .partSize(SIZE)
                .sources(here.resolve("data"));
    }

    private static BackupEngine engine(Instant now) {
        return new BackupEngine(new TransferEngine(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Instant day(int number) {
        return NIGHT.plus(Duration.ofDays(number));
    }

    private byte[] file(String path) {
        return server.file(path).orElseThrow(() -> new AssertionError(path + " is not there"));
    }

    private List<String> names() throws IOException {
        return client.call(session -> session.list(RemotePath.of("/b")).stream()
                .map(entry -> entry.name())
                .sorted()
                .toList());
    }

    private byte[] joined(String archive) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : Parts.of(archive, names())) {
            all.write(file("/b/" + name));
        }
        return all.toByteArray();
    }

    private void put(String path, byte[] bytes) throws IOException {
        client.call(session -> {
            session.uploadBytes(RemotePath.of(path), bytes);
            return path;
        });
    }

    private void remove(String path) throws IOException {
        client.call(session -> {
            session.delete(RemotePath.of(path));
            return path;
        });
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void whatWasSavedInPartsComesBackAsItWas(ArchiveFormat format) throws IOException {
        Backup backup = backup().format(format).verify(true).build();

        BackupResult made = engine(NIGHT).create(backup);

        assertThat(made.isGood()).isTrue();
        List<Manifest.Part> parts = made.manifest().parts();
        assertThat(parts)
                .extracting(Manifest.Part::name)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 4)
                        .mapToObj(number -> made.archive() + ".00" + number)
                        .toList());
        assertThat(parts).allSatisfy(part -> {
            assertThat(file("/b/" + part.name())).hasSize((int) part.size());
            assertThat(sha256(file("/b/" + part.name()))).isEqualTo(part.sha256());
        });
        assertThat(parts.subList(0, 3)).extracting(Manifest.Part::size).containsOnly((long) SIZE);
        assertThat(sha256(joined(made.archive()))).isEqualTo(made.sha256());
        assertThat(new String(file("/b/" + made.archive() + ".sha256"), StandardCharsets.UTF_8))
                .isEqualTo(parts.stream()
                        .map(part -> part.sha256() + "  " + part.name() + "\n")
                        .reduce("", String::concat));
        assertThat(names()).hasSize(4 + 2).doesNotContain(made.archive());
        assertThat(engine(NIGHT).list(backup))
                .extracting(Archive::name, Archive::size, Archive::complete)
                .containsExactly(tuple(made.archive(), OptionalLong.of(made.bytes()), true));
        RestoreResult back = engine(NIGHT).restore(backup, made.archive(), here.resolve("back"), RestoreOptions.SAFE);
        assertThat(back.isComplete()).isTrue();
        for (String name : List.of("a.txt", "noise.bin")) {
            assertThat(here.resolve("back/data").resolve(name)).hasSameBinaryContentAs(here.resolve("data/" + name));
        }
    }

    @Test
    void noPartIsBegunForNothingWhenTheLastOneIsFull() throws IOException {
        long whole = engine(NIGHT).create(backup().build()).bytes();
        Backup half = backup().partSize(whole / 2 + whole % 2).build();
        Backup one = backup().partSize(whole).build();

        BackupResult first = engine(day(1)).create(half);
        BackupResult second = engine(day(2)).create(one);

        assertThat(first.manifest().parts()).hasSize(2);
        assertThat(second.manifest().parts()).extracting(Manifest.Part::size).containsExactly(whole);
        assertThat(names()).filteredOn(name -> name.contains("20260303-")).hasSize(3);
        assertThat(engine(NIGHT).list(one)).extracting(Archive::complete).containsExactly(true, true, true);
        assertThat(engine(NIGHT).verify(one, second.archive()).problems()).isEmpty();
    }

    @Test
    void partsOfEverySizeGiveTheSameStream() throws IOException {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= 11; size++) {
            List<ByteArrayOutputStream> stored = new ArrayList<>();
            try (Parting out = new Parting("a", OptionalLong.of(size), name -> new InMemory(name, stored))) {
                out.write(bytes, 0, 7);
                out.write(bytes, 7, 3);
                out.finish();
                assertThat(out.pieces()).hasSize((10 + size - 1) / size);
                assertThat(out.sha256()).isEqualTo(sha256(bytes));
            }
            assertThat(stored.stream().map(ByteArrayOutputStream::toString).reduce("", String::concat))
                    .isEqualTo("0123456789");
        }
    }

    private record InMemory(String name, ByteArrayOutputStream stream) implements Parting.Piece {
        InMemory(String name, List<ByteArrayOutputStream> stored) {
            this(name, new ByteArrayOutputStream());
            stored.add(stream);
        }

        @Override
        public void finish(long bytes, String sha256) {
            assertThat(stream.size()).isEqualTo((int) bytes);
        }

        @Override
        public void close() {
            throw new AssertionError(name + " was broken off");
        }
    }

    @Test
    void oneByteCorruptedInTheSecondPartNamesThatPart() throws IOException {
        Backup backup = backup().build();
        engine(NIGHT).create(backup);
        byte[] bytes = file(ARCHIVE + ".002");
        bytes[SIZE / 2] ^= 0x10;
        put(ARCHIVE + ".002", bytes);

        VerifyResult result = engine(NIGHT).verify(backup, NAME);
        RestoreResult restored = engine(NIGHT).restore(backup, NAME, here.resolve("back"), RestoreOptions.SAFE);

        assertThat(result.problems().get(0)).contains("the part " + NAME + ".002", "but was");
        assertThat(result.problems())
                .filteredOn(problem -> problem.contains("SHA-256"))
                .hasSize(1);
        assertThat(result.bytes()).isEqualTo(joined(NAME).length);
        assertThat(restored.problems().get(0)).contains(NAME + ".002");
        assertThat(here.resolve("back/data/noise.bin")).doesNotExist();
        assertThat(here.resolve("back/data/a.txt")).hasContent("alpha");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aMissingPartIsNamedAndTheArchiveIsNotComplete(int number) throws IOException {
        Backup backup = backup().build();
        engine(NIGHT).create(backup);
        String part = Parts.name(NAME, number);
        remove("/b/" + part);

        VerifyResult result = engine(NIGHT).verify(backup, NAME);

        assertThat(result.problems().get(0)).isEqualTo("the part " + part + " is missing");
        assertThat(result.problems()).noneMatch(problem -> problem.contains("SHA-256"));
        assertThat(engine(NIGHT).list(backup)).noneMatch(Archive::complete);
        assertThat(engine(NIGHT)
                        .restore(backup, NAME, here.resolve("back"), RestoreOptions.SAFE)
                        .isComplete())
                .isFalse();
    }

    @Test
    void whoMayNotReadTheManifestSeesAGapBetweenTheParts() throws IOException {
        script.on("RETR", "550 Write only.");
        Backup backup = backup().build();
        engine(NIGHT).create(backup);
        assertThat(engine(NIGHT).list(backup)).extracting(Archive::complete).containsExactly(true);
        remove(ARCHIVE + ".002");
        assertThat(engine(NIGHT).list(backup)).extracting(Archive::complete).containsExactly(false);
    }

    @Test
    void aPartThatWasCutIsNoCompleteArchive() throws IOException {
        Backup backup = backup().build();
        engine(NIGHT).create(backup);
        put(ARCHIVE + ".003", new byte[SIZE - 1]);
        assertThat(engine(NIGHT).list(backup)).extracting(Archive::complete).containsExactly(false);
        put(ARCHIVE + ".003", new byte[SIZE]);
        assertThat(engine(NIGHT).list(backup)).extracting(Archive::complete).containsExactly(true);
        remove(ARCHIVE + ".manifest");
        assertThat(engine(NIGHT).list(backup)).extracting(Archive::complete).containsExactly(false);
    }

    @Test
    void retentionLetsAllPartsOfAnArchiveGoAndNeverCountsAnIncompleteOne() throws IOException {
        Backup keeping = backup().build();
        for (int day = 0; day < 4; day++) {
            engine(day(day)).create(keeping);
        }
        put("/b/site-20260305-020000.tar.gz.001", new byte[SIZE]);
        put("/b/notes.tar.gz.001", new byte[1]);
        remove("/b/site-20260304-020000.tar.gz.004");
        Backup backup =
                backup().retention(Retention.youngerThan(Duration.ofDays(1))).build();

        List<String> pruned = engine(day(400)).prune(backup);

        String last = "site-20260303-020000.tar.gz";
        assertThat(pruned)
                .containsExactly(
                        NAME,
                        "site-20260302-020000.tar.gz",
                        "site-20260304-020000.tar.gz",
                        "site-20260305-020000.tar.gz");
        assertThat(names())
                .containsExactlyInAnyOrder(
                        last + ".001",
                        last + ".002",
                        last + ".003",
                        last + ".004",
                        last + ".manifest",
                        last + ".sha256",
                        "notes.tar.gz.001");
        assertThat(engine(NIGHT).verify(backup, last).isGood()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5})
    void aRunThatBreaksLeavesNothing(int upload) throws IOException {
        for (int i = 1; i < upload; i++) {
            script.once("STOR").asUsual();
        }
        script.once("STOR").closesDataEarly(10).thenReplies("426 Broken.");
        Backup backup = backup().build();
        assertThatThrownBy(() -> engine(NIGHT).create(backup)).hasMessageContaining("426");
        assertThat(names()).isEmpty();
    }

    @Test
    void aRunThatBreaksBetweenTheNamesIsNoArchiveAndIsMadeAnew() throws IOException {
        // Manifest, digest and two parts have their names; the second part does not get its own, and neither does the
        // first.
        script.once("RNTO").asUsual().once("RNTO").asUsual().once("RNTO").asUsual();
        script.once("RNTO").asUsual().once("RNTO", "451 Try later.");
        BackupResult made = engine(NIGHT).create(backup().retry(FAST).build());
        assertThat(names()).hasSize(4 + 2);
        assertThat(engine(NIGHT).verify(backup().build(), made.archive()).isGood())
                .isTrue();
    }

    @Test
    void whatAKilledRunLeftIsNoArchiveAndIsRemovedWhenItIsOld() throws IOException {
        Backup backup =
                backup().retention(Retention.youngerThan(Duration.ofDays(30))).build();
        engine(NIGHT).create(backup);
        remove(ARCHIVE + ".001");
        put("/b/." + NAME + ".001.backup-0123abcd.part", new byte[10]);
        put("/b/." + NAME + ".005.0123456789abcdef.part", new byte[10]);
        List<String> left = names();
        client.call(session -> {
            for (String name : left) {
                session.setModified(RemotePath.of("/b/" + name), NIGHT);
            }
            return session;
        });

        assertThat(engine(NIGHT).list(backup)).isEmpty();
        String next = engine(day(2)).create(backup).archive();

        assertThat(names()).hasSize(4 + 2).allMatch(name -> name.startsWith(next));
    }

    @Test
    void spooledPartsAreSentWithoutAWholeArchiveHereOrThere() throws IOException {
        script.once("STOR").asUsual().once("STOR").asUsual();
        script.once("STOR").closesDataEarly(5_000).thenReplies("426 Broken.");
        Backup backup =
                backup().retry(FAST).spool(here.resolve("spool")).verify(true).build();

        BackupResult made = engine(NIGHT).create(backup);

        assertThat(made.isGood()).isTrue();
        assertThat(made.manifest().parts()).hasSize(4);
        assertThat(names()).hasSize(4 + 2);
        assertThat(here.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aPartHasOneByteAtLeastAndThereAreNotTooMany() {
        assertThatThrownBy(() -> backup().partSize(0)).hasMessageContaining("one byte at least");
        assertThatThrownBy(() -> {
                    try (Parting out = new Parting("a", OptionalLong.of(1), name -> new Nowhere(name))) {
                        out.write(new byte[Parts.MOST + 1]);
                    }
                })
                .hasMessageContaining("choose a larger size");
    }

    private record Nowhere(String name) implements Parting.Piece {
        @Override
        public OutputStream stream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void finish(long bytes, String sha256) {}

        @Override
        public void close() {}
    }
}
