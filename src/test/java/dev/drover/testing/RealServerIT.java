package dev.drover.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each daemon starts in each of its modes, lets the user in and moves a file, told by a raw socket. */
class RealServerIT {
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o', '\n'};

    static Stream<Arguments> everyDaemonInEveryMode() {
        return Arrays.stream(Daemon.values())
                .flatMap(daemon -> daemon.modes().stream().map(mode -> Arguments.of(daemon, mode)));
    }

    @ParameterizedTest
    @MethodSource("everyDaemonInEveryMode")
    void greetsListsItsFeaturesAndLetsTheUserIn(Daemon daemon, Daemon.Mode mode) throws IOException {
        try (RealServer server = RealServer.start(daemon, mode);
                RawFtp client = connect(server)) {
            assertThat(client.reply()).startsWith("220");
            if (mode.isTls() && mode != Daemon.Mode.IMPLICIT) {
                assertThat(client.command("AUTH TLS")).startsWith("234");
                client.startTls(server.clientContext());
            }
            client.logIn(RealServer.USER, RealServer.PASSWORD);
            assertThat(client.command("FEAT")).startsWith(daemon == Daemon.LINUX_FTPD ? "500" : "211-");
            assertThat(client.command("PWD")).startsWith("257 \"" + server.remoteHome() + "\"");
        }
    }

    private static RawFtp connect(RealServer server) throws IOException {
        return server.mode() == Daemon.Mode.IMPLICIT
                ? RawFtp.connect(server.host(), server.port(), server.clientContext())
                : RawFtp.connect(server.host(), server.port());
    }

    @ParameterizedTest
    @MethodSource("everyDaemonInEveryMode")
    void movesAFileBothWaysUnlessItWantsResumption(Daemon daemon, Daemon.Mode mode) throws IOException {
        if (mode == Daemon.Mode.TLS_REUSE) {
            refusesDataThatDoesNotResume(daemon);
            return;
        }
        try (RealServer server = RealServer.start(daemon, mode);
                RawFtp client = connect(server)) {
            server.put("in/hello.txt", HELLO);
            client.reply();
            logIn(server, client);
            assertThat(transfer(server, client, "RETR " + server.remote("in/hello.txt"), null))
                    .isEqualTo(HELLO);
            transfer(server, client, "STOR " + server.remote("in/copy.txt"), HELLO);
            Path copy = server.home().resolve("in/copy.txt");
            assertThat(copy).hasBinaryContent(HELLO);
            assertThat(Files.getAttribute(copy, "unix:uid")).isEqualTo(20021);
        }
    }

    private static void refusesDataThatDoesNotResume(Daemon daemon) throws IOException {
        try (RealServer server = RealServer.start(daemon, Daemon.Mode.TLS_REUSE);
                RawFtp client = connect(server)) {
            client.reply();
            logIn(server, client);
            // A context of its own has no session to resume.
            try (Socket data = client.openData()) {
                client.write("LIST\r\n");
                assertThat(client.reply()).startsWith("150");
                try (Socket tls = RawFtp.secure(data, server.certificates().clientContext())) {
                    tls.getInputStream().readAllBytes();
                } catch (IOException refused) {
                    // An alert, a reset or silence, as it likes; what counts is the reply.
                }
            }
            assertThat(client.reply()).matches("(?s)(522|425) .*");
        }
    }

    private static void logIn(RealServer server, RawFtp client) throws IOException {
        if (server.mode().isTls() && server.mode() != Daemon.Mode.IMPLICIT) {
            client.command("AUTH TLS");
            client.startTls(server.clientContext());
        }
        client.logIn(RealServer.USER, RealServer.PASSWORD);
        if (server.mode().isTls()) {
            client.command("PBSZ 0");
            assertThat(client.command("PROT P")).startsWith("200");
        }
        client.command("TYPE I");
    }

    private static byte[] transfer(RealServer server, RawFtp client, String command, byte[] upload) throws IOException {
        byte[] bytes = {};
        try (Socket plain = server.daemon() == Daemon.LINUX_FTPD ? client.openPassive() : client.openData()) {
            assertThat(client.command(command)).matches("(?s)1[25][50].*");
            try (Socket data = server.mode().isTls() ? RawFtp.secure(plain, server.clientContext()) : plain) {
                if (upload == null) {
                    bytes = data.getInputStream().readAllBytes();
                } else {
                    data.getOutputStream().write(upload);
                    data.shutdownOutput();
                    assertThat(data.getInputStream().readAllBytes()).isEmpty();
                }
            }
        }
        assertThat(client.reply()).startsWith("226");
        return bytes;
    }

    @Test
    void comesBackWithTheSameFilesAfterACrash() throws IOException {
        try (RealServer server = RealServer.start(Daemon.VSFTPD, Daemon.Mode.PLAIN)) {
            server.put("a", HELLO);
            try (RawFtp client = connect(server)) {
                client.reply();
                server.kill();
                assertThat(client.rest()).isEmpty();
            }
            server.restart();
            try (RawFtp client = connect(server)) {
                client.reply();
                logIn(server, client);
                assertThat(client.fetch("RETR a")).isEqualTo(HELLO);
            }
            assertThat(server.log()).contains("RETR a");
        }
    }

    @Test
    void takesSettingsOfTheDaemon() throws IOException {
        try (RealServer server = RealServer.start(Daemon.VSFTPD, Daemon.Mode.PLAIN, "ftpd_banner=Hello from the test");
                RawFtp client = connect(server)) {
            assertThat(client.reply()).isEqualTo("220 Hello from the test");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VSFTPD", "PROFTPD", "PURE_FTPD", "PYFTPDLIB"})
    void listensOnIpv6Too(Daemon daemon) throws IOException {
        try (RealServer server = RealServer.startOnIpv6(daemon, Daemon.Mode.PLAIN);
                RawFtp client = connect(server)) {
            server.put("a", HELLO);
            client.reply();
            logIn(server, client);
            assertThat(client.fetch("RETR " + server.remote("a"))).isEqualTo(HELLO);
        }
    }
}
