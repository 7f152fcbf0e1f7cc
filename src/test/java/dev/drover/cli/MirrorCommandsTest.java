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
                .execute(Stream.concat(Stream.of("mirror"), Stream.of(arguments))
                        .toArray(String[]::new));
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
}
