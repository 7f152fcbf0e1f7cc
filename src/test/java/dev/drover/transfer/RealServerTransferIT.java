package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.Daemon;
import dev.drover.testing.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine with daemons as partners run them: in clear text, and inside TLS whose sessions must be resumed. */
@Timeout(180)
class RealServerTransferIT {
    private static final List<String> NAMES = List.of(
            "plain.csv", "with space.csv", "ümläut.csv", "日本語.csv", "a#b%c+d.csv", "-dash.csv", "[brackets].csv");

    @TempDir
    Path home;

    private final TransferEngine engine = new TransferEngine(Clock.systemUTC(), Pause.REAL_TIME, new Random(1));

    static Stream<Partner> partners() {
        return Stream.of(
                new Partner(Daemon.VSFTPD, Daemon.Mode.PLAIN),
                new Partner(Daemon.VSFTPD, Daemon.Mode.TLS_REUSE),
                new Partner(Daemon.PROFTPD, Daemon.Mode.PLAIN),
                new Partner(Daemon.PROFTPD, Daemon.Mode.TLS_REUSE),
                new Partner(Daemon.PURE_FTPD, Daemon.Mode.TLS_REQUIRED),
                new Partner(Daemon.PYFTPDLIB, Daemon.Mode.TLS),
                new Partner(Daemon.INETUTILS_FTPD, Daemon.Mode.PLAIN));
    }

    /** Those that differ most: session reuse required, two ways to resume, and a server that cuts on REST. */
    static Stream<Partner> demandingPartners() {
        return Stream.of(
                new Partner(Daemon.VSFTPD, Daemon.Mode.TLS_REUSE),
                new Partner(Daemon.PROFTPD, Daemon.Mode.TLS_REUSE),
                new Partner(Daemon.PURE_FTPD, Daemon.Mode.TLS_REQUIRED));
    }

    /** A daemon as it is set up. */
    record Partner(Daemon daemon, Daemon.Mode mode) {}

    /** What a test does with the server. */
    private interface Play {
        void with(RealServer server, FtpClient client) throws Exception;
    }

    private static void play(Partner partner, Play play) throws Exception {
        try (RealServer server = RealServer.start(partner.daemon(), partner.mode());
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .tls(server.tlsPolicy())
                        .build()) {
            play.with(server, client);
            assertThat(client.pool().lent()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("partners")
    void filesGoThereAndBackAndNothingStaysBehind(Partner partner) throws Exception {
        play(partner, (server, client) -> {
            for (String name : NAMES) {
                byte[] content = content(name.length() * 10_007);
                Files.write(home.resolve(name), content);
                TransferResult up =
                        engine.transfer(Transfer.builder(local(name), remote(server, client, "in/deep/" + name))
                                .retry(RetryPolicy.NONE)
                                .build());
                assertThat(server.home().resolve("in/deep/" + name)).hasBinaryContent(content);
                TransferResult down = engine.transfer(
                        Transfer.builder(remote(server, client, "in/deep/" + name), local("back/" + name))
                                .retry(RetryPolicy.NONE)
                                .build());
                assertThat(home.resolve("back/" + name)).hasBinaryContent(content);
                assertThat(down.sha256()).isEqualTo(up.sha256());
            }
            assertThat(files(server.home().resolve("in/deep"))).containsExactlyInAnyOrderElementsOf(NAMES);
            assertThat(files(home.resolve("back"))).containsExactlyInAnyOrderElementsOf(NAMES);
            assertThatThrownBy(() -> engine.transfer(Transfer.builder(remote(server, client, "none"), local("none"))
                            .build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> {
                        assertThat(e.errorClass()).isEqualTo(ErrorClass.PERMANENT_REMOTE);
                        assertThat(e.attempts()).isEqualTo(1);
                    });
            assertThat(home.resolve("none")).doesNotExist();
        });
    }

    @ParameterizedTest
    @MethodSource("demandingPartners")
    void emptyAndLargeFilesArriveWhole(Partner partner) throws Exception {
        play(partner, (server, client) -> {
            for (int size : new int[] {0, 1, 10 << 20}) {
                Files.write(home.resolve("a"), content(size));
                engine.transfer(Transfer.builder(local("a"), remote(server, client, "f" + size))
                        .verification(Verification.CHECKSUM)
                        .build());
                engine.transfer(Transfer.builder(remote(server, client, "f" + size), local("b" + size))
                        .verification(Verification.CHECKSUM)
                        .build());
                assertThat(home.resolve("b" + size)).hasBinaryContent(content(size));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("demandingPartners")
    void anExistingFileIsKeptOrReplacedAsAsked(Partner partner) throws Exception {
        play(partner, (server, client) -> {
            server.put("a", new byte[] {1, 2, 3});
            Files.write(home.resolve("a"), content(1000));
            assertThatThrownBy(() -> engine.transfer(Transfer.builder(local("a"), remote(server, client, "a"))
                            .build()))
                    .isInstanceOfSatisfying(TransferException.class, e -> assertThat(e.errorClass())
                            .isEqualTo(ErrorClass.CONFLICT));
            assertThat(server.home().resolve("a")).hasBinaryContent(new byte[] {1, 2, 3});
            engine.transfer(Transfer.builder(local("a"), remote(server, client, "a"))
                    .ifExists(IfExists.OVERWRITE)
                    .build());
            assertThat(server.home().resolve("a")).hasBinaryContent(content(1000));
            assertThat(engine.transfer(Transfer.builder(local("a"), remote(server, client, "a"))
                                    .ifExists(IfExists.RENAME)
                                    .build())
                            .target()
                            .name())
                    .isEqualTo("a-1");
            assertThat(files(server.home())).containsExactlyInAnyOrder("a", "a-1");
        });
    }

    @ParameterizedTest
    @MethodSource("demandingPartners")
    void aSuspendedTransferGoesOnWhereItWas(Partner partner) throws Exception {
        play(partner, (server, client) -> {
            byte[] content = content(6 << 20);
            Files.write(home.resolve("a"), content);
            suspendAndContinue(local("a"), remote(server, client, "a"), content.length);
            assertThat(server.home().resolve("a")).hasBinaryContent(content);
            assertThat(files(server.home())).containsExactly("a");
            suspendAndContinue(remote(server, client, "a"), local("b"), content.length);
            assertThat(home.resolve("b")).hasBinaryContent(content);
        });
    }

    @ParameterizedTest
    @MethodSource("demandingPartners")
    void aServerThatCrashesMidwayGetsTheRestWhenItIsBack(Partner partner) throws Exception {
        play(partner, (server, client) -> {
            byte[] content = content(6 << 20);
            Files.write(home.resolve("a"), content);
            List<TransferEvent> retries = new ArrayList<>();
            TransferEngine crashing =
                    new TransferEngine(watchful(), (length, cancellation) -> server.restart(), new Random(1));
            boolean[] killed = {false};
            TransferResult result = crashing.transfer(Transfer.builder(local("a"), remote(server, client, "a"))
                    .listener(event -> {
                        if (event instanceof TransferEvent.Progress progress
                                && progress.bytes() > 2 << 20
                                && !killed[0]) {
                            killed[0] = true;
                            server.kill();
                        }
                        if (event instanceof TransferEvent.RetryScheduled) {
                            retries.add(event);
                        }
                    })
                    .build());
            assertThat(retries).isNotEmpty();
            assertThat(result.attempts()).isEqualTo(retries.size() + 1);
            assertThat(server.home().resolve("a")).hasBinaryContent(content);
            assertThat(files(server.home())).containsExactly("a");
        });
    }

    private void suspendAndContinue(Location from, Location to, int size) throws Exception {
        TransferEngine watched = new TransferEngine(watchful(), Pause.REAL_TIME, new Random(1));
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() -> watched.transfer(Transfer.builder(from, to)
                        .token("request-0001")
                        .cancellation(cancellation)
                        .listener(event -> {
                            if (event instanceof TransferEvent.Progress progress && progress.bytes() > size / 2) {
                                cancellation.suspend();
                            }
                        })
                        .build()))
                .isInstanceOf(TransferException.class);
        TransferResult result = engine.transfer(Transfer.builder(from, to)
                .token("request-0001")
                .triedBefore(true)
                .build());
        assertThat(result.resumedFrom()).isPositive();
        assertThat(result.bytesMoved()).isEqualTo(size - result.resumedFrom());
        assertThat(result.sha256()).isPresent();
    }

    /** A clock by which time passes with every look, so that each buffer is reported. */
    private static ManualTime watchful() {
        ManualTime time = new ManualTime();
        time.runsBy(Duration.ofSeconds(2));
        return time;
    }

    private LocalLocation local(String path) throws PathRefusedException {
        return Location.local(home, RelativePath.of(path));
    }

    private static RemoteLocation remote(RealServer server, FtpClient client, String path) {
        return Location.remote(client, RemotePath.of(server.remote(path)));
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
