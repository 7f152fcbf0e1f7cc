package dev.drover.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.testing.Loopback;
import dev.drover.testing.ProxyServer;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ActivePathScriptTest {
    private static final Login.How ACTIVE = Login.How.PLAIN.mode(DataMode.ACTIVE);

    private static FtpScript server() throws IOException {
        return FtpScript.server().listensOn(Loopback.V4).file("/a.txt", "hello");
    }

    private static void assertHello(Login login) throws IOException {
        assertThat(new String(login.download("/a.txt"), UTF_8)).isEqualTo("hello");
    }

    private static String lastCommand(ScriptedServer server, String verb) {
        return server.commands().stream()
                .filter(line -> line.startsWith(verb))
                .reduce((first, second) -> second)
                .orElse("");
    }

    @Test
    void portIsSaidOnIpv4() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.to(server.address(), ACTIVE)) {
            assertHello(login);
            assertThat(login.upload("/b.txt", new byte[100_000]).code()).isEqualTo(226);
            assertThat(server.file("/b.txt").orElseThrow()).hasSize(100_000);
            assertThat(lastCommand(server, "PORT")).startsWith("PORT 127,0,0,1,");
        }
    }

    @Test
    void eprtIsSaidOnIpv6AndWhereTheModeSaysSo() throws IOException {
        try (ScriptedServer server = server().listensOn(Loopback.V6).start();
                Login login = Login.to(server.address(), ACTIVE)) {
            assertHello(login);
            assertThat(lastCommand(server, "EPRT")).startsWith("EPRT |2|");
        }
        try (ScriptedServer server = server().start();
                Login login = Login.to(server.address(), ACTIVE.mode(DataMode.EPRT))) {
            assertHello(login);
            assertThat(lastCommand(server, "EPRT")).startsWith("EPRT |1|127.0.0.1|");
        }
    }

    @Test
    void dataAreProtectedInActiveModeToo() throws IOException {
        try (ScriptedServer server = server().explicitTls(
                                dev.drover.testing.TestCertificates.shared().serverContext())
                        .start();
                Login login = Login.to(server.namedAddress(), Login.secure().mode(DataMode.ACTIVE))) {
            assertHello(login);
        }
    }

    @Test
    void theExternalAddressIsAnnounced() throws IOException {
        ActiveSettings behindNat = new ActiveSettings(0, 0, InetAddress.getByName("192.0.2.7"));
        try (ScriptedServer server = server().on("PORT", "500 not that one").start();
                Login login = Login.to(server.address(), ACTIVE.active(behindNat))) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpUnsupportedException.class)
                    .hasMessageContaining("192,0,2,7");
        }
    }

    @Test
    void aBusyPortOfTheRangeIsPassedOver() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, Loopback.V4);
                ScriptedServer server = server().start();
                Login login = Login.to(
                        server.address(),
                        ACTIVE.active(new ActiveSettings(busy.getLocalPort(), busy.getLocalPort() + 20, null)))) {
            for (int i = 0; i < 5; i++) {
                assertHello(login);
            }
        }
    }

    @Test
    void aRangeWithoutAFreePortIsAnErrorThatNamesIt() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, Loopback.V4);
                ScriptedServer server = server().start();
                Login login = Login.to(
                        server.address(),
                        ACTIVE.active(new ActiveSettings(busy.getLocalPort(), busy.getLocalPort(), null)))) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("" + busy.getLocalPort());
            assertThat(server.commands()).noneMatch(line -> line.startsWith("PORT"));
        }
    }

    @Test
    void aServerThatNeverConnectsRunsIntoTheDeadline() throws IOException {
        try (ScriptedServer server = server().on("RETR").neverOpensData().start();
                Login login = Login.to(server.address(), ACTIVE.dataLimit(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> login.retrieve("/a.txt", DataSettings.DEFAULT))
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("did not connect within");
        }
    }

    @Test
    void aServerThatAnswersInsteadOfConnectingIsNotWaitedFor() throws IOException {
        try (ScriptedServer server = server().on("RETR")
                        .replies("150 wait", "425 cannot connect to you")
                        .start();
                Login login = Login.to(server.address(), ACTIVE)) {
            assertThatThrownBy(() -> login.retrieve("/a.txt", DataSettings.DEFAULT))
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("answered without connecting");
            assertThat(login.finalReply().code()).isEqualTo(425);
            assertThat(login.command("NOOP").code()).isEqualTo(200);
        }
    }

    @Test
    void aStrangerIsTurnedAway() throws IOException {
        try (ScriptedServer server = server().connectsFrom(Loopback.SECOND_V4).start();
                Login login = Login.to(server.address(), ACTIVE.dataLimit(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> login.retrieve("/a.txt", DataSettings.DEFAULT))
                    .isInstanceOf(FtpConnectException.class);
        }
    }

    @Test
    void throughAProxyThereIsNoActiveMode() throws IOException {
        try (ProxyServer proxy = ProxyServer.httpConnect();
                ScriptedServer server = server().start();
                Login login = Login.to(
                        server.address(),
                        ACTIVE.proxy(FtpProxy.httpConnect(new FtpAddress("127.0.0.1", proxy.port()))))) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("passive");
        }
    }
}
