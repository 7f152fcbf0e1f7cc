package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upload was confirmed by the server, or is an exception. */
class UploadScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");
    private static final byte[] BIG = new byte[8 * 1024 * 1024];

    @TempDir
    Path local;

    private static void assertInStep(FtpSession session) throws Exception {
        assertThat(session.isUsable()).isTrue();
        session.uploadBytes(path("/b"), bytes("other"));
        assertThat(session.size(path("/b"))).hasValue(5);
    }

    @Test
    void aRefusalTakesNoByteOfTheSource() throws Exception {
        session(FtpScript.server().once("STOR", "553 Not here"), (server, session) -> {
            ByteArrayInputStream source = new ByteArrayInputStream(bytes("hello"));

            FtpReplyException failure = failure(FtpReplyException.class, () -> session.upload(source, A));

            assertThat(failure.reply().code()).isEqualTo(553);
            assertThat(source.available()).isEqualTo(5);
            assertThat(server.file("/a")).isEmpty();
            assertInStep(session);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"426 Closed", "451 Local error", "551 No such directory", "552 Quota exceeded"})
    void aFailureAfterAllBytesIsNoSuccess(String reply) throws Exception {
        session(FtpScript.server().once("STOR").sendsData("").thenReplies(reply), (server, session) -> {
            FtpTransferException failure =
                    failure(FtpTransferException.class, () -> session.uploadBytes(A, bytes("hello")));

            assertThat(failure.reply().orElseThrow().code()).isEqualTo(Integer.parseInt(reply.substring(0, 3)));
            assertThat(failure.bytesMoved()).isEqualTo(5);
            assertThat(failure.retryable()).isEqualTo(reply.startsWith("4"));
            assertInStep(session);
        });
    }

    @Test
    void aServerThatClosesEarlyTellsWhy() throws Exception {
        FtpScript script = FtpScript.server().once("STOR").closesDataEarly(1000).thenReplies("552 Disk full");
        session(script, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> session.uploadBytes(A, BIG));

            assertThat(failure.reply().orElseThrow().code()).isEqualTo(552);
            assertThat(failure.bytesMoved()).isLessThan(BIG.length);
            assertThat(failure).hasMessageContaining("Disk full");
            assertInStep(session);
        });
    }

    @Test
    void aServerThatClosesEarlyAndIsContentIsNot() throws Exception {
        FtpScript script = FtpScript.server().once("STOR").closesDataEarly(1000).thenReplies("226 Fine");
        session(script, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> session.uploadBytes(A, BIG));

            assertThat(failure.bytesMoved()).isLessThan(BIG.length);
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void aResetIsNoSuccess() throws Exception {
        FtpScript script = FtpScript.server().once("STOR").resetsData(1000).thenReplies("426 Gone");
        session(script, (server, session) -> {
            Path source = Files.write(local.resolve("source"), BIG);

            failure(FtpTransferException.class, () -> session.upload(source, A));

            assertInStep(session);
        });
    }

    @Test
    void aServerThatStopsReadingIsLeftAtTheDeadline() throws Exception {
        client(
                FtpScript.server().once("STOR").acceptsButNeverReads(),
                waiting(t -> t.withDataIdle(SHORT).withReply(Duration.ofSeconds(1))),
                (server, client) -> {
                    try (FtpSession session = client.open()) {
                        FtpTransferException failure =
                                failure(FtpTransferException.class, () -> session.uploadBytes(A, BIG));
                        assertThat(failure).hasMessageContaining("nothing for");
                        assertThat(failure.bytesMoved()).isLessThan(BIG.length);
                        assertThat(session.isUsable()).isFalse();
                    }
                    assertThat(client.pool().idle()).isZero();
                });
    }

    @Test
    void aFileThatTheServerStopsReadingIsLeftAtTheDeadlineToo() throws Exception {
        Path source = Files.write(local.resolve("source"), BIG);
        session(
                FtpScript.server().once("STOR").acceptsButNeverReads(),
                waiting(t -> t.withDataIdle(SHORT).withReply(Duration.ofSeconds(1))),
                (server, session) -> {
                    failure(FtpTransferException.class, () -> session.upload(source, A));
                    assertThat(session.isUsable()).isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "file", "tls"})
    @Timeout(20)
    void aRefusalWhileTheUploadStandsStillEndsItAtOnce(String way) throws Exception {
        Path source = Files.write(local.resolve("source"), BIG);
        FtpScript script = FtpScript.server().once("STOR").stuckWithReply(1000, "452 Disk full");
        if (way.equals("tls")) {
            script = script.explicitTls(CERTIFICATES.serverContext());
        }
        session(
                script,
                waiting(t -> t.withDataIdle(Duration.ofMinutes(1)))
                        .andThen(b -> way.equals("tls")
                                ? b.tls(TlsPolicy.explicit()
                                        .context(CERTIFICATES.clientContext())
                                        .build())
                                : b)::apply,
                (server, session) -> {
                    FtpTransferException failure = failure(FtpTransferException.class, () -> {
                        if (way.equals("file")) {
                            session.upload(source, A);
                        } else {
                            session.uploadBytes(A, BIG);
                        }
                    });

                    assertThat(failure.reply().orElseThrow().code()).isEqualTo(452);
                    assertThat(failure).hasMessageContaining("Disk full");
                    assertInStep(session);
                });
    }

    @Test
    @Timeout(20)
    void aServerThatLeavesWhileTheUploadStandsStillIsGoneAtOnce() throws Exception {
        client(
                FtpScript.server().once("STOR").stuckWithReply(1000, "421 Shutting down"),
                waiting(t -> t.withDataIdle(Duration.ofMinutes(1))),
                (server, client) -> {
                    try (FtpSession session = client.open()) {
                        FtpTransferException failure =
                                failure(FtpTransferException.class, () -> session.uploadBytes(A, BIG));
                        assertThat(failure.reply().orElseThrow().code()).isEqualTo(421);
                        assertThat(session.isUsable()).isFalse();
                    }
                    assertThat(client.pool().idle()).isZero();
                });
    }

    @Test
    void aConfirmationThatNeverComesIsNoSuccess() throws Exception {
        session(
                FtpScript.server().once("STOR").sendsData("").noFinalReply(),
                waiting(t -> t.withCompletion(SHORT)),
                (server, session) -> {
                    assertThat(failure(FtpTransferException.class, () -> session.uploadBytes(A, bytes("hello"))))
                            .hasMessageContaining("did not confirm");
                    assertThat(session.isUsable()).isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void aConfirmationInPlaceOfTheTransferIsNoSuccess(int size) throws Exception {
        session(FtpScript.server().once("STOR", "226 Done already"), (server, session) -> {
            failure(FtpTransferException.class, () -> session.uploadBytes(A, new byte[size]));

            assertThat(server.file("/a")).isEmpty();
            assertInStep(session);
        });
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            session.uploadBytes(A, new byte[0]);
            session.upload(Files.createFile(local.resolve("empty")), path("/b"));

            assertThat(server.file("/a")).hasValue(new byte[0]);
            assertThat(server.file("/b")).hasValue(new byte[0]);
        });
    }

    @Test
    void aSourceThatShrankIsNotConfirmed() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            try (Upload upload = session.openUpload(A, TransferOptions.BINARY.withExpectedSize(5))) {
                upload.stream().write(bytes("hel"));

                assertThat(failure(FtpTransferException.class, upload::finish)).hasMessageContaining("5 bytes");
            }
            if (session.isUsable()) {
                assertInStep(session);
            }
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void aMissingSourceSendsNoCommand() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            int before = server.commands().size();

            assertThatThrownBy(() -> session.upload(local.resolve("none"), A)).isInstanceOf(NoSuchFileException.class);

            assertThat(server.commands()).hasSize(before);
        });
    }

    @Test
    void anUploadGoesOnFromItsOffset() throws Exception {
        session(FtpScript.server().file("/a", "hexxx!"), (server, session) -> {
            try (Upload upload =
                    session.openUpload(A, TransferOptions.BINARY.withOffset(2).withExpectedSize(5))) {
                upload.stream().write(bytes("llo"));
                upload.finish();
            }

            assertThat(server.file("/a")).hasValue(bytes("hello!"));
        });
    }

    @Test
    void anOffsetThatTheServerRefusesDoesNotReplaceTheFile() throws Exception {
        session(FtpScript.server().file("/a", "he").on("REST", "502 no"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.openUpload(A, TransferOptions.BINARY.withOffset(2)));

            assertThat(server.commands()).noneMatch(line -> line.startsWith("STOR"));
            assertThat(server.file("/a")).hasValue(bytes("he"));
        });
    }

    @Test
    void appendingNeverMeetsARestThatIsPending() throws Exception {
        session(FtpScript.server().file("/a", "he"), (server, session) -> {
            session.send(FtpCommand.parse("REST 1"));
            session.append(new ByteArrayInputStream(bytes("llo")), A);

            assertThat(server.commands()).containsSubsequence("REST 1", "REST 0", "APPE /a");
            assertThat(server.file("/a")).hasValue(bytes("hello"));
            assertThatThrownBy(() -> session.openAppend(A, TransferOptions.BINARY.withOffset(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aLocalFileIsAppended() throws Exception {
        Path source = Files.writeString(local.resolve("source"), "llo");
        session(FtpScript.server().file("/a", "he"), (server, session) -> {
            assertThat(session.append(source, A)).isEqualTo(3);
            assertThat(server.file("/a")).hasValue(bytes("hello"));
        });
    }

    @Test
    void theServerTellsTheNameItPicked() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            RemotePath name = session.uploadUnique(new ByteArrayInputStream(bytes("hello")))
                    .orElseThrow();

            assertThat(server.file("/" + name)).hasValue(bytes("hello"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"150 FILE: picked", "150-FILE: picked|150 go", "150 go||226 (unique file name:picked)"})
    void theNameItPickedIsFoundWhereverItStands(String dialogue) throws Exception {
        String[] both = dialogue.split("\\|\\|");
        FtpScript script = FtpScript.server()
                .on("STOU")
                .replies(both[0].split("\\|"))
                .sendsData("")
                .thenReplies(both.length > 1 ? both[1] : "226 done");
        session(script, (server, session) -> assertThat(session.uploadUnique(new ByteArrayInputStream(bytes("hello"))))
                .hasValue(path("picked")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"150 FILE: café||226 done", "150 go||226-größe|(unique file name:café)|226 done"})
    void theNameItPickedIsSentBackByteForByte(String dialogue) throws Exception {
        String[] both = dialogue.split("\\|\\|");
        FtpScript script = FtpScript.server()
                .charset(StandardCharsets.ISO_8859_1)
                .on("STOU")
                .replies(both[0])
                .sendsData("")
                .thenReplies(both[1].split("\\|"))
                .on("DELE", "250 gone");
        session(script, (server, session) -> {
            session.delete(session.uploadUnique(new ByteArrayInputStream(bytes("hello")))
                    .orElseThrow());

            assertThat(server.commands()).contains("DELE café");
        });
    }

    @Test
    void aServerThatDoesNotTellTheNameIsBelieved() throws Exception {
        FtpScript script = FtpScript.server().on("STOU").replies("150 go").sendsData("");
        session(script, (server, session) -> assertThat(session.uploadUnique(new ByteArrayInputStream(bytes("hello"))))
                .isEmpty());
    }

    @Test
    void aSessionThatIsClosedBreaksItsUploadOff() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            FtpSession session = client.open();
            Upload upload = session.openUpload(A);
            upload.stream().write(bytes("hel"));

            session.close();

            assertThat(client.pool().idle()).isZero();
            failure(FtpException.class, upload::finish);
        });
    }
}
