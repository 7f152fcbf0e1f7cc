package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolLimits;
import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every pair of places, against a real server: both sides are directories that can be looked into. */
class AnyPlaceTransferTest {
    /** From where to where. */
    enum Pair {
        LOCAL_TO_LOCAL(false, false),
        LOCAL_TO_REMOTE(false, true),
        REMOTE_TO_LOCAL(true, false),
        REMOTE_TO_REMOTE(true, true);

        private final boolean remoteSource;
        private final boolean remoteTarget;

        Pair(boolean remoteSource, boolean remoteTarget) {
            this.remoteSource = remoteSource;
            this.remoteTarget = remoteTarget;
        }
    }

    @TempDir
    Path home;

    private final ManualTime time = new ManualTime();
    private final TransferEngine engine = new TransferEngine(time, time, new Random(1));
    private Path from;
    private Path to;
    private EmbeddedServer server;
    private FtpClient client;

    @BeforeEach
    void start() throws IOException {
        from = Files.createDirectory(home.resolve("from"));
        to = Files.createDirectory(home.resolve("to"));
        server = EmbeddedServer.on(home).start();
        client = FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                .pool(PoolLimits.DEFAULT.withMaxSessions(2))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void filesOfAllSizesArriveWhole(Pair pair) throws Exception {
        for (int size : new int[] {0, 1, 65_535, 2_000_003}) {
            byte[] content = content(size);
            Files.write(from.resolve("a"), content);
            TransferResult result =
                    engine.transfer(copy(pair, "a", "sub/dir/" + size).build());
            assertThat(to.resolve("sub/dir/" + size)).hasBinaryContent(content);
            assertThat(result.bytes()).isEqualTo(size);
            assertThat(result.verified()).isEqualTo(Verification.SIZE);
            assertThat(result.sha256()).isPresent();
            assertThat(result.attempts()).isEqualTo(1);
        }
        assertThat(files()).containsExactlyInAnyOrder("sub/dir/0", "sub/dir/1", "sub/dir/65535", "sub/dir/2000003");
        assertThat(client.pool().lent()).isZero();
    }

    @Test
    void aDirectoryThatSomebodyMakesWhileAnUploadIsRefusedForItIsWorthAnotherTry() throws Exception {
        KnownDirectories directories = new KnownDirectories();
        RemoteLocation file = (RemoteLocation) remote("to/new/file");
        try (Lease lease = new Lease(file)) {
            RemoteTarget target = new RemoteTarget(file, lease, directories);
            IOException refusal = catchThrowableOfType(IOException.class, () -> {
                try (Target.Writing upload = target.open("file.part", 0, false)) {
                    upload.finish();
                }
            });
            Files.createDirectory(to.resolve("new"));
            directories.add(client, RemotePath.of("/to/new"));

            assertThat(target.mendDirectory(refusal)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesAreData(Pair pair) throws Exception {
        List<String> names = List.of(
                "with space.csv",
                "ümläut.csv",
                "日本語.csv",
                "a#b%c+d.csv",
                "-dash.csv",
                "[brackets].csv",
                "'quote\".csv");
        for (String name : names) {
            Files.writeString(from.resolve(name), name);
            engine.transfer(copy(pair, name, name).build());
            assertThat(to.resolve(name)).hasContent(name);
        }
        assertThat(files()).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @EnumSource
    void anExistingFileStaysUnlessItIsToBeReplaced(Pair pair) throws Exception {
        Files.writeString(from.resolve("a"), "new");
        Files.writeString(to.resolve("a"), "older");
        assertThatThrownBy(() -> engine.transfer(copy(pair, "a", "a").build()))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFLICT));
        assertThat(to.resolve("a")).hasContent("older");

        assertThat(engine.transfer(copy(pair, "a", "a").ifExists(IfExists.SKIP).build())
                        .status())
                .isEqualTo(TransferResult.Status.SKIPPED);
        assertThat(to.resolve("a")).hasContent("older");

        assertThat(engine.transfer(
                                copy(pair, "a", "a").ifExists(IfExists.RENAME).build())
                        .target()
                        .name())
                .isEqualTo("a-1");
        assertThat(to.resolve("a-1")).hasContent("new");

        engine.transfer(copy(pair, "a", "a").ifExists(IfExists.OVERWRITE).build());
        assertThat(to.resolve("a")).hasContent("new");
        assertThat(files()).containsExactlyInAnyOrder("a", "a-1");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingSourceIsNoReasonToTryAgain(Pair pair) {
        assertThatThrownBy(() -> engine.transfer(copy(pair, "nosuch", "sub/a").build()))
                .isInstanceOfSatisfying(TransferException.class, e -> {
                    assertThat(e.errorClass()).isIn(ErrorClass.LOCAL, ErrorClass.PERMANENT_REMOTE);
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining("nosuch");
        assertThat(files()).isEmpty();
        assertThat(to.resolve("sub")).doesNotExist();
        assertThat(time.pauses()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aChecksumIsVerifiedInEveryPlace(Pair pair) throws Exception {
        Files.write(from.resolve("a"), content(300_000));
        TransferResult result = engine.transfer(
                copy(pair, "a", "a").verification(Verification.CHECKSUM).build());
        assertThat(result.verified()).isEqualTo(Verification.CHECKSUM);
        assertThat(to.resolve("a")).hasBinaryContent(content(300_000));
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledTransferLeavesNothing(Pair pair) throws Exception {
        Files.write(from.resolve("a"), content(3_000_000));
        Cancellation cancellation = new Cancellation();
        time.runsBy(Duration.ofSeconds(2));
        assertThatThrownBy(() -> engine.transfer(copy(pair, "a", "a")
                        .token("request-0001")
                        .cancellation(cancellation)
                        .listener(event -> {
                            if (event instanceof TransferEvent.Progress) {
                                cancellation.cancel();
                            }
                        })
                        .build()))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CANCELLED));
        assertThat(files()).isEmpty();
        assertThat(client.pool().lent()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aSuspendedTransferIsContinuedByTheNextRun(Pair pair) throws Exception {
        byte[] content = content(3_000_000);
        Files.write(from.resolve("a"), content);
        Cancellation cancellation = new Cancellation();
        time.runsBy(Duration.ofSeconds(2));
        assertThatThrownBy(() -> engine.transfer(copy(pair, "a", "a")
                        .token("request-0001")
                        .cancellation(cancellation)
                        .listener(event -> {
                            if (event instanceof TransferEvent.Progress progress && progress.bytes() > 1_000_000) {
                                cancellation.suspend();
                            }
                        })
                        .build()))
                .isInstanceOf(TransferException.class);
        assertThat(files())
                .singleElement()
                .asString()
                .startsWith(".a.request-0001-")
                .endsWith(".part");

        TransferResult result = engine.transfer(
                copy(pair, "a", "a").token("request-0001").triedBefore(true).build());

        // What the other side had not taken out of its buffers at the end is sent once more.
        assertThat(result.resumedFrom()).isBetween(1L, 2_999_999L);
        assertThat(result.bytesMoved()).isEqualTo(content.length - result.resumedFrom());
        assertThat(to.resolve("a")).hasBinaryContent(content);
        assertThat(files()).containsExactly("a");
    }

    @Test
    void relaysOverOneSmallPoolDoNotBlockEachOther() throws Exception {
        TransferEngine real = new TransferEngine();
        List<CompletableFuture<TransferResult>> relays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "f" + i;
            Files.write(from.resolve(name), content(200_000 + i));
            Transfer transfer = copy(Pair.REMOTE_TO_REMOTE, name, name)
                    .retry(RetryPolicy.NONE)
                    .build();
            relays.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return real.transfer(transfer);
                } catch (TransferException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<TransferResult> relay : relays) {
            assertThat(relay.get(30, TimeUnit.SECONDS).attempts()).isEqualTo(1);
        }
        assertThat(files()).hasSize(8);
    }

    @Test
    void textIsMovedWithTheLineEndsOfItsSide() throws Exception {
        Files.writeString(from.resolve("a"), "one\ntwo\n");
        TransferResult result = engine.transfer(
                copy(Pair.LOCAL_TO_REMOTE, "a", "a").type(TransferType.ASCII).build());
        assertThat(result.verified()).isEqualTo(Verification.NONE);
        engine.transfer(Transfer.builder(remote("to/a"), local(from, "b"))
                .type(TransferType.ASCII)
                .build());
        assertThat(from.resolve("b")).hasContent("one\ntwo\n");
    }

    private Transfer.Builder copy(Pair pair, String source, String target) {
        return Transfer.builder(
                pair.remoteSource ? remote("from/" + source) : local(from, source),
                pair.remoteTarget ? remote("to/" + target) : local(to, target));
    }

    private Location remote(String path) {
        return Location.remote(client, RemotePath.of("/" + path));
    }

    private static Location local(Path root, String path) {
        try {
            return Location.local(root, RelativePath.of(path));
        } catch (PathRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(to)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> to.relativize(file).toString())
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
}
