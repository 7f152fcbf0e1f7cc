package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a disk of half a mebibyte, in a name space of its own, which needs no rights on most systems. */
class FullDiskIT {
    private static final int SECONDS = 60;
    private static final int LARGE = 2 << 20;

    @TempDir
    Path home;

    private Path remote;
    private Path disk;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws Exception {
        remote = Files.createDirectories(home.resolve("remote"));
        disk = Files.createDirectories(home.resolve("disk"));
        server = EmbeddedServer.on(remote).start();
        assumeThat(run("true").status).as("a disk of its own").isZero();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void commandsSayThatADiskIsFullWithThePathAndLeaveNothingHalf() throws Exception {
        byte[] noise = new byte[LARGE];
        new Random(4).nextBytes(noise);
        Path site = Files.createDirectories(remote.resolve("site"));
        Files.write(site.resolve("large.bin"), noise);
        Files.write(Files.createDirectories(home.resolve("own")).resolve("large.bin"), noise);

        Ended got = drover("get", url("site/large.bin"), disk + "/");
        assertFull(got, disk.resolve("large.bin"));
        Ended mirrored = drover("mirror", url("site"), disk.resolve("copy").toString());
        assertFull(mirrored, disk.resolve("copy/large.bin"));
        Ended spooled = drover("backup", "--name", "own", "--spool", disk + "/spool", home + "/own", url("backups"));
        assertFull(spooled, disk.resolve("spool/.own-"));
        assertThat(remote.resolve("backups"))
                .satisfiesAnyOf(none -> assertThat(none).doesNotExist(), none -> assertThat(none)
                        .isEmptyDirectory());

        Ended made = run(program() + " backup --name own '" + home + "/own' '" + url("backups") + "'");
        assertThat(made.status).as(made.said).isZero();
        Ended restored = drover("restore", "--name", "own", url("backups"), disk + "/back");
        assertFull(restored, disk.resolve("back/own/large.bin"));
        assertThat(restored.said).doesNotContain(".restore-");
    }

    private static void assertFull(Ended ended, Path file) {
        assertThat(ended.status).as(ended.said).isEqualTo(ExitCode.TEMPORARY);
        assertThat(ended.said.lines().filter(line -> line.contains("No space left on device")))
                .as(ended.said)
                .singleElement()
                .asString()
                .contains(file.toString())
                .endsWith("make room there and give the command again");
        assertThat(ended.said.lines().filter(line -> line.startsWith("left: ")))
                .as("only a partial file that the next run goes on with")
                .noneMatch(line -> line.endsWith("/large.bin"));
    }

    private String url(String path) {
        return "ftp://" + EmbeddedServer.USER + "@localhost:" + server.port() + "/" + path;
    }

    private static Path program() throws IOException {
        Matcher version = Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return Path.of("target", "drover-" + version.group(1), "bin", "drover").toAbsolutePath();
    }

    private Ended drover(String... arguments) throws Exception {
        StringBuilder line = new StringBuilder("'" + program() + "'");
        for (String argument : arguments) {
            line.append(" '").append(argument).append("'");
        }
        String left = "find '" + disk + "' -type f | sed 's/^/left: /'";
        return run(line + "; status=$?; " + left + "; exit $status");
    }

    private Ended run(String script) throws Exception {
        String mount = "mount -t tmpfs -o size=512k none '" + disk + "' && { " + script + "; }";
        List<String> command =
                new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "/bin/sh", "-c", mount));
        Path said = home.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("DROVER_PASSWORD", EmbeddedServer.PASSWORD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException noSuchProgram) {
            return new Ended(-1, noSuchProgram.toString());
        }
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Ended(int status, String said) {}
}
