package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups by the packaged program in surroundings that a test within this JVM cannot have. */
class BackupProcessIT {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final int SECONDS = 60;

    @TempDir
    Path home;

    private Path site;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws IOException {
        site = Files.createDirectories(home.resolve("site"));
        server = EmbeddedServer.on(home.resolve("remote")).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Path program() throws IOException {
        Matcher version = Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return Path.of("target", "drover-" + version.group(1), "bin", "drover").toAbsolutePath();
    }

    private Process backup(Map<String, String> environment, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        String url = "ftp://" + EmbeddedServer.USER + "@localhost:" + server.port() + "/backups";
        command.addAll(List.of(program().toString(), "backup", "--name", "site", "--daily", "1", "site", url));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile());
        builder.environment().put("DROVER_PASSWORD", EmbeddedServer.PASSWORD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int end(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String said() throws IOException {
        return Files.readString(home.resolve("said"));
    }

    private List<Path> onServer() throws IOException {
        Path backups = server.home().resolve("backups");
        if (!Files.exists(backups)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.toList();
        }
    }

    @Test
    void underTheLocaleOfCronNamesBeyondAsciiAreSaved() throws Exception {
        Files.writeString(site.resolve("\u00fcml\u00e4ut \u65e5\u672c.txt"), "odd");
        int status = end(backup(Map.of("LC_ALL", "C", "LANG", "")));
        assertThat(status).as(said()).isEqualTo(ExitCode.OK);
        Path manifest = onServer().stream()
                .filter(file -> file.toString().endsWith(".manifest"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(manifest, StandardCharsets.UTF_8)).contains("\u00fcml\u00e4ut \u65e5\u672c.txt");
    }

    @Test
    void aSourceThatMayNotBeReadMakesNoArchiveAndLetsNoneGo() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        assumeThat(root && Files.isExecutable(SETPRIV) || !root).isTrue();
        Files.writeString(site.resolve("a.txt"), "alpha");
        assertThat(end(backup(Map.of()))).as(said()).isEqualTo(ExitCode.OK);
        List<Path> before = onServer();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("--x--x--x"));

        String[] other = {SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"};
        int status =
                end(backup(Map.of("XDG_CACHE_HOME", home.resolve("cache").toString()), root ? other : new String[0]));

        Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rwx------"));
        assertThat(status).as(said()).isEqualTo(ExitCode.FAILED);
        assertThat(said()).contains("cannot be read: permission denied; nothing was made");
        assertThat(onServer()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aBackupThatIsInterruptedRemovesWhatItHasBegun() throws Exception {
        byte[] noise = new byte[64 * 1024 * 1024];
        new Random(11).nextBytes(noise);
        Files.write(site.resolve("noise.bin"), noise);
        Process process = backup(Map.of());
        await().atMost(Duration.ofSeconds(SECONDS))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> onServer().stream().anyMatch(file -> file.toFile().length() > 0));
        process.destroy();
        assertThat(end(process)).as(said()).isNotZero();
        assertThat(onServer()).isEmpty();
    }
}
