package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemotePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session does with any server. Run against every server there is; see the subclasses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FtpSessionContract {
    private static final int MIB = 1024 * 1024;

    private @Nullable FtpClient shared;
    private FtpClient client;
    private FtpSession session;

    @TempDir
    Path local;

    /** A client of the server under test, whose login may write. */
    abstract FtpClient.Builder client();

    /** The names to try: all of them, or a few where TLS is all that differs from another run with the same server. */
    Stream<RemotePath> names() {
        return NastyNames.all();
    }

    /** Why this server cannot have a file or directory of the name. */
    Optional<String> whyImpossible(Kind kind, RemotePath name) {
        return Optional.empty();
    }

    /** Whether the server knows SIZE. */
    boolean tellsSizes() {
        return true;
    }

    /** A directory that this test alone writes in, made on the server by {@link #makeWorkingPlace}. */
    private RemotePath place;

    @BeforeEach
    void makeWorkingPlace() throws Exception {
        // One for all tests: some servers take half a second for a login.
        shared = shared == null ? client().build() : shared;
        client = shared;
        session = client.open();
        place = session.workingDirectory().resolve("t" + System.nanoTime());
        session.makeDirectory(place);
    }

    @AfterEach
    void close() {
        session.close();
        assertThat(client.pool().lent()).isZero();
    }

    @AfterAll
    void closeClient() {
        // There is none where the server is not on this machine.
        if (shared != null) {
            shared.close();
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void bytesComeBackAsTheyWent(int size) throws Exception {
        byte[] content = bytes(size);
        RemotePath file = place.resolve("round.bin");

        session.uploadBytes(file, content);

        assertThat(session.downloadBytes(file, 4 * MIB)).isEqualTo(content);
        assertSize(file, size);
    }

    static Stream<Integer> sizes() {
        return Stream.of(0, 1, 4096, 65_536, 3 * MIB + 17);
    }

    @Test
    void filesGoUpAndDown() throws Exception {
        byte[] content = bytes(MIB);
        Path source = Files.write(local.resolve("source"), content);
        Path target = local.resolve("target");

        assertThat(session.upload(source, place.resolve("f"))).isEqualTo(MIB);
        assertThat(session.download(place.resolve("f"), target)).isEqualTo(MIB);

        assertThat(target).hasBinaryContent(content);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameIsListedAndComesBack(RemotePath name) throws Exception {
        RemotePath file = place.resolve(name);
        assertPossible(Kind.FILE, name, () -> session.uploadBytes(file, bytes(7)));
        if (whyImpossible(Kind.FILE, name).isPresent()) {
            return;
        }

        // NLST of several servers leaves out what begins with a dot.
        if (!name.toString().startsWith(".")) {
            assertThat(session.names(place)).containsExactly(file);
        }
        assertThat(session.list(place)).extracting(RemoteEntry::path).containsExactly(file);
        RemotePath listed = session.list(place).get(0).path();
        assertThat(session.stat(listed).orElseThrow().size()).hasValue(7);
        assertThat(session.downloadBytes(listed, MIB)).isEqualTo(bytes(7));
        session.rename(listed, place.resolve("plain"));
        session.rename(place.resolve("plain"), listed);
        session.delete(listed);
        assertThat(session.exists(listed)).isFalse();
        assertThat(session.list(place)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameMayBeThatOfADirectory(RemotePath name) throws Exception {
        RemotePath directory = place.resolve(name);
        assertPossible(Kind.DIRECTORY, name, () -> session.makeDirectory(directory));
        if (whyImpossible(Kind.DIRECTORY, name).isPresent()) {
            return;
        }

        assertThat(session.list(place)).extracting(RemoteEntry::path).containsExactly(directory);
        assertThat(session.stat(directory).orElseThrow().isDirectory()).isTrue();
        session.changeDirectory(directory);
        session.uploadBytes(RemotePath.of("relative"), bytes(7));
        assertThat(session.list(directory))
                .extracting(RemoteEntry::path)
                .containsExactly(directory.resolve("relative"));
        assertThat(session.names(directory)).containsExactly(directory.resolve("relative"));
        assertThat(session.workingDirectory()).isEqualTo(directory);
        session.changeDirectory(RemotePath.of(".."));
        assertThat(session.workingDirectory()).isEqualTo(place);
        session.delete(directory.resolve("relative"));
        session.removeDirectory(directory);
        assertThat(session.list(place)).isEmpty();
    }

    /** A server that cannot have the name says so, or makes another of it: known beforehand, and no harm to the session. */
    private void assertPossible(Kind kind, RemotePath name, Making making) throws Exception {
        boolean kept = isKept(place.resolve(name), making);
        assertThat(kept)
                .as("\"%s\" is kept", name)
                .isEqualTo(whyImpossible(kind, name).isEmpty());
        if (!session.isUsable()) {
            session.close();
            session = client.open();
        }
        assertThat(session.exists(place)).isTrue();
    }

    private boolean isKept(RemotePath path, Making making) throws IOException {
        try {
            making.make();
            return session.list(place).stream().anyMatch(entry -> entry.path().equals(path));
        } catch (FtpException refused) {
            assertThat(refused).isNotInstanceOf(FtpProtocolException.class);
            return false;
        }
    }

    private interface Making {
        void make() throws IOException;
    }

    @Test
    void aLeadingDashIsNoOption() throws Exception {
        RemotePath directory = place.resolve("-dir");
        session.makeDirectory(directory);
        session.uploadBytes(directory.resolve("-f.txt"), new byte[] {1});

        assertThat(session.list(directory)).extracting(RemoteEntry::name).containsExactly("-f.txt");
    }

    @Test
    void aDirectoryWithSpacesIsListed() throws Exception {
        RemotePath directory = place.resolve("a b c");
        session.makeDirectory(directory);
        session.uploadBytes(directory.resolve("x y"), new byte[3]);

        List<RemoteEntry> entries = session.list(directory);

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).path()).isEqualTo(directory.resolve("x y"));
        assertThat(entries.get(0).size()).hasValue(3);
        assertThat(session.workingDirectory()).isEqualTo(place.parent());
    }

    @Test
    void listingsTellKindSizeAndTime() throws Exception {
        session.makeDirectory(place.resolve("sub"));
        session.uploadBytes(place.resolve("f"), bytes(1234));

        List<RemoteEntry> entries = session.list(place);

        assertThat(entries).extracting(RemoteEntry::name).containsExactlyInAnyOrder("sub", "f");
        RemoteEntry file =
                entries.stream().filter(RemoteEntry::isFile).findFirst().orElseThrow();
        assertThat(file.size()).hasValue(1234);
        assertThat(file.modified()).isPresent();
        assertThat(entries).anyMatch(e -> e.isDirectory() && e.name().equals("sub"));
    }

    @Test
    void aDirectoryThatLooksLikeAPatternIsListed() throws Exception {
        RemotePath directory = place.resolve("-a [1] {2}");
        session.makeDirectory(directory);
        session.uploadBytes(directory.resolve("x"), new byte[3]);

        List<RemoteEntry> entries = session.list(directory);

        assertThat(entries).extracting(RemoteEntry::path).containsExactly(directory.resolve("x"));
        assertThat(session.workingDirectory()).isEqualTo(place.parent());
    }

    @Test
    void anEmptyDirectoryIsEmptyAndAMissingOneIsAnError() throws Exception {
        assertThat(session.list(place)).isEmpty();

        assertThatThrownBy(() -> session.list(place.resolve("missing")))
                .isInstanceOf(FtpException.class)
                .hasMessageContaining("missing");
        assertThat(session.list(place)).isEmpty();
    }

    @Test
    void statTellsFilesDirectoriesAndNothing() throws Exception {
        session.uploadBytes(place.resolve("f"), bytes(7));

        assertThat(session.stat(place.resolve("f")).orElseThrow().size()).hasValue(7);
        assertThat(session.stat(place).orElseThrow().isDirectory()).isTrue();
        assertThat(session.stat(place.resolve("none"))).isEmpty();
        assertThat(session.exists(place.resolve("f"))).isTrue();
        assertThat(session.exists(place.resolve("none"))).isFalse();
    }

    @Test
    void aNameThatLooksLikeAPatternIsAName() throws Exception {
        RemotePath file = place.resolve("[x].csv");
        assertThat(session.exists(file)).isFalse();
        session.uploadBytes(file, bytes(7));
        RemoteEntry entry = session.stat(file).orElseThrow();
        assertThat(entry.isFile()).isTrue();
        assertThat(entry.size()).hasValue(7);
    }

    @Test
    void directoriesAreMadeInDepthAndAgain() throws Exception {
        RemotePath deep = place.resolve("a/b/c");

        session.makeDirectories(deep);
        session.makeDirectories(deep);
        session.uploadBytes(deep.resolve("f"), new byte[1]);

        assertThat(session.list(deep)).hasSize(1);
        session.delete(deep.resolve("f"));
        session.removeDirectory(deep);
        assertThat(session.exists(deep)).isFalse();
    }

    @Test
    void theWorkingDirectoryIsFollowedAndPutBack() throws Exception {
        RemotePath home = session.workingDirectory();
        session.changeDirectory(place);
        session.uploadBytes(RemotePath.of("relative"), bytes(5));
        assertThat(session.workingDirectory().name()).isEqualTo(place.name());
        assertSize(place.resolve("relative"), 5);

        session.close();
        session = client.open();

        assertThat(session.workingDirectory()).isEqualTo(home);
    }

    @Test
    void aDownloadStartsAtAnOffset() throws Exception {
        byte[] content = bytes(100_000);
        session.uploadBytes(place.resolve("f"), content);
        TransferOptions rest = TransferOptions.BINARY.withOffset(99_000).withExpectedSize(100_000);

        try (Download download = session.openDownload(place.resolve("f"), rest)) {
            byte[] tail = download.stream().readAllBytes();
            download.finish();
            assertThat(tail).isEqualTo(Arrays.copyOfRange(content, 99_000, 100_000));
        }
    }

    @Test
    void anUploadGoesOnAtItsEnd() throws Exception {
        byte[] content = bytes(50_000);
        RemotePath file = place.resolve("f");
        session.uploadBytes(file, Arrays.copyOf(content, 20_000));

        try (Upload upload = session.openUpload(file, TransferOptions.BINARY.withOffset(20_000))) {
            upload.stream().write(content, 20_000, 30_000);
            upload.finish();
        }

        assertThat(session.downloadBytes(file, MIB)).isEqualTo(content);
    }

    @Test
    void appendingAddsToTheEnd() throws Exception {
        RemotePath file = place.resolve("log");
        for (String line : List.of("one\n", "two\n")) {
            try (Upload upload = session.openAppend(file, TransferOptions.BINARY)) {
                upload.stream().write(line.getBytes(StandardCharsets.US_ASCII));
                upload.finish();
            }
        }

        assertThat(session.downloadBytes(file, 100)).asString().isEqualTo("one\ntwo\n");
    }

    @Test
    void aCountThatIsNotTheExpectedOneIsAnErrorAndTheSessionGoesOn() throws Exception {
        session.uploadBytes(place.resolve("f"), bytes(1000));
        TransferOptions wrong = TransferOptions.BINARY.withExpectedSize(1001);

        assertThatThrownBy(() -> {
                    try (Download download = session.openDownload(place.resolve("f"), wrong)) {
                        download.stream().readAllBytes();
                        download.finish();
                    }
                })
                .isInstanceOf(FtpTransferException.class)
                .hasMessageContaining("1000")
                .hasMessageContaining("1001");
        assertSize(place.resolve("f"), 1000);
    }

    @Test
    void aMissingFileIsRefusedAndTheSessionGoesOn() throws Exception {
        assertThatThrownBy(() -> session.openDownload(place.resolve("none")))
                .isInstanceOf(FtpReplyException.class)
                .hasMessageContaining("none")
                .matches(e -> ((FtpException) e).sessionUsable());
        assertThat(session.isUsable()).isTrue();
        session.uploadBytes(place.resolve("f"), new byte[1]);
        assertThat(session.list(place)).hasSize(1);
    }

    @Test
    void anAbortedDownloadIsNoSuccessAndTheNextTransferIsRight() throws Exception {
        byte[] big = bytes(3 * MIB);
        session.uploadBytes(place.resolve("big"), big);
        session.uploadBytes(place.resolve("small"), bytes(10));

        try (Download download = session.openDownload(place.resolve("big"))) {
            try (InputStream stream = download.stream()) {
                assertThat(stream.readNBytes(1000)).hasSize(1000);
            }
        }
        if (!session.isUsable()) {
            session.close();
            session = client.open();
        }

        assertThat(session.downloadBytes(place.resolve("small"), 100)).isEqualTo(bytes(10));
        assertThat(session.downloadBytes(place.resolve("big"), 4 * MIB)).isEqualTo(big);
    }

    @Test
    void aListingCanBeLeftEarly() throws Exception {
        for (int i = 0; i < 20; i++) {
            session.uploadBytes(place.resolve("f" + i), new byte[0]);
        }
        try (Listing listing = session.openListing(place)) {
            assertThat(listing.hasNext()).isTrue();
            listing.next();
        }
        if (!session.isUsable()) {
            session.close();
            session = client.open();
        }

        assertThat(session.list(place)).hasSize(20);
    }

    @Test
    void aTransferInTheWayIsAMistakeOfTheCaller() throws Exception {
        session.uploadBytes(place.resolve("f"), bytes(10));
        try (Download download = session.openDownload(place.resolve("f"))) {
            assertThatThrownBy(() -> session.list(place)).isInstanceOf(IllegalStateException.class);
            download.stream().readAllBytes();
            download.finish();
        }
    }

    @Test
    void timesCanBeSetWhereTheServerKnowsHow() throws Exception {
        RemotePath file = place.resolve("f");
        session.uploadBytes(file, new byte[1]);
        Instant wanted = Instant.parse("2020-02-29T12:34:56Z");
        try {
            session.setModified(file, wanted);
        } catch (FtpReplyException unsupported) {
            assertThat(unsupported.reply().code()).isGreaterThanOrEqualTo(500);
            return;
        }

        assertThat(session.modified(file).orElseThrow().instant().truncatedTo(ChronoUnit.SECONDS))
                .isEqualTo(wanted);
    }

    @Test
    void aHundredTransfersInARow() throws Exception {
        byte[] content = bytes(2000);
        long discarded = client.pool().discarded();
        for (int i = 0; i < 50; i++) {
            session.uploadBytes(place.resolve("f" + i % 5), content);
            assertThat(session.downloadBytes(place.resolve("f" + i % 5), 4000)).isEqualTo(content);
        }
        assertThat(client.pool().discarded()).isEqualTo(discarded);
    }

    @Test
    void eightThreadsShareOnePool() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        // A pool of its own, since ProFTPD has trouble with many sessions under TLS 1.3: see below.
        try (FtpClient pooled = client().build()) {
            List<Callable<byte[]>> work = IntStream.range(0, 16)
                    .<Callable<byte[]>>mapToObj(
                            i -> () -> thereAndBack(pooled, place.resolve("p" + i), bytes(20_000 + i)))
                    .toList();
            int i = 0;
            for (Future<byte[]> result : threads.invokeAll(work)) {
                assertThat(result.get()).isEqualTo(bytes(20_000 + i));
                i++;
            }
            assertThat(pooled.pool().lent()).isZero();
        } finally {
            threads.shutdownNow();
        }
        assertThat(session.list(place)).hasSize(16);
    }

    /**
     * Repeated when a session is lost: ProFTPD's own processes crash now and then when several insert TLS 1.3 sessions into
     * its shared cache (seen as SIGSEGV and SIGABRT of the server). What must never happen is a wrong answer.
     */
    private static byte[] thereAndBack(FtpClient client, RemotePath file, byte[] content) throws IOException {
        FtpException last = null;
        for (int attempt = 0; attempt < 10; attempt++) {
            try {
                return client.call(s -> {
                    s.upload(new ByteArrayInputStream(content), file);
                    return s.downloadBytes(file, MIB);
                });
            } catch (FtpException e) {
                assertThat(e.retryable()).as(e.getMessage()).isTrue();
                last = e;
            }
        }
        throw new IOException(last);
    }

    @Test
    void aControlCharacterInANameIsRefusedBeforeAnythingIsSent() throws Exception {
        assertThatThrownBy(() -> session.delete(place.resolve("a\r\nDELE b"))).hasMessageContaining("was not sent");
        assertThat(session.send(FtpCommand.of(FtpVerb.PWD)).isCompletion()).isTrue();
    }

    private void assertSize(RemotePath file, long size) throws FtpException {
        assertThat(session.size(file)).isEqualTo(tellsSizes() ? OptionalLong.of(size) : OptionalLong.empty());
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
