package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaking off: however many replies a server makes of it, none is taken for the next command's. */
class AbortScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");

    /** First what ends the transfer, then what answers ABOR; a minus is no reply at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "426 broken|226 aborted",
                "226 done|225 nothing to abort",
                "226 done|226 done",
                "451 broken|226 aborted",
                "426 broken|426 broken",
                "426 broken|500 what",
                "426 broken|-",
                "-|226 aborted",
                "426 broken|226 aborted,226 and again",
                "150 still,426 broken|226 aborted"
            })
    void theNextReplyIsTheRightOneOrTheSessionIsGone(String replies) throws Exception {
        String[] parts = replies.split("\\|");
        FtpScript script = FtpScript.server().file("/b", "other").on("RETR /a").sendsData(new byte[100]);
        script = parts[0].equals("-") ? script.noFinalReply() : script.thenReplies(parts[0].split(","));
        script = script.on("ABOR");
        script = parts[1].equals("-") ? script.saysNothing() : script.replies(parts[1].split(","));
        session(script, (server, session) -> {
            try (Download download = session.openDownload(A)) {
                assertThat(download.stream().read()).isZero();
            }

            assertThat(session.isUsable()).isTrue();
            assertThat(session.size(path("/b"))).hasValue(5);
            assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void aDownloadInTheMiddleIsBrokenOff() throws Exception {
        FtpScript script = FtpScript.server().file("/b", "other").on("RETR /a").sendsData(new byte[20_000_000]);
        session(script, (server, session) -> {
            try (Download download = session.openDownload(A)) {
                assertThat(download.stream().readNBytes(1000)).hasSize(1000);
                assertThat(download.bytes()).isLessThan(20_000_000);
            }
            if (session.isUsable()) {
                assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
            }
        });
    }

    @Test
    void anUploadInTheMiddleIsBrokenOff() throws Exception {
        session(FtpScript.server().file("/b", "other"), (server, session) -> {
            try (Upload upload = session.openUpload(A)) {
                upload.stream().write(new byte[1000]);
            }
            if (session.isUsable()) {
                assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
            }
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void aServerThatSaysNothingToAborIsLeft() throws Exception {
        client(
                FtpScript.server().on("RETR /a").sendsData("hello").stallsData(2),
                waiting(t -> t.withReply(SHORT)),
                (server, client) -> {
                    try (FtpSession session = client.open()) {
                        try (Download download = session.openDownload(A)) {
                            assertThat(download.stream().read()).isEqualTo('h');
                        }
                        assertThat(session.isUsable()).isFalse();
                    }
                    assertThat(client.pool().idle()).isZero();
                });
    }

    @Test
    void aServerThatLeavesAtAborIsGone() throws Exception {
        FtpScript script =
                FtpScript.server().on("RETR /a").sendsData("hello").on("ABOR").closesControl();
        session(script, (server, session) -> {
            try (Download download = session.openDownload(A)) {
                assertThat(download.stream().read()).isEqualTo('h');
            }
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void aFinishedTransferIsNotAborted() throws Exception {
        session(FtpScript.server().file("/a", "hello"), (server, session) -> {
            try (Download download = session.openDownload(A)) {
                download.stream().readAllBytes();
                download.finish();
                download.abort();
            }
            session.ping();
            assertThat(server.commands()).doesNotContain("ABOR");
        });
    }
}
