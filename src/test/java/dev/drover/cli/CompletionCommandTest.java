package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompletionCommandTest {
    @TempDir
    Path home;

    @BeforeEach
    void writeSettingsAndScript() throws IOException {
        assumeThat(Path.of("/bin/bash")).exists();
        Files.createDirectories(home.resolve("config"));
        Files.writeString(
                home.resolve("config/application.properties"),
                """
                drover.endpoint.partner.kind=ftps
                drover.endpoint.partner.host=ftp.example.com
                  drover.endpoint.my-site.kind = local
                # drover.endpoint.old.kind=ftp
                drover.data=/var/lib/drover
                """);
        StringWriter out = new StringWriter();
        CommandLine line = DroverCommand.with(new NoLauncher(), new GivenSettings(Map.of()));
        line.setOut(new PrintWriter(out, true));
        assertThat(line.execute(
                        "generate-completion",
                        "--config",
                        home.resolve("config").toString()))
                .isEqualTo(ExitCode.OK);
        Files.writeString(home.resolve("script"), out.toString());
    }

    @Test
    void placesAreCompletedWithTheEndpointsOfTheSettings() throws Exception {
        assertThat(completed("ls", "")).containsExactly("my-site:", "partner:");
        assertThat(completed("ls", "-l", "par")).containsExactly("partner:");
        assertThat(completed("mv", "partner", ":", "in/a", "my")).containsExactly("my-site:");
    }

    @Test
    void whatFollowsTheColonIsNotLookedUp() throws Exception {
        assertThat(completed("ls", "partner", ":")).isEmpty();
        assertThat(completed("ls", "partner", ":", "p")).isEmpty();
        assertThat(completed("get", "partner", ":", "p")).isEmpty();
    }

    @Test
    void filesOfThisMachineAreOfferedBesideEndpointsAndNothingInTheirNamesIsRun() throws Exception {
        Files.writeString(home.resolve("part $(touch ran).csv"), "");
        assertThat(completed("put", "part")).containsExactly("partner:", "part $(touch ran).csv");
        assertThat(home.resolve("ran")).doesNotExist();
    }

    @Test
    void anOptionThatAwaitsAValueGetsNoEndpoint() throws Exception {
        assertThat(completed("ls", "-s", "p")).isEmpty();
        assertThat(completed("ls", "--output", "")).containsExactly("TABLE", "JSON");
        assertThat(completed("ls", "--outp")).containsExactly("--output");
    }

    @Test
    void endpointsToBeTestedAreCompletedByNameAlone() throws Exception {
        assertThat(completed("endpoints", "test", "my")).containsExactly("my-site");
    }

    @Test
    void theConfigurationOfTheCommandLineCountsFirst() throws Exception {
        Files.createDirectories(home.resolve("other"));
        Files.writeString(home.resolve("other/application.properties"), "drover.endpoint.there.kind=ftp\n");
        assertThat(completed("ls", "-c", "other", "")).containsExactly("there:");
        assertThat(completed("ls", "-c", "nowhere", "")).isEmpty();
    }

    @Test
    void withoutAConfigurationHereTheOneOfTheScriptIsRead() throws Exception {
        Path away = Files.createDirectories(home.resolve("away"));
        assertThat(completedIn(away, "check", "pa")).containsExactly("partner:");
    }

    private List<String> completed(String... words) throws Exception {
        return completedIn(home, words);
    }

    private List<String> completedIn(Path directory, String... words) throws Exception {
        String asked = ". " + home.resolve("script") + "; COMP_WORDS=(drover \"$@\"); COMP_CWORD=$#; _complete_drover;"
                + " (( ${#COMPREPLY[@]} == 0 )) || printf '%s\\n' \"${COMPREPLY[@]}\"";
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", asked, "drover"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(home.resolve("err").toFile());
        builder.environment().remove("DROVER_CONFIG");
        Process bash = builder.start();
        try (var out = bash.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
