package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than one session at a time: parts of one file, copies between servers, work on other threads. */
class ParallelScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final byte[] BIG = new byte[4_500_001];

    static {
        new Random(1).nextBytes(BIG);
    }

    @TempDir
    Path local;

    @Test
    void partsOfAFileMakeTheWhole() throws Exception {
        client(FtpScript.server().file("/a", BIG), (server, client) -> {
            Path target = local.resolve("target");

            assertThat(client.downloadInParts(A, target, 4)).isEqualTo(BIG.length);

            assertThat(target).hasBinaryContent(BIG);
            assertThat(Files.list(local)).containsExactly(target);
            assertThat(server.commands()).contains("REST 1125000", "REST 2250000", "REST 3375000");
        });
    }

    @Test
    void aSmallFileComesInOnePart() throws Exception {
        client(FtpScript.server().file("/a", "hello"), (server, client) -> {
            assertThat(client.downloadInParts(A, local.resolve("target"), 4)).isEqualTo(5);
            assertThat(server.connectionsAccepted()).isOne();
        });
    }

    @Test
    void aServerThatCannotStartLaterSendsOnePart() throws Exception {
        client(FtpScript.server().file("/a", BIG).features("SIZE"), (server, client) -> {
            client.downloadInParts(A, local.resolve("target"), 4);

            assertThat(local.resolve("target")).hasBinaryContent(BIG);
            assertThat(server.commands()).noneMatch(c -> c.startsWith("REST"));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisabledOnOs(OS.WINDOWS)
    void aFileInPartsHasTheRightsOfAnyOtherAndIsWrittenThroughALink(int parts) throws Exception {
        Path usual = Files.createFile(local.resolve("usual"));
        Path target =
                Files.writeString(Files.createDirectory(local.resolve("d")).resolve("target"), "before");
        Path link = Files.createSymbolicLink(local.resolve("link"), target);
        client(FtpScript.server().file("/a", BIG), (server, client) -> {
            client.downloadInParts(A, link, parts);

            assertThat(link).isSymbolicLink();
            assertThat(target).hasBinaryContent(BIG);
            assertThat(Files.getPosixFilePermissions(target)).isEqualTo(Files.getPosixFilePermissions(usual));
            assertThat(Files.list(target.getParent())).hasSize(1);
        });
    }

    @Test
    void aNameThatFillsADirectoryEntryHasRoomForAnEnding() throws Exception {
        Path target = local.resolve("n".repeat(250));
        client(FtpScript.server().file("/a", BIG), (server, client) -> {
            client.downloadInParts(A, target, 4);
            client.call(session -> session.download(A, target));

            assertThat(target).hasBinaryContent(BIG);
        });
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsNoFileIsWrittenInOnePart() throws Exception {
        client(FtpScript.server().file("/a", BIG), (server, client) -> {
            assertThat(client.downloadInParts(A, Path.of("/dev/null"), 4)).isEqualTo(BIG.length);
            assertThat(server.commands()).noneMatch(c -> c.startsWith("REST"));
        });
    }

    @Test
    void aPartThatFailsFailsTheFile() throws Exception {
        Path target = Files.writeString(local.resolve("target"), "before");
        client(
                FtpScript.server().file("/a", BIG).once("RETR").resetsData(1000).thenReplies("426 no"),
                (server, client) -> {
                    failure(FtpException.class, () -> client.downloadInParts(A, target, 4));

                    assertThat(target).hasContent("before");
                    assertThat(Files.list(local)).containsExactly(target);
                });
    }

    @Test
    void aFileThatChangesMeanwhileIsNotPutTogether() throws Exception {
        FtpScript script = FtpScript.server()
                .file("/a", BIG)
                .once("MDTM", "213 20240101000000")
                .once("MDTM", "213 20240101000001");
        client(script, (server, client) -> {
            assertThat(failure(FtpTransferException.class, () -> client.downloadInParts(A, local.resolve("target"), 4)))
                    .hasMessageContaining("changed");
            assertThat(local).isEmptyDirectory();
        });
    }

    @Test
    void workIsDoneOnAnotherThread() throws Exception {
        client(FtpScript.server().file("/a", "hello"), (server, client) -> {
            CompletableFuture<Long> size =
                    client.callAsync(session -> session.size(A).orElse(-1), Runnable::run);
            assertThat(size.get()).isEqualTo(5);

            CompletableFuture<Void> missing = client.callAsync(
                    session -> {
                        session.delete(path("/none"));
                        return null;
                    },
                    Runnable::run);
            assertThatThrownBy(missing::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(FtpReplyException.class);
        });
    }

    /** Two servers: the second knows nothing of the first. */
    private void between(FtpScript from, FtpScript to, Play<FtpSession[]> play) throws Exception {
        try (ScriptedServer second = to.start();
                FtpClient target = FtpClient.builder(second.address()).build()) {
            client(from, (server, client) -> {
                try (FtpSession source = client.open();
                        FtpSession sink = target.open()) {
                    play.with(second, new FtpSession[] {source, sink});
                }
            });
            target.close();
            second.awaitAllClosed();
        }
    }

    @Test
    void aFileGoesFromServerToServer() throws Exception {
        between(FtpScript.server().file("/a", BIG), FtpScript.server(), (second, both) -> {
            FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT);

            assertThat(second.file("/copy")).hasValue(BIG);
            both[0].ping();
            both[1].ping();
        });
    }

    @Test
    void aFileGoesFromServerToServerOnIpv6() throws Exception {
        InetAddress six = InetAddress.getByName("::1");
        assumeTrue(
                catchThrowable(() -> FtpScript.server().listensOn(six).start().close()) == null, "no IPv6 here");
        try (ScriptedServer one =
                        FtpScript.server().listensOn(six).file("/a", BIG).start();
                ScriptedServer two = FtpScript.server().listensOn(six).start();
                FtpClient from = FtpClient.builder(one.address()).build();
                FtpClient to = FtpClient.builder(two.address()).build();
                FtpSession source = from.open();
                FtpSession sink = to.open()) {
            FxpTransfer.copy(source, A, sink, path("/copy"), Duration.ofSeconds(Long.MAX_VALUE));

            assertThat(two.file("/copy")).hasValue(BIG);
            assertThat(one.commands()).contains("EPSV").doesNotContain("PASV");
            assertThat(two.commands()).anyMatch(c -> c.startsWith("EPRT |2|"));
        }
    }

    @Test
    void theTargetIsSentToWhereTheSourceListensWhateverElseItSays() throws Exception {
        FtpScript source = FtpScript.server()
                .file("/a", "hello")
                .on("PASV", "227 Port 1,2,3,4,5,6 is busy, use another (10,0,0,1,{p1},{p2}) of 9,9,9,9,9,9");
        between(source, FtpScript.server(), (second, both) -> {
            FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT);

            assertThat(second.file("/copy")).hasValue(bytes("hello"));
        });
        between(
                FtpScript.server().file("/a", "x").on("PASV", "227 (300,0,0,1,2,3)"),
                FtpScript.server(),
                (second, both) -> {
                    assertThat(failure(
                                    FtpException.class,
                                    () -> FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT)))
                            .hasMessageContaining("did not say where it listens");
                    assertThat(second.commands()).noneMatch(c -> c.startsWith("PORT"));
                });
    }

    @Test
    void neitherServerDeflatesNorStartsLaterForACopy() throws Exception {
        between(
                FtpScript.server().features("MODE Z", "SIZE").file("/a", BIG),
                FtpScript.server().features("MODE Z", "SIZE"),
                (second, both) -> {
                    both[0].require(FtpCommand.parse("MODE Z"));
                    both[0].send(FtpCommand.parse("REST 100"));
                    both[1].require(FtpCommand.parse("MODE Z"));

                    FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT);

                    assertThat(second.file("/copy")).hasValue(BIG);
                    assertThat(second.commands()).containsSubsequence("MODE Z", "MODE S", "STOR /copy");
                });
    }

    @Test
    void aCopyThatEitherServerFailsIsNone() throws Exception {
        between(FtpScript.server().file("/a", "hello").on("RETR", "451 no"), FtpScript.server(), (second, both) -> {
            failure(FtpException.class, () -> FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT));
            assertThat(both[0].isUsable() || both[1].isUsable()).isFalse();
        });
        between(
                FtpScript.server().file("/a", "hello"),
                FtpScript.server().on("STOR").closesDataEarly(2).thenReplies("552 full"),
                (second, both) ->
                        failure(FtpException.class, () -> FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT)));
    }

    @Test
    void theTargetIsReadyBeforeTheSourceBeginsAndBothAreBinary() throws Exception {
        between(FtpScript.server().file("/a", "hello"), FtpScript.server().on("STOR", "553 no"), (second, both) -> {
            both[0].send(FtpCommand.parse("TYPE A"));
            both[1].send(FtpCommand.parse("TYPE A"));

            failure(FtpException.class, () -> FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT));

            assertThat(second.commands()).containsSubsequence("TYPE A", "TYPE I", "STOR /copy");
            assertThat(events.of(FtpEvent.CommandSent.class))
                    .extracting(sent -> sent.command().toString())
                    .containsSubsequence("TYPE A", "TYPE I", "PASV")
                    .doesNotContain("RETR /a");
        });
    }

    @Test
    void aCopyOfAnotherSizeIsNone() throws Exception {
        between(
                FtpScript.server()
                        .file("/a", "hello")
                        .on("RETR")
                        .closesDataEarly(3)
                        .thenReplies("226 done"),
                FtpScript.server(),
                (second, both) -> assertThat(failure(
                                FtpTransferException.class,
                                () -> FxpTransfer.copy(both[0], A, both[1], path("/copy"), LIMIT)))
                        .hasMessageContaining("3 bytes"));
    }

    @Test
    void aMissingFileIsNotBegun() throws Exception {
        between(FtpScript.server(), FtpScript.server(), (second, both) -> {
            failure(
                    FtpReplyException.class,
                    () -> FxpTransfer.copy(both[0], path("/none"), both[1], path("/copy"), LIMIT));
            assertThat(second.commands()).noneMatch(c -> c.startsWith("STOR"));
            both[1].ping();
        });
    }

    @Test
    void aCopyThatHangsIsLeftAtTheDeadline() throws Exception {
        between(FtpScript.server().file("/a", "hello").on("RETR").stallsData(2), FtpScript.server(), (second, both) -> {
            failure(FtpTransferException.class, () -> FxpTransfer.copy(both[0], A, both[1], path("/c"), SHORT));
            assertThat(both[0].isUsable() || both[1].isUsable()).isFalse();
        });
    }

    @Test
    void dataAreDeflatedWhereBothWantIt() throws Exception {
        FtpScript script = FtpScript.server()
                .features("MODE Z", "SIZE", "REST STREAM", "MLST type*;size*;modify*;")
                .file("/a", "hello".repeat(1000))
                .file("/a.gz", "packed");
        session(script, builder -> builder.compression(true), (server, session) -> {
            assertThat(session.downloadBytes(A, 10_000)).hasSize(5000);
            session.uploadBytes(path("/b"), BIG);
            assertThat(session.list(path("/"))).hasSize(3);
            assertThat(session.downloadBytes(path("/a.gz"), 10)).asString().isEqualTo("packed");
            try (Download tail = session.openDownload(A, TransferOptions.BINARY.withOffset(4995))) {
                assertThat(tail.stream().readAllBytes()).asString().isEqualTo("hello");
                tail.finish();
            }

            assertThat(server.file("/b")).hasValue(BIG);
            assertThat(server.commands()).filteredOn(c -> c.startsWith("MODE")).containsExactly("MODE Z", "MODE S");
        });
    }

    @Test
    void aServerThatDoesNotOfferToDeflateIsNotAsked() throws Exception {
        session(FtpScript.server().file("/a", "hello"), builder -> builder.compression(true), (server, session) -> {
            assertThat(session.downloadBytes(A, 10)).hasSize(5);
            assertThat(server.commands()).noneMatch(c -> c.startsWith("MODE"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODE Z", "mode z"})
    void aModeSetByHandDoesNotDeflateAFile(String command) throws Exception {
        FtpScript script = FtpScript.server().features("MODE Z", "SIZE").file("/a", "hello".repeat(1000));
        session(script, (server, session) -> {
            session.require(FtpCommand.parse(command));
            assertThat(session.downloadBytes(A, 10_000)).hasSize(5000);
        });
    }

    @Test
    void aStreamOfZerosThatClaimsToBeSmallIsNotInflatedForEver() throws Exception {
        FtpScript script =
                FtpScript.server().features("MODE Z", "SIZE").on("RETR").sendsData(new byte[50_000_000]);
        session(script, builder -> builder.compression(true), (server, session) -> {
            try (Download download = session.openDownload(A, TransferOptions.BINARY.withExpectedSize(5))) {
                failure(FtpException.class, () -> download.stream().readAllBytes());
                assertThat(download.bytes()).isLessThan(1_000_000);
            }
        });
    }
}
