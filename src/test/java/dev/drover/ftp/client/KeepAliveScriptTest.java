package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NOOP while data move: whenever its answer comes, it is not taken for the answer to the transfer. */
class KeepAliveScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");
    private static final UnaryOperator<FtpClient.Builder> EAGER = builder -> builder.keepAlive(Duration.ofNanos(1));

    /** Long enough for progress to be told once. */
    private static FtpScript slow() {
        return FtpScript.server()
                .file("/b", "other")
                .on("RETR /a")
                .sendsData("0123456789abcdef")
                .tricklesData(Duration.ofMillis(50));
    }

    private static void assertWhole(FtpSession session) throws Exception {
        assertThat(session.downloadBytes(A, 100)).hasSize(16);
        assertThat(session.size(path("/b"))).hasValue(5);
        assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 fine", "500 Unknown command", "503 not now"})
    void theAnswerMayComeAfterTheFinalReply(String answer) throws Exception {
        session(slow().on("NOOP", answer), EAGER, (server, session) -> {
            assertWhole(session);
            assertThat(server.commands()).contains("NOOP");
        });
    }

    @Test
    void theAnswerMayComeBeforeTheFinalReply() throws Exception {
        FtpScript script = slow().thenReplies("200 fine", "226 done").on("NOOP").saysNothing();
        session(script, EAGER, (server, session) -> assertWhole(session));
    }

    @Test
    void theAnswerMayNeverCome() throws Exception {
        session(slow().on("NOOP").saysNothing(), EAGER, (server, session) -> assertWhole(session));
    }

    @Test
    void aFailureOfTheTransferIsNotTakenForTheAnswer() throws Exception {
        FtpScript script =
                slow().thenReplies("200 fine", "451 broken").on("NOOP").saysNothing();
        session(script, EAGER, (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> session.downloadBytes(A, 100));

            assertThat(failure.reply().orElseThrow().code()).isEqualTo(451);
            assertThat(session.size(path("/b"))).hasValue(5);
        });
    }

    @Test
    void withoutASettingNothingIsAsked() throws Exception {
        session(slow(), (server, session) -> {
            assertWhole(session);
            assertThat(server.commands()).doesNotContain("NOOP");
        });
    }
}
