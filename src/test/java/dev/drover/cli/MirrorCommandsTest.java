package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code mirror} as it is typed, with servers that misbehave. */
class MirrorCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> settings = new TreeMap<>();
    private final FtpScript script = FtpScript.server().directory("/tree");

    @TempDir
    Path home;

    private Path source;

    @BeforeEach
    void aFile() throws IOException {
        source = Files.createDirectories(home.resolve("source"));
        Files.writeString(source.resolve("a.txt"), "alpha");
    }

    private int mirror(ScriptedServer server, String... arguments) {
        String prefix = "drover.endpoint.partner.";
        settings.putAll(Map.of(
                prefix + "kind", "ftp",
                prefix + "host", "localhost",
                prefix + "port", Integer.toString(server.port()),
                prefix + "username", "drover",
                prefix + "password", "drover"));
        CommandLine line = DroverCommand.with(new NoLauncher(), new GivenSettings(settings));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        Stream.concat(Stream.of("mirror"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void retry(String attempts) {
        settings.put("drover.endpoint.partner.retry.attempts", attempts);
        settings.put("drover.endpoint.partner.retry.base", "10ms");
    }

    @Test
    void theEndpointSaysHowOftenAFileIsTried() throws Exception {
        retry("1");
        script.once("STOR").closesDataEarly(2).thenReplies("426 Broken.");
        script.once("STOR").closesDataEarly(2).thenReplies("426 Broken.");
        try (ScriptedServer server = script.start()) {
            assertThat(mirror(server, source.toString(), "partner:tree")).isEqualTo(ExitCode.FAILED);
            retry("2");
            assertThat(mirror(server, source.toString(), "partner:tree"))
                    .as(err.toString())
                    .isEqualTo(ExitCode.OK);
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("STOR"))
                    .hasSize(3);
        }
    }

    @Test
    void namesThatCannotBeMirroredAreShownInOneLineAndEndWithThree() throws Exception {
        Files.writeString(source.resolve("two\nlines"), "x");
        Files.writeString(source.resolve("back\\slash"), "x");
        try (ScriptedServer server = script.start()) {
            assertThat(mirror(server, source.toString(), "partner:tree")).isEqualTo(ExitCode.PARTIAL);
            assertThat(out.toString().lines())
                    .anyMatch(line -> line.startsWith("left alone two\\nlines: "))
                    .noneMatch(line -> line.startsWith("lines"));
            assertThat(server.file("/tree/a.txt")).isPresent();
        }
    }

    @Test
    void aSourceThatIsNotThereIsNotFound() throws Exception {
        try (ScriptedServer server = script.start()) {
            assertThat(mirror(server, home.resolve("none").toString(), "partner:tree"))
                    .isEqualTo(ExitCode.NOT_FOUND);
            assertThat(mirror(server, "partner:none", home.resolve("copy").toString()))
                    .isEqualTo(ExitCode.NOT_FOUND);
        }
        assertThat(err.toString()).contains("does not exist");
    }

    @Test
    void nothingButConflictsIsAPartialSuccess() throws Exception {
        script.file("/tree/a.txt", "another");
        try (ScriptedServer server = script.start()) {
            String state = home.resolve("state").toString();
            assertThat(mirror(server, "--both", state, source.toString(), "partner:tree"))
                    .isEqualTo(ExitCode.PARTIAL);
            assertThat(out.toString()).contains("conflict a.txt: ");
        }
    }

    @Test
    void aLimitForDeletionsMayBeAShareAndAPlanNamesTheDirectoryItself() throws Exception {
        script.file("/tree/old/b.txt", "b").file("/tree/old/c.txt", "c");
        try (ScriptedServer server = script.start()) {
            String[] tree = {"--delete", "--max-delete", "50%", source.toString(), "partner:tree"};
            assertThat(mirror(server, tree)).isEqualTo(ExitCode.REFUSED);
            assertThat(server.file("/tree/old/b.txt")).isPresent();
            tree[2] = "100%";
            assertThat(mirror(server, tree)).as(err.toString()).isEqualTo(ExitCode.OK);
            assertThat(server.file("/tree/old/b.txt")).isEmpty();
            assertThat(mirror(server, "-n", source.toString(), "partner:new")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("make directory .");
        }
    }
}
