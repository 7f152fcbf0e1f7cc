package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One name, one file or one listing that is not as it should be keeps nobody from seeing and using the others. */
class OddNamesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path here;

    private static FtpScript withATab() {
        return FtpScript.server()
                .file("/in/a.csv", "hello")
                .file("/in/ta\tb.txt", "tab")
                .file("/in/di\tr/c.txt", "inner");
    }

    @Test
    void aNameWithAControlCharacterIsShownAmongTheOthers() throws IOException {
        try (ScriptedServer server = withATab().start()) {
            assertThat(execute(server, "ls", "-r", "partner:in"))
                    .as(err.toString())
                    .isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("a.csv", "ta?b.txt", "di?r/c.txt");
            assertThat(execute(server, "ls", "-o", "json", "partner:in")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("\"ta\\tb.txt\"");
            assertThat(execute(server, "find", "partner:in", "--name", "c.*")).isEqualTo(ExitCode.OK);
            assertThat(execute(server, "du", "-d", "0", "partner:in")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("13 B").doesNotContain("\t");
        }
    }

    @Test
    void itIsReadAndDeletedButNoFileHereIsCalledSo() throws IOException {
        try (ScriptedServer server = withATab().start()) {
            assertThat(execute(server, "cat", "partner:in/ta?b.txt")).isEqualTo(ExitCode.OK);
            assertThat(execute(server, "get", "-r", "partner:in", here.toString()))
                    .isEqualTo(ExitCode.PARTIAL);
            assertThat(err.toString()).contains("ta\\x09b.txt", "di\\x09r/c.txt");
            assertThat(here.resolve("in")).isDirectoryContaining("glob:**/a.csv");
            assertThat(here.resolve("in").toFile().list()).containsExactly("a.csv");

            assertThat(execute(server, "rm", "partner:in/ta?b.txt")).isEqualTo(ExitCode.OK);
            assertThat(server.file("/in/ta\tb.txt")).isEmpty();
            assertThat(execute(server, "rm", "-r", "partner:in"))
                    .as(err.toString())
                    .isEqualTo(ExitCode.OK);
            assertThat(server.file("/in/di\tr/c.txt")).isEmpty();
        }
    }

    @Test
    void aNameThatIsNotTextReachesItsFileAndNoOther() throws IOException {
        FtpScript latin1 = FtpScript.server()
                .charset(StandardCharsets.ISO_8859_1)
                .file("/in/caf\u00e9.txt", "latin")
                .file("/in/plain.txt", "plain");
        try (ScriptedServer server = latin1.start()) {
            assertThat(execute(server, "get", "partner:in/caf*", here.toString()))
                    .as(err.toString())
                    .isEqualTo(ExitCode.OK);
            assertThat(here.resolve("caf\u00e9.txt")).hasContent("latin");
            assertThat(execute(server, "rm", "partner:in/caf*"))
                    .as(err.toString())
                    .isEqualTo(ExitCode.OK);
            assertThat(server.file("/in/caf\u00e9.txt")).isEmpty();
            assertThat(server.file("/in/plain.txt")).isPresent();
        }
    }

    @Test
    void aListingThatTheServerCutsOffIsShownAsThePartThatItIs() throws IOException {
        FtpScript cut = FtpScript.server()
                .file("/in/a.csv", "hello")
                .on("MLSD")
                .sendsLines("type=file;size=5; a.csv")
                .thenReplies("226-Options: -a -l", "226 Output truncated to 1 matches");
        try (ScriptedServer server = cut.start()) {
            assertThat(execute(server, "ls", "partner:in")).isEqualTo(ExitCode.PARTIAL);
            assertThat(out.toString()).contains("a.csv");
            assertThat(err.toString()).contains("Output truncated", "is left out");
            assertThat(execute(server, "rm", "-r", "partner:in")).isEqualTo(ExitCode.PARTIAL);
            assertThat(server.file("/in/a.csv")).isEmpty();
            assertThat(server.commands()).noneMatch(command -> command.startsWith("RMD"));
        }
    }

    @Test
    void oneFileThatFailsDoesNotKeepAPatternFromTheOthers() throws IOException {
        FtpScript denying = FtpScript.server()
                .file("/in/a.csv", "hello")
                .file("/in/b.csv", "secret")
                .file("/in/c.csv", "world")
                .on("RETR in/b.csv", "550 Permission denied");
        try (ScriptedServer server = denying.start()) {
            assertThat(execute(server, "sum", "--read", "partner:in/*.csv")).isEqualTo(ExitCode.PARTIAL);
            assertThat(out.toString()).contains("in/a.csv", "in/c.csv").doesNotContain("in/b.csv");
            assertThat(execute(server, "cat", "partner:in/b*")).isEqualTo(ExitCode.REFUSED);
        }
    }

    @Test
    void twoFilesOfOneCommandDoNotBecomeOne() throws IOException {
        FtpScript twins = FtpScript.server().file("/in/a.csv", "first").file("/old/a.csv", "second");
        try (ScriptedServer server = twins.start()) {
            String target = here + "/";
            assertThat(execute(server, "get", "partner:in/a.csv", "partner:old/a.csv", target))
                    .isEqualTo(ExitCode.PARTIAL);
            assertThat(here.resolve("a.csv")).hasContent("first");
            assertThat(err.toString()).contains("partner:old/a.csv is not copied", "--if-exists rename");
            assertThat(execute(server, "get", "--if-exists", "rename", "partner:in/a.csv", "partner:old/a.csv", target))
                    .isEqualTo(ExitCode.OK);
            assertThat(here.resolve("a-2.csv")).hasContent("second");
        }
    }

    @Test
    void findOfAFileTellsTheFile() throws IOException {
        try (ScriptedServer server = withATab().start()) {
            assertThat(execute(server, "find", "partner:in/a.csv")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).isEqualToIgnoringNewLines("a.csv");
        }
    }

    private int execute(ScriptedServer server, String... arguments) {
        Map<String, String> settings = Map.of(
                "drover.endpoint.partner.kind",
                "ftp",
                "drover.endpoint.partner.host",
                server.host(),
                "drover.endpoint.partner.port",
                String.valueOf(server.port()),
                "drover.endpoint.partner.username",
                "u",
                "drover.endpoint.partner.password",
                "p");
        return DroverCommand.with(new NoLauncher(), new GivenSettings(settings))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
