package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.mirror.Tree;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Archives that no manifest lies beside: those of others, and those whose manifest was lost. */
class UnlistedBackupTest {
    private static final RestoreOptions AS_IT_IS = RestoreOptions.SAFE.withWithoutManifest(true);
    private static final String THEIRS = "theirs.tgz";
    private static final Map<String, Byte> OTHERS =
            Map.of("pipe", TarConstants.LF_FIFO, "tty", TarConstants.LF_CHR, "disk", TarConstants.LF_BLK);

    private final BackupEngine engine = new BackupEngine(new TransferEngine());

    @TempDir
    Path here;

    private EmbeddedServer server;
    private FtpClient client;
    private Path back;
    private Path shelf;

    @BeforeEach
    void start() throws IOException {
        back = here.resolve("back");
        shelf = Files.createDirectories(here.resolve("server/b"));
        server = EmbeddedServer.on(here.resolve("server")).start();
        client = FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Backup.Builder backup() {
        return Backup.builder("site", Tree.remote(client, RemotePath.of("/b"))).retry(RetryPolicy.NONE);
    }

    private String made(ArchiveFormat format) throws IOException {
        byte[] noise = new byte[40_000];
        new Random(5).nextBytes(noise);
        Files.createDirectories(here.resolve("data/deep"));
        Files.write(here.resolve("data/deep/noise.bin"), noise);
        Files.writeString(here.resolve("data/text.txt"), "text ".repeat(5_000));
        return engine.create(
                        backup().format(format).sources(here.resolve("data")).build())
                .archive();
    }

    private void delete(String... names) throws IOException {
        for (String name : names) {
            Files.delete(shelf.resolve(name));
        }
    }

    private List<String> restored() throws IOException {
        if (!Files.exists(back)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(back)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> back.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** A name, and a text; or a target after an arrow, or after two for a hard link; or {@code pipe} and the like. */
    private static byte[] tar(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (String entry : entries) {
                String[] parts = entry.split("=>|=", 2);
                byte[] text = parts.length < 2 || entry.contains(">")
                        ? new byte[0]
                        : parts[1].getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry head;
                if (entry.contains("=>")) {
                    boolean isHard = parts[1].startsWith(">");
                    head = new TarArchiveEntry(parts[0], isHard ? TarConstants.LF_LINK : TarConstants.LF_SYMLINK);
                    head.setLinkName(parts[1].replace(">", ""));
                } else if (OTHERS.containsKey(entry)) {
                    head = new TarArchiveEntry(entry, OTHERS.get(entry));
                } else {
                    head = new TarArchiveEntry(parts[0], true);
                }
                head.setSize(text.length);
                tar.putArchiveEntry(head);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whatOthersPackedComesBackAndIsSaidToBeUncompared() throws IOException {
        Files.write(
                shelf.resolve(THEIRS),
                tar(
                        "./",
                        "./a.txt=alpha",
                        "./d/",
                        "./d/b.txt=beta",
                        "./d/l=>../a.txt",
                        "./hard=>>a.txt",
                        "pipe",
                        "tty",
                        "disk"));
        assertThatThrownBy(() -> engine.restore(backup().build(), THEIRS, back, RestoreOptions.SAFE))
                .hasMessageContaining("neither verified nor restored; --without-manifest takes it as it is");
        assertThat(restored()).isEmpty();

        VerifyResult look = engine.inspect(backup().build(), THEIRS);
        assertThat(look.problems()).isEmpty();
        assertThat(look.files()).isEqualTo(2);
        RestoreResult result = engine.restore(backup().build(), THEIRS, back, AS_IT_IS);
        assertThat(result.isCompared()).isFalse();
        assertThat(result.problems())
                .containsExactly(Stream.of("hard", "pipe", "tty", "disk")
                        .map(name -> name + " is neither file nor directory nor symbolic link, so it was left out")
                        .toArray(String[]::new));
        assertThat(restored()).containsExactly("a.txt", "d/b.txt", "d/l");
        assertThat(back.resolve("d/b.txt")).hasContent("beta");
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void oneWhoseManifestWasLostComesBackUnlessAByteIsWrongOrMissing(ArchiveFormat format) throws IOException {
        String archive = made(format);
        Backup backup = backup().format(format).build();
        assertThat(engine.restore(backup, archive, here.resolve("compared"), AS_IT_IS)
                        .isCompared())
                .isTrue();
        delete(archive + ".manifest", archive + ".sha256");
        byte[] whole = Files.readAllBytes(shelf.resolve(archive));
        for (int cut : new int[] {1, 31, whole.length / 2, whole.length - 1}) {
            Files.write(shelf.resolve(archive), Arrays.copyOf(whole, cut));
            assertNothingComesBack(backup, archive);
        }
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        Files.write(shelf.resolve(archive), changed);
        assertNothingComesBack(backup, archive);

        Files.write(shelf.resolve(archive), whole);
        RestoreResult result = engine.restore(backup, archive, back, AS_IT_IS);
        assertThat(result.problems()).isEmpty();
        assertThat(result.isCompared()).isFalse();
        assertThat(restored()).containsExactly("data/deep/noise.bin", "data/text.txt");
        assertThat(back.resolve("data/deep/noise.bin")).hasSameBinaryContentAs(here.resolve("data/deep/noise.bin"));
    }

    private void assertNothingComesBack(Backup backup, String archive) throws IOException {
        assertThat(engine.inspect(backup, archive).isGood()).isFalse();
        RestoreResult result = engine.restore(backup, archive, back, AS_IT_IS);
        assertThat(result.problems()).last().asString().startsWith("Nothing was restored");
        assertThat(restored()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void aCutIsSeenWhereverItIs(ArchiveFormat format) throws IOException {
        String archive = made(format);
        delete(archive + ".manifest", archive + ".sha256");
        byte[] whole = Files.readAllBytes(shelf.resolve(archive));
        Backup backup = backup().format(format).build();
        List<Integer> unseen = IntStream.iterate(whole.length - 1, cut -> cut > whole.length - 700, cut -> cut - 7)
                .filter(cut -> isGood(backup, archive, Arrays.copyOf(whole, cut)))
                .boxed()
                .toList();
        assertThat(unseen).isEmpty();
    }

    private boolean isGood(Backup backup, String archive, byte[] bytes) {
        try {
            Files.write(shelf.resolve(archive), bytes);
            return engine.inspect(backup, archive).isGood();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theDigestBesideItCountsAlsoWithoutAManifest() throws IOException {
        String archive = made(ArchiveFormat.TAR_GZ);
        delete(archive + ".manifest");
        assertThat(engine.inspect(backup().build(), archive).isGood()).isTrue();
        Files.write(shelf.resolve(archive), tar("data/text.txt=another"));
        assertNothingComesBack(backup().build(), archive);
    }

    @Test
    void partsWithoutAManifestAreOneArchiveUnlessOneIsMissing() throws IOException {
        byte[] whole = tar("a.txt=" + "alpha".repeat(100));
        Files.write(shelf.resolve(THEIRS + ".001"), Arrays.copyOf(whole, 50));
        assertNothingComesBack(backup().build(), THEIRS);
        Files.write(shelf.resolve(THEIRS + ".003"), Arrays.copyOfRange(whole, 60, whole.length));
        assertThatThrownBy(() -> engine.restore(backup().build(), THEIRS, back, AS_IT_IS))
                .hasMessageContaining("only the parts " + THEIRS + ".001, " + THEIRS + ".003");
        Files.write(shelf.resolve(THEIRS + ".002"), Arrays.copyOfRange(whole, 50, 60));
        assertThat(engine.restore(backup().build(), THEIRS, back, AS_IT_IS).problems())
                .isEmpty();
        assertThat(restored()).containsExactly("a.txt");
        assertThatThrownBy(() -> engine.restore(backup().build(), "none.tar.gz", back, AS_IT_IS))
                .hasMessageContaining("There is no archive none.tar.gz");
    }

    @Test
    void nothingLeadsOutOfTheDirectoryHereEither() throws IOException {
        Files.write(
                shelf.resolve(THEIRS),
                tar(
                        "../evil.txt=x",
                        "./../evil.txt=x",
                        "/evil.txt=x",
                        "a/../../evil.txt=x",
                        "out=>../../outside",
                        "sneaky=>.",
                        "sneaky/through.txt=x",
                        "good.txt=good"));
        RestoreResult result = engine.restore(backup().build(), THEIRS, back, AS_IT_IS);
        assertThat(result.restored()).contains("good.txt").doesNotContain("out");
        assertThat(result.problems()).hasSizeGreaterThan(4);
        assertThat(restored()).containsExactly("good.txt", "sneaky/through.txt");
        assertThat(here.resolve("evil.txt")).doesNotExist();
    }

    @Test
    void whatUnpacksWithoutEndIsBrokenOffBeforeAnythingIsWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry zeros = new TarArchiveEntry("zeros");
            zeros.setSize(80L * 1024 * 1024);
            tar.putArchiveEntry(zeros);
            for (int i = 0; i < 80; i++) {
                tar.write(new byte[1024 * 1024]);
            }
            tar.closeArchiveEntry();
        }
        Files.write(shelf.resolve(THEIRS), bytes.toByteArray());
        RestoreResult result = engine.restore(backup().build(), THEIRS, back, AS_IT_IS);
        assertThat(result.problems()).first().asString().contains("unpacks to more than 200 times its size");
        assertThat(restored()).isEmpty();
    }
}
