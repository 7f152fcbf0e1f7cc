package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DroverCommandTest {
    private final List<String> calls = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void runStartsADeploymentWithTheSettingsOfItsDirectory() {
        assertThat(execute("run", "--config", "/etc/drover")).isEqualTo(ExitCode.OK);
        assertThat(calls).containsExactly("run /etc/drover");
    }

    @Test
    void withoutADirectoryTheSettingsAreInConfig() {
        execute("run");
        execute("demo");
        execute("demo", "--once");

        assertThat(calls).containsExactly("run config", "demo config", "demo config once");
    }

    @Test
    void whatTheLauncherReturnsIsTheExitCode() {
        assertThat(execute("run", "-c", "missing")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withoutACommandItTellsHowItIsUsed() {
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Which command?", "run", "demo");
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheOneThatWasMeant() {
        assertThat(execute("dmo")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("demo");
    }

    @Test
    void aFailureIsOneSentenceAndNoStackTrace() {
        assertThat(execute("run", "-c", "broken")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).isEqualToIgnoringNewLines("The port is taken.");
    }

    @Test
    void helpAndVersionAreNoFailures() {
        assertThat(execute("--help")).isEqualTo(ExitCode.OK);
        assertThat(execute("demo", "--help")).isEqualTo(ExitCode.OK);
        assertThat(execute("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("--once", "drover ");
    }

    private int execute(String... arguments) {
        CommandLine line = DroverCommand.with(
                new Launcher() {
                    @Override
                    public int run(Path configuration, PrintWriter ignoredOut, PrintWriter ignoredErr)
                            throws IOException {
                        calls.add("run " + configuration);
                        if (configuration.endsWith("broken")) {
                            throw new IOException("The port is taken.");
                        }
                        return configuration.endsWith("missing") ? ExitCode.USAGE : ExitCode.OK;
                    }

                    @Override
                    public int demo(Path configuration, boolean once, PrintWriter ignoredOut, PrintWriter ignoredErr) {
                        calls.add("demo " + configuration + (once ? " once" : ""));
                        return ExitCode.OK;
                    }
                },
                new NoConfiguration());
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Neither run nor demo asks for it here. */
    private static final class NoConfiguration implements Configuration {
        @Override
        public Map<String, String> settings(Path directory) {
            return Map.of();
        }

        @Override
        public Verdict check(Path directory) {
            return Verdict.GOOD;
        }

        @Override
        public String encrypt(Path directory, String secret) {
            throw new AssertionError("run and demo encrypt nothing");
        }

        @Override
        public void logToStandardError(boolean verbose) {
            throw new AssertionError("run and demo log to files");
        }
    }
}
