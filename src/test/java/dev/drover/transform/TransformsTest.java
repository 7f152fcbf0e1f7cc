package dev.drover.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.testing.PgpKeyFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformsTest {
    private static final Path GPG = Path.of("/usr/bin/gpg");
    private static final String SECRET = "open sesame";
    private static final byte[] LARGE = new byte[1 << 20];

    @TempDir
    private static Path keys;

    private static Transforms transforms;

    @BeforeAll
    static void makeKeys() throws Exception {
        new Random(1).nextBytes(LARGE);
        PgpKeyFiles.write(keys, "ours", SECRET);
        PgpKeyFiles.write(keys, "other", "");
        Map<String, String> settings = new TreeMap<>();
        settings.put("drover.transforms.seal.kind", "pgp-encrypt");
        settings.put(
                "drover.transforms.seal.recipients", keys.resolve("ours.pub").toString());
        settings.put("drover.transforms.signed.kind", "pgp-encrypt");
        settings.put("drover.transforms.signed.recipients", keys.resolve("ours.pub") + "," + keys.resolve("other.pub"));
        settings.put("drover.transforms.signed.armor", "true");
        settings.put(
                "drover.transforms.signed.sign-key", keys.resolve("other.sec").toString());
        settings.put("drover.transforms.open.kind", "pgp-decrypt");
        settings.put("drover.transforms.open.key", keys.resolve("ours.sec").toString());
        settings.put("drover.transforms.open.passphrase", SECRET);
        settings.put("drover.transforms.strict.kind", "pgp-decrypt");
        settings.put("drover.transforms.strict.key", keys.resolve("ours.sec").toString());
        settings.put("drover.transforms.strict.passphrase", SECRET);
        settings.put(
                "drover.transforms.strict.signers", keys.resolve("other.pub").toString());
        settings.put("drover.transforms.stranger.kind", "pgp-decrypt");
        settings.put("drover.transforms.stranger.key", keys.resolve("other.sec").toString());
        settings.put("drover.transforms.latin.kind", "charset");
        settings.put("drover.transforms.latin.from", "UTF-8");
        settings.put("drover.transforms.latin.to", "ISO-8859-1");
        settings.put("drover.transforms.wide.kind", "charset");
        settings.put("drover.transforms.wide.from", "Shift_JIS");
        settings.put("drover.transforms.wide.to", "UTF-16LE");
        transforms = Transforms.of(settings);
    }

    @Test
    void whatIsCompressedOrEncryptedComesBackAsItWas() throws IOException {
        for (List<String> names : List.of(
                List.of("gzip", "gunzip"), List.of("seal", "open"), List.of("gzip", "signed", "strict", "gunzip"))) {
            for (byte[] content : List.of(new byte[0], new byte[] {1}, LARGE)) {
                assertThat(run(content, names)).isEqualTo(content);
            }
        }
    }

    @Test
    void filesAreNamedForWhatIsInThem() {
        assertThat(transforms.chain(List.of("lf", "gzip", "seal")).nameOf("in/a.csv"))
                .isEqualTo("in/a.csv.gz.pgp");
        assertThat(transforms.chain(List.of("open", "gunzip")).nameOf("a.csv.GZ.gpg"))
                .isEqualTo("a.csv");
        assertThat(transforms.chain(List.of("signed")).nameOf("a.csv")).isEqualTo("a.csv.asc");
        assertThat(transforms.chain(List.of("gunzip")).nameOf("a.tgz")).isEqualTo("a.tar");
        assertThat(transforms.chain(List.of("gunzip")).nameOf(".gz")).isEqualTo(".gz");
    }

    @Test
    void lineEndsBecomeAlikeAlsoWhereBuffersEnd() throws IOException {
        String text = "a\r\nb\nc\rd\r\r\n\n";
        assertThat(text(text, "lf")).isEqualTo("a\nb\nc\rd\r\n\n");
        assertThat(text(text, "crlf")).isEqualTo("a\r\nb\r\nc\rd\r\r\n\r\n");
        assertThat(text("end\r", "lf")).isEqualTo("end\r");
        String edge = "x".repeat((64 << 10) - 1) + "\r\n";
        assertThat(text(edge, "lf")).isEqualTo(edge.replace("\r", ""));
        assertThat(text(edge, "crlf")).isEqualTo(edge);
    }

    @Test
    void charactersThatDoNotFitAreToldWithTheirByteAndNeverReplaced() throws IOException {
        String long1 = "ü".repeat(40_001);
        assertThat(run(long1.getBytes(StandardCharsets.UTF_8), List.of("latin")))
                .isEqualTo(long1.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("\uFEFFa".getBytes(StandardCharsets.UTF_8), List.of("latin")))
                .isEqualTo(new byte[] {'a'});
        assertThatThrownBy(() -> text(long1 + "€", "latin"))
                .isInstanceOf(TransformException.class)
                .hasMessage(
                        "The transform \"latin\" cannot take the content: what stands at byte 80002 is the character"
                                + " U+20AC, which ISO-8859-1 does not have");
        byte[] damaged = (long1 + "x").getBytes(StandardCharsets.UTF_8);
        damaged[80_002] = (byte) 0xff;
        assertThatThrownBy(() -> run(damaged, List.of("latin"))).hasMessageContaining("byte 80002 is no UTF-8");
        assertThatThrownBy(() -> run(new byte[] {'a', (byte) 0xc3}, List.of("latin")))
                .hasMessageContaining("byte 1 is no UTF-8");
        String kanji = "月次a".repeat(9_000);
        assertThat(run(kanji.getBytes(Charset.forName("Shift_JIS")), List.of("wide")))
                .isEqualTo(kanji.getBytes(StandardCharsets.UTF_16LE));
    }

    @Test
    void damagedOrForeignContentIsRefusedWithASentence() throws IOException {
        byte[] zipped = run(LARGE, List.of("gzip"));
        assertRefused(Arrays.copyOf(zipped, zipped.length - 5), "gunzip");
        assertRefused(Arrays.copyOf(zipped, zipped.length + 5), "gunzip");
        assertRefused(flipped(zipped, 1 << 19), "gunzip");
        assertRefused("plain".getBytes(StandardCharsets.UTF_8), "gunzip");
        assertRefused("plain".getBytes(StandardCharsets.UTF_8), "open");
        byte[] sealed = run(LARGE, List.of("seal"));
        for (int at : List.of(30, 400, 1 << 19, sealed.length - 1)) {
            assertRefused(flipped(sealed, at), "open");
        }
        assertRefused(Arrays.copyOf(sealed, sealed.length - 30), "open");
        assertRefused(Arrays.copyOf(sealed, sealed.length / 2), "open");
        assertThatThrownBy(() -> run(sealed, List.of("stranger"))).hasMessageContaining("for other keys than ours");
        assertThatThrownBy(() -> run(sealed, List.of("strict"))).hasMessageContaining("no valid signature");
        byte[] twice = Arrays.copyOf(sealed, sealed.length * 2);
        System.arraycopy(sealed, 0, twice, sealed.length, sealed.length);
        assertRefused(twice, "open");
    }

    @Test
    void contentThatCannotBeReadIsNotCalledDamaged() throws IOException {
        byte[] zipped = run(LARGE, List.of("gzip"));
        InputStream broken = new InputStream() {
            private final InputStream begin = new ByteArrayInputStream(zipped, 0, 1000);

            @Override
            public int read() throws IOException {
                int next = begin.read();
                if (next < 0) {
                    throw new IOException("the line went dead");
                }
                return next;
            }
        };
        assertThatIOException()
                .isThrownBy(
                        () -> transforms.chain(List.of("gunzip")).from(broken).readAllBytes())
                .withMessage("the line went dead")
                .isNotInstanceOf(TransformException.class);
    }

    @Test
    void contentMayNotGrowWithoutEnd() throws IOException {
        byte[] bomb = run(new byte[2 << 20], List.of("gzip"));
        Transforms small = Transforms.of(Map.of("drover.transforms.largest", "1MB"));
        assertThatThrownBy(() -> small.chain(List.of("gunzip"))
                        .from(new ByteArrayInputStream(bomb))
                        .transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(TransformException.class)
                .hasMessageContaining("drover.transforms.largest");
    }

    @Test
    void allThatIsWrongWithSettingsIsToldAndNoSecret() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("drover.transforms.a.kind", "zip");
        settings.put("drover.transforms.b.kind", "charset");
        settings.put("drover.transforms.b.from", "UTF-9");
        settings.put("drover.transforms.c.kind", "pgp-decrypt");
        settings.put("drover.transforms.c.key", keys.resolve("ours.sec").toString());
        settings.put("drover.transforms.c.passphrase", "wrong-secret");
        settings.put("drover.transforms.d.kind", "pgp-encrypt");
        settings.put("drover.transforms.d.recipients", keys.resolve("none.pub").toString());
        settings.put("drover.transforms.d.armour", "true");
        settings.put("drover.transforms.gzip.kind", "charset");
        assertThatThrownBy(() -> Transforms.of(settings))
                .isInstanceOfSatisfying(TransformConfigException.class, e -> assertThat(e.problems())
                        .hasSize(7)
                        .anyMatch(p -> p.equals(
                                "drover.transforms.a.kind: \"zip\" is none of charset, pgp-decrypt, pgp-encrypt"))
                        .anyMatch(p -> p.startsWith("drover.transforms.b.from: \"UTF-9\" is no charset"))
                        .anyMatch(p -> p.startsWith("drover.transforms.b.to: is missing"))
                        .anyMatch(p -> p.startsWith("drover.transforms.c.key: the passphrase does not open"))
                        .anyMatch(p -> p.startsWith("drover.transforms.d.armour: is no property"))
                        .noneMatch(p -> p.contains("wrong-secret")));
        assertThatIllegalArgumentException().isThrownBy(() -> transforms.chain(List.of("gzap")));
        assertThatIllegalArgumentException().isThrownBy(() -> transforms.chain(List.of("lf", "lf", "lf", "lf", "lf")));
        assertThatIllegalArgumentException().isThrownBy(() -> transforms.encryption("gzip"));
        assertThat(transforms.encryption("seal")).hasToString("seal");
    }

    @Test
    void weAndGpgReadEachOther(@TempDir Path work) throws Exception {
        assumeThat(GPG).exists();
        Path home = Files.createDirectory(
                work.resolve("g"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            gpg(home, work, "--passphrase", "", "--quick-generate-key", "them@example.com", "default", "default");
            gpg(home, work, "--output", "them.pub", "--export", "them@example.com");
            gpg(home, work, "--output", "them.sec", "--export-secret-keys", "them@example.com");
            Transforms theirs = Transforms.of(Map.of(
                    "drover.transforms.to-them.kind", "pgp-encrypt",
                    "drover.transforms.to-them.recipients",
                            work.resolve("them.pub").toString(),
                    "drover.transforms.to-them.sign-key",
                            work.resolve("them.sec").toString(),
                    "drover.transforms.from-them.kind", "pgp-decrypt",
                    "drover.transforms.from-them.key", work.resolve("them.sec").toString(),
                    "drover.transforms.from-them.signers",
                            work.resolve("them.pub").toString()));
            Files.write(work.resolve("ours"), run(theirs, LARGE, List.of("to-them")));
            gpg(home, work, "--output", "clear", "--decrypt", "ours");
            assertThat(work.resolve("clear")).hasBinaryContent(LARGE);

            gpg(home, work, "--output", "armored", "--armor", "-r", "them@example.com", "--sign", "--encrypt", "clear");
            assertThat(run(theirs, Files.readAllBytes(work.resolve("armored")), List.of("from-them")))
                    .isEqualTo(LARGE);
        } finally {
            new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                    .start()
                    .waitFor();
        }
    }

    private static void gpg(Path home, Path work, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(GPG.toString(), "--homedir", home.toString(), "--batch", "--yes"));
        command.addAll(List.of(arguments));
        Path log = work.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }

    private static void assertRefused(byte[] content, String name) {
        assertThatThrownBy(() -> run(content, List.of(name)))
                .isInstanceOf(TransformException.class)
                .hasMessageStartingWith("The transform \"" + name + "\" cannot take the content: ");
    }

    private static byte[] flipped(byte[] content, int at) {
        byte[] changed = content.clone();
        changed[at] ^= 0x10;
        return changed;
    }

    private static String text(String text, String name) throws IOException {
        return new String(run(text.getBytes(StandardCharsets.UTF_8), List.of(name)), StandardCharsets.UTF_8);
    }

    private static byte[] run(byte[] content, List<String> names) throws IOException {
        return run(transforms, content, names);
    }

    private static byte[] run(Transforms known, byte[] content, List<String> names) throws IOException {
        try (InputStream changed = known.chain(names).from(new ByteArrayInputStream(content))) {
            return changed.readAllBytes();
        }
    }
}
