package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTransferTest {
    @TempDir
    Path home;

    private final ManualTime time = new ManualTime();
    private final TransferEngine engine = new TransferEngine(time, time, new Random(1));
    private Path from;
    private Path to;

    @BeforeEach
    void makeRoots() throws IOException {
        from = Files.createDirectory(home.resolve("from"));
        to = Files.createDirectory(home.resolve("to"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 3_000_001})
    void aFileArrivesWhole(int size) throws Exception {
        byte[] content = content(size);
        Files.write(from.resolve("a.bin"), content);

        TransferResult result = engine.transfer(copy("a.bin", "in/b.bin").build());

        assertThat(to.resolve("in/b.bin")).hasBinaryContent(content);
        assertThat(result.status()).isEqualTo(TransferResult.Status.COMPLETED);
        assertThat(result.bytes()).isEqualTo(size);
        assertThat(result.bytesMoved()).isEqualTo(size);
        assertThat(result.sha256()).contains(sha256(content));
        assertThat(result.verified()).isEqualTo(Verification.SIZE);
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(files(to)).containsExactly("in/b.bin");
        assertThat(from.resolve("a.bin")).hasBinaryContent(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"with space.csv", "ümläut.csv", "日本語.csv", "a#b%c+d.csv", "-dash.csv", "[brackets].csv", "~x"})
    void namesAreData(String name) throws Exception {
        Files.writeString(from.resolve(name), "x");
        engine.transfer(copy(name, name).build());
        assertThat(files(to)).containsExactly(name);
    }

    @Test
    void theLongestNameStillHasATemporaryName() throws Exception {
        String name = "ü".repeat(127);
        Files.writeString(from.resolve(name), "x");
        engine.transfer(copy(name, name).token("request-0001").build());
        assertThat(files(to)).containsExactly(name);
    }

    @Test
    void whatAFileSystemRefusesWithoutAReasonIsToldInWords() {
        assertThat(TransferEngine.reason(new AccessDeniedException("to/.a.part")))
                .isEqualTo("to/.a.part: permission denied");
        assertThat(TransferEngine.reason(new NoSuchFileException("to/.a.part")))
                .isEqualTo("to/.a.part: there is no such file or directory");
        assertThat(TransferEngine.reason(new FileSystemException("to/a", null, "Read-only file system")))
                .isEqualTo("to/a: Read-only file system");
    }

    @Test
    void anExistingFileIsNotReplacedByDefault() throws Exception {
        Files.writeString(from.resolve("a"), "new");
        Files.writeString(to.resolve("a"), "old");

        assertThatThrownBy(() -> engine.transfer(copy("a", "a").build()))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFLICT))
                .hasMessageContaining("drop:a was not copied to archive:a")
                .hasMessageContaining("may not be replaced");

        assertThat(to.resolve("a")).hasContent("old");
        assertThat(files(to)).containsExactly("a");
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void anExistingFileIsReplacedWhenAsked() throws Exception {
        Files.writeString(from.resolve("a"), "new");
        Files.writeString(to.resolve("a"), "older");
        engine.transfer(copy("a", "a").ifExists(IfExists.OVERWRITE).build());
        assertThat(to.resolve("a")).hasContent("new");
        assertThat(files(to)).containsExactly("a");
    }

    @Test
    void anExistingFileIsLeftAloneWhenAsked() throws Exception {
        Files.writeString(from.resolve("a"), "new");
        Files.writeString(to.resolve("a"), "old");
        TransferResult result =
                engine.transfer(copy("a", "a").ifExists(IfExists.SKIP).build());
        assertThat(result.status()).isEqualTo(TransferResult.Status.SKIPPED);
        assertThat(result.bytesMoved()).isZero();
        assertThat(to.resolve("a")).hasContent("old");
    }

    @Test
    void aTakenNameIsNumbered() throws Exception {
        Files.writeString(from.resolve("a.tar.gz"), "new");
        Files.writeString(to.resolve("a.tar.gz"), "old");
        Files.writeString(to.resolve("a.tar-1.gz"), "old");
        TransferResult result = engine.transfer(
                copy("a.tar.gz", "a.tar.gz").ifExists(IfExists.RENAME).build());
        assertThat(result.target()).hasToString("archive:a.tar-2.gz");
        assertThat(to.resolve("a.tar-2.gz")).hasContent("new");
        assertThat(to.resolve("a.tar.gz")).hasContent("old");
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotReplaced() throws Exception {
        Files.write(from.resolve("a"), content(3_000_000));
        TransferListener intruder = event -> {
            if (event instanceof TransferEvent.Progress) {
                write(to.resolve("a"), "theirs");
            }
        };

        assertThatThrownBy(() ->
                        engine.transfer(copy("a", "a").listener(slow(intruder)).build()))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFLICT));

        assertThat(to.resolve("a")).hasContent("theirs");
        assertThat(files(to)).containsExactly("a");
    }

    @Test
    void aMissingSourceLeavesNothingBehindAndIsNotTriedAgain() {
        assertThatThrownBy(() -> engine.transfer(copy("nosuch", "sub/a").build()))
                .isInstanceOfSatisfying(TransferException.class, e -> {
                    assertThat(e.errorClass()).isEqualTo(ErrorClass.LOCAL);
                    assertThat(e.attempts()).isEqualTo(1);
                })
                .hasMessageContaining("drop:nosuch does not exist");
        assertThat(files(to)).isEmpty();
        assertThat(to.resolve("sub")).doesNotExist();
    }

    @Test
    void aMissingRootIsNamed() {
        LocalLocation nowhere = new LocalLocation("archive", home.resolve("gone"), path("a"), false);
        write(from.resolve("a"), "x");
        assertThatThrownBy(() ->
                        engine.transfer(Transfer.builder(source("a"), nowhere).build()))
                .hasMessageContaining("gone of \"archive\" does not exist");
        assertThat(home.resolve("gone")).doesNotExist();
    }

    @Test
    void directoriesAreNotMadeWhenThatIsForbidden() {
        write(from.resolve("a"), "x");
        assertThatThrownBy(() -> engine.transfer(
                        copy("a", "sub/a").createDirectories(false).build()))
                .isInstanceOf(TransferException.class);
        assertThat(to.resolve("sub")).doesNotExist();
    }

    @Test
    void aSymbolicLinkDoesNotLeadOut() throws Exception {
        Path secret = Files.createDirectory(home.resolve("secret"));
        Files.writeString(secret.resolve("key"), "secret");
        Files.createSymbolicLink(from.resolve("out"), secret);
        Files.createSymbolicLink(to.resolve("out"), secret);
        Files.createSymbolicLink(from.resolve("key"), secret.resolve("key"));
        Files.writeString(from.resolve("a"), "x");

        for (Transfer transfer : List.of(
                copy("out/key", "a").build(),
                copy("key", "a").build(),
                copy("a", "out/a").build())) {
            assertThatThrownBy(() -> engine.transfer(transfer))
                    .isInstanceOfSatisfying(TransferException.class, e -> assertThat(e.errorClass())
                            .isEqualTo(ErrorClass.FORBIDDEN))
                    .hasMessageContaining("leads out of");
        }
        assertThat(files(secret)).containsExactly("key");
        assertThat(to.resolve("a")).doesNotExist();
    }

    @Test
    void anExpectedDigestIsChecked() throws Exception {
        byte[] content = content(100_000);
        Files.write(from.resolve("a"), content);
        for (String algorithm : List.of("SHA-256", "SHA-512", "MD5")) {
            engine.transfer(copy("a", algorithm)
                    .expected(algorithm, hex(algorithm, content))
                    .build());
        }
        assertThatThrownBy(() -> engine.transfer(
                        copy("a", "b").expected("MD5", "0".repeat(32)).build()))
                .isInstanceOfSatisfying(TransferException.class, e -> {
                    assertThat(e.errorClass()).isEqualTo(ErrorClass.INTEGRITY);
                    assertThat(e.attempts()).isEqualTo(2);
                })
                .hasMessageContaining("MD5");
        assertThat(files(to)).containsExactlyInAnyOrder("SHA-256", "SHA-512", "MD5");
    }

    @Test
    void whatArrivedIsReadBackForAChecksum() throws Exception {
        Files.write(from.resolve("a"), content(200_000));
        TransferResult result = engine.transfer(
                copy("a", "a").verification(Verification.CHECKSUM).build());
        assertThat(result.verified()).isEqualTo(Verification.CHECKSUM);
    }

    @Test
    void aSourceThatChangesWhileItIsReadIsReadAgainFromTheStart() throws Exception {
        Files.write(from.resolve("a"), content(3_000_000));
        List<TransferEvent> events = new ArrayList<>();
        TransferListener writer = event -> {
            events.add(event);
            if (event instanceof TransferEvent.Progress && events.size() == 2) {
                write(from.resolve("a"), "rewritten");
            }
        };
        TransferResult result =
                engine.transfer(copy("a", "a").listener(slow(writer)).build());
        assertThat(to.resolve("a")).hasContent("rewritten");
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(files(to)).containsExactly("a");
    }

    @Test
    void aPartialFileOfAnEarlierRunIsContinued() throws Exception {
        byte[] content = content(500_000);
        Files.write(from.resolve("a"), content);
        String partial = suspendAfterFirstBytes("a", "request-0001");
        Files.write(to.resolve(partial), Arrays.copyOf(content, 300_000));

        TransferResult result =
                engine.transfer(copy("a", "a").token("request-0001").build());

        assertThat(result.resumedFrom()).isEqualTo(300_000 - LocalTarget.OVERLAP);
        assertThat(result.bytesMoved()).isEqualTo(200_000 + LocalTarget.OVERLAP);
        assertThat(result.sha256()).contains(sha256(content));
        assertThat(files(to)).containsExactly("a");
        assertThat(to.resolve("a")).hasBinaryContent(content);
    }

    @Test
    void aPartialFileThatDiffersIsThrownAway() throws Exception {
        byte[] content = content(500_000);
        Files.write(from.resolve("a"), content);
        String partial = suspendAfterFirstBytes("a", "request-0001");
        Files.write(to.resolve(partial), new byte[300_000]);

        TransferResult result =
                engine.transfer(copy("a", "a").token("request-0001").build());

        assertThat(result.resumedFrom()).isZero();
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(to.resolve("a")).hasBinaryContent(content);
        assertThat(files(to)).containsExactly("a");
    }

    @Test
    void aPartialFileOfAnotherVersionOfTheSourceIsNotContinued() throws Exception {
        Files.write(from.resolve("a"), content(500_000));
        String partial = suspendAfterFirstBytes("a", "request-0001");
        Files.write(from.resolve("a"), content(600_000));

        TransferResult result =
                engine.transfer(copy("a", "a").token("request-0001").build());

        assertThat(result.resumedFrom()).isZero();
        assertThat(files(to)).containsExactlyInAnyOrder("a", partial);
    }

    @Test
    void aFileThatGotItsNameBeforeACrashCountsAsDone() throws Exception {
        Files.writeString(from.resolve("a"), "same");
        Files.writeString(to.resolve("a"), "same");

        TransferResult result = engine.transfer(
                copy("a", "a").token("request-0001").triedBefore(true).build());

        assertThat(result.status()).isEqualTo(TransferResult.Status.COMPLETED);
        assertThat(result.bytesMoved()).isZero();
        assertThat(result.bytes()).isEqualTo(4);
    }

    @Test
    void aFileOfAnotherSizeIsStillAConflictAfterACrash() throws Exception {
        Files.writeString(from.resolve("a"), "same");
        Files.writeString(to.resolve("a"), "other");
        assertThatThrownBy(() -> engine.transfer(
                        copy("a", "a").token("request-0001").triedBefore(true).build()))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFLICT));
        assertThat(to.resolve("a")).hasContent("other");
    }

    @Test
    void cancellingRemovesThePartialFile() throws Exception {
        Files.write(from.resolve("a"), content(3_000_000));
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() -> engine.transfer(copy("a", "a")
                        .token("request-0001")
                        .cancellation(cancellation)
                        .listener(slow(event -> {
                            if (event instanceof TransferEvent.Progress) {
                                cancellation.cancel();
                            }
                        }))
                        .build()))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CANCELLED));
        assertThat(files(to)).isEmpty();
    }

    @Test
    void eventsComeInPairsAndALoudListenerChangesNothing() throws Exception {
        Files.writeString(from.resolve("a"), "x");
        List<String> heard = new ArrayList<>();
        TransferListener loud = event -> {
            heard.add(event.getClass().getSimpleName());
            throw new IllegalStateException("loud");
        };
        engine.transfer(copy("a", "a").listener(loud).build());
        assertThatThrownBy(() -> engine.transfer(copy("a", "a").listener(loud).build()))
                .isInstanceOf(TransferException.class);
        assertThat(heard).containsExactly("Started", "Completed", "Started", "Failed");
    }

    @Test
    void aFileCanBeForcedToTheDisk() throws Exception {
        Files.writeString(from.resolve("a"), "x");
        engine.transfer(
                Transfer.builder(source("a"), target("sub/a").withSync(true)).build());
        assertThat(to.resolve("sub/a")).hasContent("x");
    }

    /** Leaves an empty-handed partial file behind and gives its name. */
    private String suspendAfterFirstBytes(String name, String token) {
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() -> engine.transfer(copy(name, name)
                        .token(token)
                        .cancellation(cancellation)
                        .listener(slow(event -> {
                            if (event instanceof TransferEvent.Progress) {
                                cancellation.suspend();
                            }
                        }))
                        .build()))
                .isInstanceOf(TransferException.class);
        assertThat(files(to))
                .singleElement()
                .asString()
                .startsWith("." + name + "." + token)
                .endsWith(".part");
        return files(to).get(0);
    }

    /** Lets time pass with every event, so that each buffer is reported. */
    private TransferListener slow(TransferListener listener) {
        time.runsBy(Duration.ofSeconds(2));
        return listener;
    }

    private Transfer.Builder copy(String source, String target) {
        return Transfer.builder(source(source), target(target));
    }

    private LocalLocation source(String path) {
        return new LocalLocation("drop", from, path(path), false);
    }

    private LocalLocation target(String path) {
        return new LocalLocation("archive", to, path(path), false);
    }

    private static RelativePath path(String text) {
        try {
            return RelativePath.of(text);
        } catch (PathRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return hex("SHA-256", bytes);
    }

    private static String hex(String algorithm, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
