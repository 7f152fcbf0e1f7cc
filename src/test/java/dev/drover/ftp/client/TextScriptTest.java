package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of lines. */
class TextScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");

    @Test
    void linesComeWithoutTheirEnds() throws Exception {
        FtpScript script = FtpScript.server().on("RETR").sendsData("eins\r\n\r\nzwei\rdrei\r\nGröße");
        session(script, (server, session) -> {
            List<String> lines = new ArrayList<>();

            assertThat(session.downloadLines(A, StandardCharsets.UTF_8, lines::add))
                    .isEqualTo(4);

            assertThat(lines).containsExactly("eins", "", "zwei\rdrei", "Größe");
            assertThat(server.commands()).containsSubsequence("TYPE A", "RETR /a");
        });
    }

    @Test
    void linesGoWithBothEnds() throws Exception {
        session(FtpScript.server().on("TYPE").asUsual(), (server, session) -> {
            assertThat(session.uploadLines(List.of("eins", "", "Größe"), A, StandardCharsets.ISO_8859_1))
                    .isEqualTo(3);
            // The scripted server stores what came, with its carriage returns taken off in ASCII.
            assertThat(server.file("/a")).hasValue("eins\n\nGröße\n".getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void aLongLineGoesAsItIs() throws Exception {
        String line = "x".repeat(100_000);
        session(FtpScript.server(), (server, session) -> {
            session.uploadLines(List.of(line), path("/long"), StandardCharsets.UTF_8);
            assertThat(server.file("/long")).hasValue(bytes(line + "\n"));
        });
    }

    @Test
    void linesThatAreCutShortAreNotAllOfThem() throws Exception {
        FtpScript script = FtpScript.server()
                .on("RETR")
                .sendsData("one\r\ntwo\r\n")
                .closesDataEarly(5)
                .thenReplies("426 broken");
        session(
                script,
                (server, session) -> failure(
                        FtpTransferException.class,
                        () -> session.downloadLines(A, StandardCharsets.UTF_8, line -> {})));
    }

    @Test
    void aLineWithoutEndIsCutOff() throws Exception {
        FtpScript script = FtpScript.server().on("RETR").sendsData(new byte[3_000_000]);
        session(script, (server, session) -> assertThat(failure(
                        FtpTransferException.class, () -> session.downloadLines(A, StandardCharsets.UTF_8, line -> {})))
                .hasMessageContaining("a line of more than"));
    }

    @Test
    void bytesThatAreNoTextAreAnError() throws Exception {
        FtpScript script = FtpScript.server().on("RETR").sendsData(new byte[] {'a', (byte) 0xFF, '\n'});
        session(script, (server, session) -> assertThatThrownBy(
                        () -> session.downloadLines(A, StandardCharsets.UTF_8, line -> {}))
                .isInstanceOf(CharacterCodingException.class));
    }

    @Test
    void whatCannotGoAsLinesIsRefused() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            assertThatThrownBy(() -> session.downloadLines(A, StandardCharsets.UTF_16, line -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> session.uploadLines(List.of("x"), A, StandardCharsets.UTF_16LE))
                    .isInstanceOf(IllegalArgumentException.class);
            session.ping();
            assertThatThrownBy(() -> session.uploadLines(List.of("a\nb"), A, StandardCharsets.UTF_8))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }
}
