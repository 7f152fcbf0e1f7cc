package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program as a shell starts it: what commands print where, and what the process ends with. {@code mvn package}
 * makes the program.
 */
class CommandProcessIT {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final int SECONDS = 60;

    private static final Path PROGRAM =
            Path.of("target", "drover-" + version(), "bin", "drover").toAbsolutePath();
    private static final Map<String, String> SECRET = Map.of("DROVER_PASSWORD", EmbeddedServer.PASSWORD);

    @TempDir
    Path home;

    private Path remote;
    private Path here;
    private EmbeddedServer server;

    @BeforeAll
    static void prepare(@TempDir Path elsewhere) throws Exception {
        // Commands are faster from then on, and none starts it by itself beside the tests.
        Process process = new ProcessBuilder(PROGRAM.toAbsolutePath().toString(), "prepare")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
        assertThat(elsewhere).as("where a Drover may have its log").isEmptyDirectory();
        assertThat(PROGRAM.resolve("../../lib").normalize())
                .isDirectoryContaining("glob:**/drover-*.jsa")
                .isDirectoryNotContaining("glob:**/drover-*.jsa.*");
    }

    @BeforeEach
    void startAServer() throws IOException {
        remote = Files.createDirectories(home.resolve("remote"));
        here = Files.createDirectories(home.resolve("here"));
        server = EmbeddedServer.on(remote).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void catOfAUrlWithThePasswordInAVariableGivesTheBytesAndNothingElse() throws Exception {
        byte[] content = {0, (byte) 0xff, '\r', '\n', 'x'};
        Files.write(remote.resolve("a b.bin"), content);
        Ended ended = run(Map.of("DROVER_PASSWORD", EmbeddedServer.PASSWORD), drover("cat", url("a%20b.bin")));
        assertThat(ended.status).as(ended.err).isEqualTo(ExitCode.OK);
        assertThat(ended.out).isEqualTo(content);
        assertThat(ended.err).isEmpty();
        assertThat(here).isEmptyDirectory();
    }

    @Test
    void thePasswordMayStandInNetrc() throws Exception {
        Path netrc = Files.writeString(
                home.resolve("netrc"),
                "machine localhost login " + EmbeddedServer.USER + " password " + EmbeddedServer.PASSWORD + "\n");
        Files.writeString(remote.resolve("file"), "x");
        Ended ended = run(Map.of("NETRC", netrc.toString()), drover("find", url("")));
        assertThat(ended.status).as(ended.err).isEqualTo(ExitCode.OK);
        assertThat(ended.out).asString(StandardCharsets.UTF_8).isEqualToIgnoringNewLines("file");
    }

    @Test
    void withoutAPasswordAndATerminalItSaysWhereToPutOne() throws Exception {
        Ended ended = run(Map.of("NETRC", "/dev/null"), drover("ls", url("")));
        assertThat(ended.status).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err).contains("DROVER_PASSWORD", ".netrc").doesNotContain("\tat ");
        assertThat(ended.out).isEmpty();
    }

    @Test
    void endpointsOfTheConfigurationDirectoryAreKnown() throws Exception {
        Path config = Files.createDirectories(home.resolve("config"));
        Files.writeString(
                config.resolve("application.properties"),
                String.join(
                        "\n",
                        "drover.routes={{env:DROVER_ROUTES}}",
                        "drover.endpoint.partner.kind=ftp",
                        "drover.endpoint.partner.host=localhost",
                        "drover.endpoint.partner.port={{env:PARTNER_PORT}}",
                        "drover.endpoint.partner.username=" + EmbeddedServer.USER,
                        "drover.endpoint.partner.password=" + EmbeddedServer.PASSWORD));
        String routes = Files.createDirectories(home.resolve("routes")).toString();
        Map<String, String> environment = Map.of(
                "DROVER_CONFIG",
                config.toString(),
                "DROVER_ROUTES",
                routes,
                "PARTNER_PORT",
                Integer.toString(server.port()));
        assertThat(run(environment, drover("mkdir", "partner:made")).status).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("made")).isDirectory();
        assertThat(run(environment, drover("config", "check")).status).isEqualTo(ExitCode.OK);
        assertThat(run(Map.of("DROVER_CONFIG", config.toString()), drover("config", "check")).err)
                .contains("PARTNER_PORT");
    }

    @Test
    void onlyARunWantsRoutes() throws Exception {
        Path settings = Files.createDirectories(here.resolve("config")).resolve("application.properties");
        String endpoint = "drover.endpoint.partner.kind=ftp\ndrover.endpoint.partner.host=";
        Files.writeString(settings, endpoint + "localhost\ndrover.broker.listen=tcp://127.0.0.1:9\n");
        Ended check = run(Map.of(), drover("config", "check"));
        assertThat(check.status).as(check.err).isEqualTo(ExitCode.OK);
        assertThat(check.err).contains("there is no directory " + here.resolve("routes"), "run does not start");
        assertThat(run(Map.of(), drover("requests", "list")).status).isEqualTo(ExitCode.TEMPORARY);
        Ended run = run(Map.of(), drover("run"));
        assertThat(run.status).isEqualTo(ExitCode.USAGE);
        assertThat(run.err).contains("  drover.routes: there is no directory " + here.resolve("routes"));

        Files.writeString(settings, endpoint + "{{env:NOT_SET}}\n");
        Ended wrong = run(Map.of(), drover("config", "check"));
        assertThat(wrong.status).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err).contains("line 2: drover.endpoint.partner.host: ");
        Files.writeString(settings, "drover.routes=nowhere\n");
        assertThat(run(Map.of(), drover("config", "check")).err).contains("line 1: drover.routes: ");
    }

    @Test
    void onATerminalABarShowsHowFarATransferIs() throws Exception {
        assumeThat(SCRIPT).exists();
        Files.write(remote.resolve("large.bin"), new byte[4 << 20]);
        Ended ended = run(
                Map.of("DROVER_PASSWORD", EmbeddedServer.PASSWORD),
                List.of(SCRIPT.toString(), "-qec", quoted(drover("get", url("large.bin"))), "/dev/null"));
        assertThat(ended.status).isEqualTo(ExitCode.OK);
        assertThat(ended.out)
                .asString(StandardCharsets.UTF_8)
                .contains("\rlarge.bin 100 % [########################]  4.0 MB of 4.0 MB", "/s");
        assertThat(ended.out)
                .as("the result begins a line of its own")
                .asString(StandardCharsets.UTF_8)
                .containsPattern("/s *\\R[^\\r\\n]*large.bin -> ");
        assertThat(here.resolve("large.bin")).hasSize(4 << 20);
    }

    @Test
    void aFullDiskIsAFailureAndAReaderWhoHasReadEnoughIsNone() throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        Files.write(remote.resolve("large.bin"), new byte[4 << 20]);
        for (String command : List.of("ls", "cat")) {
            String full = quoted(drover(command, url(command.equals("cat") ? "large.bin" : ""))) + " > /dev/full";
            Ended ended = run(SECRET, List.of("/bin/sh", "-c", full));
            assertThat(ended.status).as(command + ended.err).isEqualTo(ExitCode.TEMPORARY);
            assertThat(ended.err).contains("No space left on device");
        }
        String enough = "{ " + quoted(drover("cat", url("large.bin"))) + "; echo $? >&2; } | head -c 1 > /dev/null";
        assertThat(run(SECRET, List.of("/bin/sh", "-c", enough)).err).isEqualToIgnoringNewLines("141");
    }

    @Test
    void getGivenAgainGoesOnWhereAKilledOneEnded() throws Exception {
        byte[] content = new byte[6 << 20];
        new Random(1).nextBytes(content);
        Files.write(remote.resolve("large.bin"), content);
        Map<String, String> environment = Map.of("DROVER_PASSWORD", EmbeddedServer.PASSWORD);
        Process killed = start(environment, drover("get", "-s", "rate=2MB", url("large.bin")));
        try {
            await().atMost(Duration.ofSeconds(SECONDS)).until(() -> partBytes() > 1 << 20);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(here.resolve("large.bin")).doesNotExist();

        Ended ended = run(environment, drover("get", "-o", "json", url("large.bin")));
        assertThat(ended.status).as(ended.err).isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(ended.out)
                        .get(0)
                        .get("resumedFrom")
                        .asLong())
                .isGreaterThan(1 << 19);
        assertThat(here.resolve("large.bin")).hasBinaryContent(content);
        assertThat(partBytes()).isZero();
    }

    @Test
    void whatComesThroughAPipeIsSentAndFetched() throws Exception {
        byte[] content = new byte[300_000];
        new Random(2).nextBytes(content);
        Path input = Files.write(home.resolve("input"), content);
        Ended sent = run(SECRET, List.of("/bin/sh", "-c", quoted(drover("put", "-", url("piped.bin"))) + " <" + input));
        assertThat(sent.status).as(sent.err).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("piped.bin")).hasBinaryContent(content);

        Ended fetched = run(SECRET, drover("get", url("piped.bin"), "-"));
        assertThat(fetched.status).as(fetched.err).isEqualTo(ExitCode.OK);
        assertThat(fetched.out).isEqualTo(content);
        assertThat(here).isEmptyDirectory();

        assertThat(new String(sent.out, StandardCharsets.UTF_8)).startsWith("- -> ");
        Ended nameless = run(SECRET, drover("put", "-", url("")));
        assertThat(nameless.status).isEqualTo(ExitCode.USAGE);
        assertThat(nameless.err).contains("Standard input has no name");
    }

    @Test
    void eachExitCodeMeansWhatTheGuideSays() throws Exception {
        Files.writeString(remote.resolve("a.txt"), "x");
        Files.createDirectories(remote.resolve("full/deep"));
        assertThat(run(SECRET, drover("ls", url(""))).status).isEqualTo(ExitCode.OK);
        assertThat(run(SECRET, drover("ls", "--no-such-option", url(""))).status)
                .isEqualTo(ExitCode.USAGE);
        assertThat(run(SECRET, drover("get", url("a.txt"), url("b.txt"), "./")).status)
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(run(SECRET, drover("get", url("b.txt"))).status).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run(SECRET, drover("rm", url("full"))).status).isEqualTo(ExitCode.REFUSED);
        assertThat(run(Map.of("DROVER_PASSWORD", "wrong"), drover("ls", url(""))).status)
                .isEqualTo(ExitCode.REFUSED);
        server.stop();
        Ended away = run(SECRET, drover("ls", url("")));
        assertThat(away.status).isEqualTo(ExitCode.TEMPORARY);
        assertThat(away.err).contains("localhost").doesNotContain("Exception", "\tat ");
        server.restart();
    }

    @Test
    void theSettingsBesideTheProgramAreUsedWhereThereAreNoOthers() throws Exception {
        Ended routes = run(Map.of("PARTNER_USER", "me", "PARTNER_PASSWORD", "secret"), drover("routes"));
        assertThat(routes.status).as(routes.err).isEqualTo(ExitCode.OK);
        assertThat(routes.out).asString(StandardCharsets.UTF_8).contains("drop-to-ftp", "requests");
        assertThat(run(Map.of(), drover("--version")).out)
                .asString(StandardCharsets.UTF_8)
                .isEqualToIgnoringNewLines("drover " + version());
    }

    @Test
    void aShellCompletesCommandsAndOptions() throws Exception {
        assumeThat(Path.of("/bin/bash")).exists();
        Path script = Files.write(home.resolve("completion"), run(Map.of(), drover("generate-completion")).out);
        String asked =
                ". " + script + "; COMP_WORDS=(drover mir); COMP_CWORD=1; _complete_drover; echo ${COMPREPLY[@]}; "
                        + "COMP_WORDS=(drover mirror --max); COMP_CWORD=2; _complete_drover; echo ${COMPREPLY[@]}";
        Ended ended = run(Map.of(), List.of("/bin/bash", "-c", asked));
        assertThat(ended.status).as(ended.err).isZero();
        assertThat(ended.out).asString(StandardCharsets.UTF_8).isEqualTo("mirror\n--max-delete\n");
    }

    private long partBytes() throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(here, "*.part")) {
            for (Path part : parts) {
                bytes += Files.size(part);
            }
        }
        return bytes;
    }

    private static String quoted(List<String> command) {
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private static String version() {
        try {
            Matcher version = Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
            assertThat(version.find()).isTrue();
            return version.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String url(String path) {
        return "ftp://" + EmbeddedServer.USER + "@localhost:" + server.port() + "/" + path;
    }

    private static List<String> drover(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Ended run(Map<String, String> environment, List<String> command) throws Exception {
        Process process = start(environment, command);
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(
                    process.exitValue(),
                    Files.readAllBytes(home.resolve("stdout")),
                    Files.readString(home.resolve("stderr")));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(here.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(home.resolve("stdout").toFile())
                .redirectError(home.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private record Ended(int status, byte[] out, String err) {}
}
