package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Each command of the program asks the server once for what it has to know. */
class CommandCountTest {
    private static final Set<String> LOGIN = Set.of("USER", "PASS", "FEAT", "OPTS", "SYST", "PWD", "TYPE", "QUIT");

    private final StringWriter err = new StringWriter();
    private int runs;

    @TempDir
    Path home;

    private static FtpScript files(FtpScript script) {
        Instant old = Instant.parse("2026-01-02T03:04:05Z");
        byte[] large = new byte[100_000];
        return script.file("/in/a.csv", new byte[1], old)
                .file("/in/b.csv", new byte[2], old)
                .file("/in/large.bin", large, old);
    }

    private List<String> verbs(FtpScript script, String line) throws Exception {
        try (ScriptedServer server = files(script).start()) {
            String prefix = "drover.endpoint.partner.";
            CommandLine program = DroverCommand.with(
                    new NoLauncher(),
                    new GivenSettings(Map.of(
                            prefix + "kind", "ftp",
                            prefix + "host", "localhost",
                            prefix + "port", Integer.toString(server.port()),
                            prefix + "username", "drover",
                            prefix + "password", "drover")));
            int exit = program.setOut(new PrintWriter(new StringWriter()))
                    .setErr(new PrintWriter(err, true))
                    .execute(line.replace("HERE", home.resolve("" + ++runs).toString())
                            .split(" "));
            assertThat(exit).as(err.toString()).isZero();
            return server.commands().stream()
                    .map(command -> command.split(" ", 2)[0])
                    .filter(verb -> !LOGIN.contains(verb))
                    .toList();
        }
    }

    private static FtpScript old() {
        return FtpScript.server().lacks("MLST", "MLSD").features("SIZE", "MDTM", "REST STREAM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get partner:in/a.csv HERE", "get partner:in/large.bin HERE", "cat partner:in/a.csv"})
    void oneFileIsLookedAtOnce(String line) throws Exception {
        assertThat(verbs(FtpScript.server(), line)).containsExactly("MLST", "EPSV", "RETR");
        assertThat(verbs(old(), line)).containsExactly("SIZE", "MDTM", "EPSV", "RETR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat partner:in/*.csv", "sum partner:in/*.csv"})
    void filesThatFitAreKnownFromTheListing(String line) throws Exception {
        assertThat(verbs(FtpScript.server(), line))
                .containsExactly("MLST", "EPSV", "MLSD", "EPSV", "RETR", "EPSV", "RETR");
        assertThat(verbs(old(), line)).containsExactly("SIZE", "CWD", "EPSV", "LIST", "EPSV", "RETR", "EPSV", "RETR");
    }

    /** Minutes may have passed since the listing, and a partial file of another version must not be gone on with. */
    @Test
    void ofSeveralFilesEachIsLookedAtBeforeItIsFetched() throws Exception {
        List<String> fetch = List.of("MLST", "EPSV", "RETR");
        assertThat(verbs(FtpScript.server(), "get partner:in/*.csv HERE/"))
                .containsExactlyElementsOf(joined(List.of("MLST", "EPSV", "MLSD"), fetch, fetch));
        assertThat(verbs(FtpScript.server(), "get -r partner:in HERE"))
                .containsExactlyElementsOf(joined(List.of("MLST", "EPSV", "MLSD"), fetch, fetch, fetch));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls partner:in", "ls partner:in/*.csv", "du partner:in", "find partner:in"})
    void aDirectoryIsLookedAtAndListedOnce(String line) throws Exception {
        assertThat(verbs(FtpScript.server(), line)).containsExactly("MLST", "EPSV", "MLSD");
    }

    @Test
    void whatIsSentIsLookedAtOnceAfterwards() throws Exception {
        List<String> send = List.of("EPSV", "STOR", "SIZE", "RNFR", "RNTO");
        Files.writeString(home.resolve("x.txt"), "x");
        String file = home.resolve("x.txt").toString();
        assertThat(verbs(FtpScript.server(), "put " + file + " partner:in/")).isEqualTo(send);
        assertThat(verbs(FtpScript.server(), "put " + file + " partner:in/y"))
                .containsExactlyElementsOf(joined(List.of("MLST"), send));
    }

    @Test
    void whatIsDeletedIsLookedAtOnceBefore() throws Exception {
        assertThat(verbs(FtpScript.server(), "rm partner:in/a.csv")).containsExactly("MLST", "DELE");
        assertThat(verbs(FtpScript.server(), "rm partner:in/*.csv"))
                .containsExactly("MLST", "EPSV", "MLSD", "DELE", "DELE");
        assertThat(verbs(FtpScript.server(), "rm -f partner:in/none")).containsExactly("MLST");
    }

    @SafeVarargs
    private static List<String> joined(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }
}
