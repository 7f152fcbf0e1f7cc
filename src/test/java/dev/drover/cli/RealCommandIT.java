package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.Daemon;
import dev.drover.testing.RealServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands with daemons, for what Apache FtpServer cannot do. */
class RealCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path here;

    @ParameterizedTest
    @EnumSource(names = {"VSFTPD", "PROFTPD", "PURE_FTPD"})
    void permissionsAreSetAndListed(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            server.put("in/a.csv", "hello".getBytes(StandardCharsets.UTF_8));
            server.put("in/b.csv", "hello".getBytes(StandardCharsets.UTF_8));

            assertThat(execute(server, "chmod", "640", "partner:in/*.csv"))
                    .as(err.toString())
                    .isEqualTo(ExitCode.OK);
            assertThat(List.of("a.csv", "b.csv")).allSatisfy(name -> assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(server.home().resolve("in/" + name))))
                    .isEqualTo("rw-r-----"));

            assertThat(execute(server, "chmod", "640", "partner:in/none.csv")).isNotEqualTo(ExitCode.OK);
            assertThat(err.toString()).contains("none.csv").doesNotContain("\tat ");
            assertThat(execute(server, "chmod", "rw-", "partner:in/a.csv")).isEqualTo(ExitCode.USAGE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROFTPD", "PURE_FTPD", "VSFTPD"})
    void aDayWithAServer(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.TLS)) {
            Path file = Files.writeString(here.resolve("März.csv"), "hello");
            assertAllWell(server, "check", "partner:");
            assertThat(out.toString()).contains("TLSv1.");
            assertAllWell(server, "put", file.toString(), "partner:out/");
            assertAllWell(server, "ls", "-l", "partner:out");
            assertThat(out.toString()).contains("März.csv");
            assertAllWell(server, "sum", "partner:out/März.csv");
            assertThat(out.toString()).contains("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
            assertAllWell(server, "mv", "partner:out/März.csv", "partner:out/April.csv");
            assertAllWell(server, "mirror", "partner:out", here.resolve("copy").toString());
            assertThat(here.resolve("copy/April.csv")).hasContent("hello");
            assertAllWell(
                    server, "backup", "--name", "copy", here.resolve("copy").toString(), "partner:backups");
            assertAllWell(server, "restore", "partner:backups", "--name", "copy", "--verify");
            assertAllWell(server, "rm", "-r", "partner:out");
            assertThat(server.home().resolve("out")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROFTPD", "VSFTPD"})
    void namesThatAreNoPlainTextAreSeenReadAndDeleted(Daemon daemon) throws Exception {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.PLAIN)) {
            server.put("in/a.csv", "hello".getBytes(StandardCharsets.UTF_8));
            Process files = new ProcessBuilder(
                            "bash", "-c", "printf odd > $'in/ta\\tb.txt' && printf latin > $'in/gr\\xf6sse.txt'")
                    .directory(server.home().toFile())
                    .start();
            assertThat(files.waitFor()).isZero();

            assertAllWell(server, "ls", "partner:in");
            assertThat(out.toString()).contains("a.csv", "ta?b.txt", "gr");
            assertAllWell(server, "cat", "partner:in/ta?b.txt");
            assertAllWell(server, "get", "partner:in/gr*", here + "/");
            assertThat(here.resolve("gr\u00f6sse.txt")).hasContent("latin");
            assertAllWell(server, "rm", "-r", "partner:in");
            assertThat(server.home().resolve("in")).doesNotExist();
        }
    }

    private void assertAllWell(RealServer server, String... arguments) throws IOException {
        assertThat(execute(server, arguments))
                .as("%s: %s", List.of(arguments), err)
                .isEqualTo(ExitCode.OK);
    }

    private int execute(RealServer server, String... arguments) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "drover.endpoint.partner.host",
                server.host(),
                "drover.endpoint.partner.port",
                String.valueOf(server.port()),
                "drover.endpoint.partner.username",
                RealServer.USER,
                "drover.endpoint.partner.password",
                RealServer.PASSWORD,
                "drover.endpoint.partner.root",
                server.remoteHome(),
                "drover.endpoint.partner.kind",
                server.mode() == Daemon.Mode.PLAIN ? "ftp" : "ftps"));
        if (server.mode() != Daemon.Mode.PLAIN) {
            Path certificates = here.resolve("certificates");
            server.certificates().writeTo(certificates);
            settings.put(
                    "drover.endpoint.partner.tls.ca-file",
                    certificates.resolve("ca.crt").toString());
        }
        return DroverCommand.with(new NoLauncher(), new GivenSettings(settings))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
