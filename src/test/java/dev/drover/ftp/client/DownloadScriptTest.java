package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A download is whole, or an exception. */
class DownloadScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");
    private static final TransferOptions FIVE = TransferOptions.BINARY.withExpectedSize(5);

    @TempDir
    Path local;

    private static byte[] fetch(FtpSession session, TransferOptions options) throws Exception {
        try (Download download = session.openDownload(A, options)) {
            byte[] bytes = download.stream().readAllBytes();
            download.finish();
            return bytes;
        }
    }

    private static FtpScript hello() {
        return FtpScript.server().file("/a", "hello").file("/b", "other");
    }

    private static void assertInStep(FtpSession session) throws Exception {
        assertThat(session.isUsable()).isTrue();
        assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
    }

    @Test
    void fewerBytesThanTheListingToldAreNoSuccessWhateverTheServerSays() throws Exception {
        FtpScript script = hello().on("RETR /a").closesDataEarly(3).thenReplies("226 done");
        session(script, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> fetch(session, FIVE));

            assertThat(failure.bytesMoved()).isEqualTo(3);
            assertThat(failure)
                    .hasMessageContaining("/a")
                    .hasMessageContaining("5")
                    .hasMessageContaining("3");
            assertThat(failure.retryable()).isTrue();
            assertInStep(session);
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void fewerBytesThanTheServerAnnouncedAreNoSuccess() throws Exception {
        FtpScript script = hello().on("RETR /a")
                .replies("150 Opening connection for /a (5 bytes).")
                .closesDataEarly(3)
                .thenReplies("226 done");
        session(script, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));

            assertThat(failure).hasMessageContaining("announced");
            assertInStep(session);
        });
    }

    @Test
    void fewerBytesThanTheServerAnnouncedAreEnoughWhenSizeSaysSo() throws Exception {
        FtpScript script = hello().on("RETR /a")
                .replies("150 Opening connection for /a (9 bytes).")
                .asUsual();
        session(script, (server, session) -> {
            assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            assertThat(server.commands()).endsWith("SIZE /a");
            assertInStep(session);
        });
    }

    @Test
    void fewerBytesThanAnnouncedAreTooFewWhereNothingElseTells() throws Exception {
        FtpScript script = hello().on("SIZE", "500 what")
                .on("RETR /a")
                .replies("150 Opening for /a (9 bytes).")
                .sendsData("hel");
        session(script, (server, session) -> {
            assertThat(failure(FtpTransferException.class, () -> session.downloadBytes(A, 10)))
                    .hasMessageContaining("announced");
            assertInStep(session);
        });
    }

    @Test
    void moreBytesThanAnnouncedAreTaken() throws Exception {
        FtpScript script = hello().on("RETR /a")
                .replies("150 Opening connection for /a (2 bytes).")
                .sendsData("hello");
        session(script, (server, session) -> {
            assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            assertThat(server.commands()).doesNotContain("SIZE /a");
        });
    }

    @Test
    void aListingIsNotHeldAgainstANumberOfBytes() throws Exception {
        FtpScript script = hello().on("MLSD")
                .replies("150 Opening connection for / (4096 bytes).")
                .asUsual();
        session(script, (server, session) -> {
            assertThat(session.list(RemotePath.ROOT)).hasSize(2);
            assertThat(server.commands()).noneMatch(c -> c.startsWith("SIZE"));
        });
    }

    @Test
    void moreBytesThanExpectedAreNotTakenIn() throws Exception {
        FtpScript script = hello().on("RETR /a").sendsData(new byte[3_000_000]);
        session(script, (server, session) -> {
            FtpException failure = failure(FtpException.class, () -> fetch(session, FIVE));

            assertThat(failure).hasMessageContaining("more than the 5 bytes expected");
        });
    }

    @Test
    void aConnectionThatIsResetInTheMiddleIsNoSuccess() throws Exception {
        FtpScript script = hello().on("RETR /a")
                .sendsData(new byte[500_000])
                .resetsData(1000)
                .thenReplies("426 broken");
        session(script, (server, session) -> {
            FtpTransferException failure =
                    failure(FtpTransferException.class, () -> session.downloadBytes(A, 1_000_000));

            assertThat(failure.reply().orElseThrow().code()).isEqualTo(426);
            assertInStep(session);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"426 Closed", "450 Busy", "451 Local error", "550 Gone", "552 Quota"})
    void aFailureAfterAllDataWinsOverTheCount(String reply) throws Exception {
        FtpScript script = hello().on("RETR /a").sendsData("hello").thenReplies(reply);
        session(script, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> fetch(session, FIVE));

            assertThat(failure.reply().orElseThrow().code()).isEqualTo(Integer.parseInt(reply.substring(0, 3)));
            assertThat(failure).hasMessageContaining(reply);
            assertInStep(session);
        });
    }

    @Test
    void aConfirmationAheadOfTheDataIsNoReasonToStopReading() throws Exception {
        byte[] big = new byte[2_000_000];
        Arrays.fill(big, (byte) 7);
        session(hello().on("RETR /a").sendsData(big).replies226BeforeData(), (server, session) -> {
            assertThat(session.downloadBytes(A, 3_000_000)).isEqualTo(big);
            assertInStep(session);
        });
    }

    @Test
    void aConfirmationThatNeverComesIsNoSuccess() throws Exception {
        client(
                hello().on("RETR /a").sendsData("hello").noFinalReply(),
                waiting(t -> t.withCompletion(SHORT)),
                (server, client) -> {
                    try (FtpSession session = client.open()) {
                        FtpTransferException failure = failure(FtpTransferException.class, () -> fetch(session, FIVE));
                        assertThat(failure).hasMessageContaining("did not confirm");
                        assertThat(failure.sessionUsable()).isFalse();
                        assertThat(session.isUsable()).isFalse();
                    }
                    assertThat(client.pool().idle()).isZero();
                });
    }

    @Test
    void aSessionThatEndsInsteadOfAConfirmationIsNoSuccess() throws Exception {
        session(hello().on("RETR /a").sendsData("hello").noFinalReply().closesControl(), (server, session) -> {
            failure(FtpTransferException.class, () -> fetch(session, FIVE));

            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void fourTwentyOneInsteadOfAConfirmationIsNoSuccess() throws Exception {
        FtpScript script =
                hello().on("RETR /a").sendsData("hello").thenReplies("421 Bye").closesControl();
        session(script, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> fetch(session, FIVE));

            assertThat(failure.sessionUsable()).isFalse();
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void aConfirmationInPlaceOfDataIsAnEmptyFileOnly() throws Exception {
        session(hello().on("RETR /a", "226 Nothing to send"), (server, session) -> {
            assertThat(session.downloadBytes(A, 10)).isEmpty();
            failure(FtpTransferException.class, () -> fetch(session, FIVE));
            assertInStep(session);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSIVE", "ACTIVE"})
    void dataThatComeWithoutA150AreNotThrownAway(DataMode mode) throws Exception {
        FtpScript script = hello().on("RETR /a")
                .replies("226 Sent")
                .sendsData("hello")
                .noFinalReply()
                .on("MLSD")
                .replies("250 Sent")
                .sendsLines("type=file;size=5; a")
                .noFinalReply();
        session(script, builder -> builder.dataMode(mode), (server, session) -> {
            assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            assertThat(fetch(session, FIVE)).asString().isEqualTo("hello");
            assertThat(session.list(RemotePath.ROOT)).hasSize(1);
            assertThat(session.size(path("/b"))).hasValue(5);
        });
    }

    @Test
    void severalPreliminaryRepliesAreOneTransfer() throws Exception {
        FtpScript script = hello().on("RETR /a")
                .replies("150 Looking", "150 Found")
                .sendsData("hello")
                .thenReplies("150 Still here", "226 Done");
        session(script, (server, session) -> {
            assertThat(fetch(session, FIVE)).asString().isEqualTo("hello");
            assertInStep(session);
        });
    }

    @Test
    void aStrayOkayBeforeTheTransferIsSkipped() throws Exception {
        FtpScript script =
                hello().on("RETR /a").replies("200 Whatever", "150 Go").sendsData("hello");
        session(script, (server, session) -> {
            assertThat(fetch(session, FIVE)).asString().isEqualTo("hello");
            assertInStep(session);
        });
    }

    @Test
    void dataThatStallsEndAtTheDeadlineAndTheReasonIsTheStall() throws Exception {
        client(
                hello().on("RETR /a").sendsData("hello").stallsData(2),
                waiting(t -> t.withDataIdle(SHORT).withReply(Duration.ofSeconds(1))),
                (server, client) -> {
                    try (FtpSession session = client.open()) {
                        FtpTransferException failure =
                                failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));
                        assertThat(failure).hasMessageContaining("nothing for");
                        assertThat(failure.bytesMoved()).isEqualTo(2);
                        assertThat(session.isUsable()).isFalse();
                    }
                    assertThat(client.pool().idle()).isZero();
                });
    }

    @Test
    @Timeout(20)
    void aFailureWhileTheDataStandStillEndsTheDownloadAtOnce() throws Exception {
        session(
                hello().once("RETR").stuckWithReply(2, "426 Disk failure"),
                waiting(t -> t.withDataIdle(Duration.ofMinutes(1))),
                (server, session) -> {
                    FtpTransferException failure =
                            failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));

                    assertThat(failure.reply().orElseThrow().code()).isEqualTo(426);
                    assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
                });
    }

    @Test
    void anotherPreliminaryReplyWhileTheDataStandStillEndsNothing() throws Exception {
        FtpScript script = FtpScript.server()
                .once("RETR")
                .replies("150 go")
                .sendsData("hello")
                .stuckWithReply(2, "150 still working on it");
        session(script, waiting(t -> t.withDataIdle(Duration.ofSeconds(1))), (server, session) -> assertThat(
                        failure(FtpTransferException.class, () -> session.downloadBytes(A, 10)))
                .hasMessageContaining("nothing for"));
    }

    @Test
    void dataThatTrickleArriveWhole() throws Exception {
        session(
                hello().on("RETR /a").sendsData("hello").tricklesData(Duration.ofMillis(10)),
                (server, session) -> assertThat(fetch(session, FIVE)).asString().isEqualTo("hello"));
    }

    @Test
    void aLocalFileIsReplacedAtTheEndOnly() throws Exception {
        Path target = Files.writeString(local.resolve("target"), "before");
        session(hello().once("RETR /a").closesDataEarly(3).thenReplies("451 no"), (server, session) -> {
            failure(FtpException.class, () -> session.download(A, target));

            assertThat(target).hasContent("before");
            assertThat(Files.list(local)).containsExactly(target);

            assertThat(session.download(A, target)).isEqualTo(5);
            assertThat(target).hasContent("hello");
            assertThat(Files.list(local)).containsExactly(target);
        });
    }

    @Test
    void aMissingFileLeavesNoLocalOne() throws Exception {
        session(hello(), (server, session) -> {
            failure(FtpReplyException.class, () -> session.download(path("/none"), local.resolve("target")));

            assertThat(local).isEmptyDirectory();
            assertInStep(session);
        });
    }

    @Test
    void aRefusalIsToldAlsoWhenTheCommandWasSentAhead() throws Exception {
        session(hello(), (server, session) -> {
            assertInStep(session);

            FtpReplyException failure = failure(FtpReplyException.class, () -> session.openDownload(path("/none")));

            assertThat(failure.reply().code()).isEqualTo(550);
            assertInStep(session);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"350 Restarting at 3.", "250 Restarting at 3."})
    void aRestThatWasRefusedItsTransferDoesNotCutTheNextFile(String granted) throws Exception {
        FtpScript script = hello().once("RETR /a", "550 not now").once("REST 3", granted);
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.openDownload(A, FIVE.withOffset(3)));

            assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
            assertThat(server.commands()).containsSubsequence("REST 3", "RETR /a", "REST 0", "RETR /b");
        });
    }

    @Test
    void aRestThatCannotBeTakenBackEndsTheSession() throws Exception {
        FtpScript script = hello().once("RETR /a", "550 not now").on("REST 0", "501 what");
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.openDownload(A, FIVE.withOffset(3)));

            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void aRestTypedByHandDoesNotCutAnyFile() throws Exception {
        client(hello(), (server, client) -> {
            try (FtpSession session = client.open()) {
                session.send(dev.drover.ftp.FtpCommand.parse("REST 2"));
            }
            try (FtpSession session = client.open()) {
                assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            }
        });
    }

    @Test
    void anOffsetThatTheServerRefusesIsNoTransferFromTheBeginning() throws Exception {
        session(hello().on("REST", "502 no"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.openDownload(A, FIVE.withOffset(3)));

            assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
            assertInStep(session);
        });
    }

    @Test
    void aServerThatIgnoresTheOffsetIsFoundOut() throws Exception {
        session(hello().on("RETR /a").sendsData("hello"), (server, session) -> {
            FtpException failure = failure(FtpException.class, () -> fetch(session, FIVE.withOffset(3)));

            assertThat(failure).hasMessageContaining("more than the 2 bytes");
        });
    }

    @Test
    void anOffsetBehindTheEndIsFoundOut() throws Exception {
        session(hello(), (server, session) -> {
            failure(FtpTransferException.class, () -> fetch(session, FIVE.withOffset(9)));
            assertThat(server.commands()).noneMatch(line -> line.startsWith("REST"));

            TransferOptions ten = TransferOptions.BINARY.withExpectedSize(10).withOffset(9);
            failure(FtpTransferException.class, () -> fetch(session, ten));
            assertInStep(session);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"150 Opening (5 bytes)", "150 Opening (2 bytes)", "150 About 1024.0 kbytes to go"})
    void whatIsAnnouncedAfterARestIsNoPromise(String announcement) throws Exception {
        FtpScript script = hello().on("RETR /a").replies(announcement).sendsData("lo");
        session(script, (server, session) -> assertThat(fetch(session, FIVE.withOffset(3)))
                .asString()
                .isEqualTo("lo"));
    }

    @Test
    void finishingBeforeTheEndIsNoSuccess() throws Exception {
        session(hello(), (server, session) -> {
            try (Download download = session.openDownload(A)) {
                assertThat(download.stream().read()).isEqualTo('h');

                assertThat(failure(FtpTransferException.class, download::finish))
                        .hasMessageContaining("before all of its data was read");
            }
        });
        assertThat(events.of(FtpEvent.TransferEnded.class))
                .allMatch(e -> e.failure().isPresent());
    }

    @Test
    void aSessionThatIsClosedBreaksItsDownloadOff() throws Exception {
        FtpScript script = hello().on("RETR /a").sendsData(new byte[5_000_000]);
        client(script, (server, client) -> {
            FtpSession session = client.open();
            Download download = session.openDownload(A);

            session.close();

            assertThat(client.pool().idle()).isZero();
            assertThatThrownBy(() -> download.stream().read()).isInstanceOf(FtpException.class);
            failure(FtpException.class, download::finish);
        });
    }

    @Test
    void aFileTooLargeForMemoryIsBrokenOff() throws Exception {
        session(hello(), (server, session) -> {
            assertThat(failure(FtpTransferException.class, () -> session.downloadBytes(A, 4)))
                    .hasMessageContaining("4 bytes");
            assertThat(session.downloadBytes(A, Integer.MAX_VALUE)).hasSize(5);
        });
    }

    @Test
    void anOutputThatFailsBreaksTheDownloadOff() throws Exception {
        session(hello().on("RETR /a").sendsData(new byte[2_000_000]), (server, session) -> {
            assertThatThrownBy(() -> session.download(A, new ByteArrayOutputStream() {
                        @Override
                        public void write(byte[] b, int off, int len) {
                            throw new IllegalStateException("disk full");
                        }
                    }))
                    .hasMessage("disk full");
            if (session.isUsable()) {
                assertInStep(session);
            }
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void linesComeWithTheirEndsConvertedAndAreNotCounted() throws Exception {
        session(FtpScript.server().file("/a", "one\ntwo\n"), (server, session) -> {
            assertThat(fetch(session, TransferOptions.ASCII.withExpectedSize(8)))
                    .asString()
                    .isEqualTo("one\ntwo\n");
            assertThat(session.size(A)).hasValue(8);
            assertThat(server.commands()).containsSubsequence("TYPE A", "RETR /a", "TYPE I", "SIZE /a");
        });
    }

    @Test
    void aServerOfSeveralMachinesIsToldWhatComes() throws Exception {
        FtpScript script =
                hello().on("PRET", "200 OK, planning to use upcoming transfer").once("PRET RETR /none", "550 no");
        session(script, builder -> builder.announcesTransfers(true), (server, session) -> {
            session.downloadBytes(A, 10);
            session.list(RemotePath.ROOT);
            session.downloadBytes(A, 10);
            assertThat(failure(FtpReplyException.class, () -> session.downloadBytes(path("/none"), 10)))
                    .hasMessageContaining("RETR /none");

            assertThat(server.commands())
                    .containsSubsequence(
                            "PRET RETR /a", "EPSV", "RETR /a", "PRET MLSD /", "EPSV", "MLSD /", "PRET RETR /a", "EPSV")
                    .endsWith("PRET RETR /none");
        });
    }

    @Test
    void theTypeIsSetOnlyWhenItChanges() throws Exception {
        session(hello(), (server, session) -> {
            for (int i = 0; i < 3; i++) {
                session.downloadBytes(A, 10);
            }
            List<String> types =
                    server.commands().stream().filter(c -> c.startsWith("TYPE")).toList();
            assertThat(types).containsExactly("TYPE I");
        });
    }
}
