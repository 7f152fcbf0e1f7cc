package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that may go wrong at the beginning, in the middle and at the end of a transfer, together: what is a success is
 * whole, and what comes after it is right, on the same session where that is said to be usable.
 */
class TransferMatrixScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");
    private static final String CONTENT = "0123456789".repeat(2000);

    private static final byte[] BIG = new byte[1_000_000];

    enum Opening {
        USUAL(),
        SEVERAL("200 Hm", "125 Looking", "150 Found"),
        NONE("226 Sent");

        final String[] replies;

        Opening(String... replies) {
            this.replies = replies;
        }
    }

    enum Data {
        WHOLE,
        NOTHING,
        EARLY,
        RESET
    }

    enum Closing {
        USUAL("226 Done"),
        BROKEN("426 Broken"),
        TWICE("226 Done", "226 Done again"),
        BOTH("426 Broken", "226 Abort done"),
        GONE();

        final String[] replies;

        Closing(String... replies) {
            this.replies = replies;
        }
    }

    record Trouble(Opening opening, Data data, Closing closing) {
        FtpScript play(FtpScript script) {
            for (String reply : opening.replies) {
                script.replies(reply);
            }
            switch (data) {
                case WHOLE -> script.closesDataEarly(Long.MAX_VALUE);
                case NOTHING -> script.closesDataEarly(0);
                case EARLY -> script.closesDataEarly(10_000);
                case RESET -> script.resetsData(10_000);
            }
            if (closing == Closing.GONE) {
                return script.noFinalReply().closesControl();
            }
            for (String reply : closing.replies) {
                script.thenReplies(reply);
            }
            return script;
        }

        /** Whether the server says nothing but good, and leaves nothing out. */
        boolean isHarmless() {
            return data == Data.WHOLE && (closing == Closing.USUAL || closing == Closing.TWICE);
        }
    }

    static Stream<Trouble> troubles() {
        return Stream.of(Opening.values()).flatMap(opening -> Stream.of(Data.values())
                .flatMap(data -> Stream.of(Closing.values()).map(closing -> new Trouble(opening, data, closing))));
    }

    private static FtpScript server() {
        return FtpScript.server().file("/a", CONTENT).file("/b", "other").file("/in/x", "1");
    }

    /** After a failure the session is right or closed; after a success more replies may come late, but nothing is wrong. */
    private static void assertGoesOn(FtpClient client, FtpSession session, boolean failed) throws Exception {
        if (session.isUsable()) {
            try {
                assertRight(session);
            } catch (FtpException e) {
                assertThat(failed).as("failed, so in step: " + e.getMessage()).isFalse();
            }
        }
        session.close();
        try (FtpSession next = client.open()) {
            assertRight(next);
        }
    }

    private static void assertRight(FtpSession session) throws Exception {
        assertThat(session.downloadBytes(path("/b"), 10)).asString().isEqualTo("other");
        assertThat(session.list(path("/in"))).extracting(RemoteEntry::path).containsExactly(path("/in/x"));
        assertThat(session.size(path("/b"))).hasValue(5);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatIsDownloadedIsWholeOrAnError(Trouble trouble) throws Exception {
        client(trouble.play(server().once("RETR /a")), (server, client) -> {
            FtpSession session = client.open();
            boolean failed = false;
            TransferOptions known = TransferOptions.BINARY.withExpectedSize(CONTENT.length());
            try (Download download = session.openDownload(A, known)) {
                byte[] read = download.stream().readAllBytes();
                download.finish();
                assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo(CONTENT);
            } catch (FtpException e) {
                failed = true;
                assertThat(trouble.isHarmless()).as(e.getMessage()).isFalse();
            }
            assertGoesOn(client, session, failed);
        });
    }

    /** A server that reads a part, closes in order and is content cannot be told from one that has read all. */
    @ParameterizedTest
    @MethodSource("troubles")
    void whatIsUploadedIsWholeOrAnErrorUnlessTheServerLies(Trouble trouble) throws Exception {
        // Where a reply too many puts the session out of step, two of these waits pass.
        UnaryOperator<FtpClient.Builder> patience = waiting(t -> t.withDataIdle(Duration.ofSeconds(2))
                .withCompletion(Duration.ofSeconds(2))
                .withReply(Duration.ofSeconds(2)));
        client(trouble.play(server().once("STOR /c")), patience, (server, client) -> {
            FtpSession session = client.open();
            boolean failed = false;
            try {
                session.uploadBytes(path("/c"), BIG);
                assertThat(server.file("/c").orElseThrow()).satisfies(stored -> {
                    if (trouble.data() == Data.WHOLE || trouble.data() == Data.RESET) {
                        assertThat(stored).hasSameSizeAs(BIG);
                    }
                });
            } catch (FtpException e) {
                failed = true;
                assertThat(trouble.isHarmless() && trouble.opening() != Opening.NONE)
                        .as(e.getMessage())
                        .isFalse();
            }
            assertGoesOn(client, session, failed);
        });
    }
}
