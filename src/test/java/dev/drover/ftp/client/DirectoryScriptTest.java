package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories made, entered and told, whatever a server makes of their names. */
class DirectoryScriptTest extends ScriptCase {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"x\" : The directory was successfully created|/in/x",
                "\"/in/x\" created|/in/x",
                "\"/in/x\"|/in/x",
                "created|/in/x"
            })
    void theNameAloneInAReplyToMkdIsTheDirectoryAskedFor(String text, String made) throws Exception {
        session(FtpScript.server().on("MKD", "257 " + text), (server, session) -> assertThat(
                        session.makeDirectory(path("/in/x")))
                .isEqualTo(path(made)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "257 \"/say \"hi\" there\" is made",
                "257 \"/say \"\"hi\"\" there\" is made",
                "257 \"/say \"hi\" there\".",
                "257 \"\" created",
            })
    void aDirectoryWithQuotesIsTheOneAskedForHoweverItIsTold(String reply) throws Exception {
        RemotePath asked = path("/say \"hi\" there");
        session(FtpScript.server().on("MKD", reply), (server, session) -> assertThat(session.makeDirectory(asked))
                .isEqualTo(asked));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a\" b|\"/home/a\" b\" created|/home/a\" b",
                "a\" b|\"/home/a\"\" b\" created|/home/a\" b",
                "a\" b|\"a\" b\" created|a\" b",
                "a\"\"b|\"/home/a\"\"b\" created|/home/a\"\"b",
                "a\"\"b|\"/home/a\"\"\"\"b\" created|/home/a\"\"b",
                "z|\"/x\" y/z\" created|/x\" y/z",
                "z|\"/x\"\" y/z\" created|/x\" y/z",
                "z|\"/z\" created|/z",
                "../z|\"/x/z\" created|/x/z",
                "z|\"/home/zz\" created|/home/zz",
            })
    void aRelativeDirectoryIsFoundWholeInThePathThatIsTold(String asked, String text, String made) throws Exception {
        session(FtpScript.server().on("MKD", "257 " + text), (server, session) -> assertThat(
                        session.makeDirectory(path(asked)))
                .isEqualTo(path(made)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISK$USER:[SMITH.DATA]", "'SMITH.DATA.'", "C:\\data", "QGPL", "/a//b/"})
    void aDirectoryOfAnotherSystemIsKeptAsItIsTold(String told) throws Exception {
        session(
                FtpScript.server().on("PWD", "257 \"" + told + "\" is the directory"),
                (server, session) -> assertThat(session.workingDirectory()).isEqualTo(RemotePath.of(told)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 File exists", "521 \"/in\" exists", "450 no", "553 exists"})
    void aDirectoryThatSomebodyElseMadeMeanwhileIsFine(String refusal) throws Exception {
        FtpScript script = FtpScript.server().directory("/in").on("MKD /in", refusal);
        session(script, (server, session) -> {
            session.makeDirectories(path("/in/2026/01"));

            assertThat(server.isDirectory("/in/2026/01")).isTrue();
        });
    }

    @Test
    void aFileInTheWayOfADirectoryIsAnError() throws Exception {
        session(FtpScript.server().file("/in", "a file"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.makeDirectories(path("/in/2026")));

            session.ping();
        });
    }

    @Test
    void aDirectoryWhoseNameIsNoTextIsGoneBackTo() throws Exception {
        FtpScript script = FtpScript.server()
                .charset(StandardCharsets.ISO_8859_1)
                .directory("/größe/b")
                .on("PWD", "257 \"/größe\" is it");
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.workingDirectory();
                session.changeDirectory(path("/"));
            }
            assertThat(server.commands()).contains("CWD /größe");
            assertThat(client.pool().idle()).isOne();
        });
    }

    @Test
    void theParentIsWhereverTheServerSaysItIs() throws Exception {
        FtpScript script = FtpScript.server().directory("/a/b").on("CDUP", "250 you followed a link");
        session(script, (server, session) -> {
            session.changeDirectory(path("/a/b"));
            session.changeDirectory(path(".."));
            session.workingDirectory();

            assertThat(server.commands())
                    .containsSubsequence("CWD /a/b", "CDUP", "PWD")
                    .doesNotContain("CWD ..");
        });
    }

    @Test
    void aServerThatDoesNotKnowTheWayUpIsToldItByDots() throws Exception {
        session(FtpScript.server().directory("/a/b").on("CDUP", "500 what"), (server, session) -> {
            session.changeDirectory(path("/a/b"));
            session.changeDirectory(path(".."));

            assertThat(session.workingDirectory()).isEqualTo(path("/a"));
            assertThat(server.commands()).containsSubsequence("CDUP", "CWD ..", "PWD");
        });
        session(FtpScript.server().on("CDUP", "550 not allowed"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.changeDirectory(path("..")));
            assertThat(server.commands()).doesNotContain("CWD ..");
        });
    }
}
