package dev.drover.ftp.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.PassiveAddress;
import dev.drover.testing.Loopback;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassivePathScriptTest {
    private static FtpScript server() throws IOException {
        return FtpScript.server().listensOn(Loopback.V4).file("/a.txt", "hello");
    }

    private static void assertHello(Login login) throws IOException {
        assertThat(new String(login.download("/a.txt"), UTF_8)).isEqualTo("hello");
    }

    private static List<String> passiveVerbs(ScriptedServer server) {
        return server.commands().stream()
                .filter(line -> line.matches("EPSV|PASV"))
                .toList();
    }

    @Test
    void epsvIsAskedFirstOnIpv4Too() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address())) {
            assertHello(login);
            assertHello(login);
            assertThat(passiveVerbs(server)).containsExactly("EPSV", "EPSV");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 what?",
                "501 no",
                "502 not implemented",
                "522 use (1)",
                "425 cannot",
                "550 not here",
                "504 no"
            })
    void aRefusedEpsvIsFollowedByPasvForTheRestOfTheSession(String refusal) throws IOException {
        try (ScriptedServer server = server().on("EPSV", refusal).start();
                Login login = Login.plain(server.address())) {
            assertHello(login);
            assertHello(login);
            assertThat(passiveVerbs(server)).containsExactly("EPSV", "PASV", "PASV");
        }
    }

    @Test
    void aDeadEpsvPortIsFollowedByPasv() throws IOException {
        try (ScriptedServer server = server().on("EPSV").refusesData().start();
                Login login = Login.plain(server.address())) {
            assertHello(login);
            assertHello(login);
            assertThat(passiveVerbs(server)).containsExactly("EPSV", "PASV", "PASV");
        }
    }

    @Test
    void anEpsvPortThatNeverAnswersIsFollowedByPasv() throws IOException {
        try (ScriptedServer server = server().on("EPSV").neverAcceptsData().start();
                Login login = Login.to(server.address(), Login.How.PLAIN.dataLimit(Duration.ofMillis(300)))) {
            assertHello(login);
            assertThat(passiveVerbs(server)).containsExactly("EPSV", "PASV");
        }
    }

    @Test
    void whenBothPortsAreDeadTheErrorSaysSo() throws IOException {
        try (ScriptedServer server = server().onPassive().refusesData().start();
                Login login = Login.plain(server.address())) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("127.0.0.1")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void aRefusedPasvNamesTheReply() throws IOException {
        try (ScriptedServer server = server().onPassive().replies("500 unknown").start();
                Login login = Login.plain(server.address())) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpUnsupportedException.class)
                    .hasMessageContaining("PASV")
                    .hasMessageContaining("500 unknown");
            assertThat(login.command("NOOP").code()).isEqualTo(200);
        }
    }

    @Test
    void notLoggedInIsNoReasonToTryPasv() throws IOException {
        try (ScriptedServer server = server().on("EPSV", "530 log in first").start();
                Login login = Login.plain(server.address())) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpReplyException.class)
                    .hasMessageContaining("530 log in first");
            assertThat(passiveVerbs(server)).containsExactly("EPSV");
        }
    }

    @Test
    void inModeEpsvThereIsNoPasv() throws IOException {
        try (ScriptedServer server = server().on("EPSV", "500 what?").start();
                Login login = Login.to(server.address(), Login.How.PLAIN.mode(DataMode.EPSV))) {
            assertThatThrownBy(login::open).isInstanceOf(FtpUnsupportedException.class);
            assertThat(passiveVerbs(server)).containsExactly("EPSV");
        }
    }

    @Test
    void onIpv6ThereIsNoPasv() throws IOException {
        try (ScriptedServer server =
                        server().listensOn(Loopback.V6).on("EPSV", "500 what?").start();
                Login login = Login.plain(server.address())) {
            assertThatThrownBy(login::open).isInstanceOf(FtpUnsupportedException.class);
            assertThat(passiveVerbs(server)).containsExactly("EPSV");
        }
    }

    @Test
    void epsvWorksOnIpv6() throws IOException {
        try (ScriptedServer server = server().listensOn(Loopback.V6).start();
                Login login = Login.plain(server.address())) {
            assertHello(login);
        }
    }

    @Test
    void aPasvAnsweredLikeEpsvIsTaken() throws IOException {
        try (ScriptedServer server =
                        server().on("PASV", "229 Extended (|||{port}|)").start();
                Login login = Login.to(server.address(), Login.How.PLAIN.mode(DataMode.PASV))) {
            assertHello(login);
        }
    }

    @Test
    void theAddressThatPasvNamesIsNotConnectedTo() throws IOException {
        try (ScriptedServer server =
                        server().on("PASV").namesAddress("192.0.2.1").start();
                Login login = Login.to(server.address(), Login.How.PLAIN.mode(DataMode.PASV))) {
            assertHello(login);
        }
    }

    @Test
    void aPrivateAddressIsReplacedOnlyWhereTheServerIsNotPrivate() throws IOException {
        Login.How how = Login.How.PLAIN
                .mode(DataMode.PASV)
                .passive(PassiveAddress.REPLACE_PRIVATE)
                .dataLimit(Duration.ofMillis(300));
        try (ScriptedServer server =
                        server().on("PASV").namesAddress("127.0.0.2").start();
                Login login = Login.to(server.address(), how)) {
            assertThatThrownBy(login::open)
                    .as("peer and announced address are both private, so the announced one holds")
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("127.0.0.2");
        }
    }

    @Test
    void theAnnouncedAddressIsTakenWhenTheUserWantsIt() throws IOException {
        Login.How how = Login.How.PLAIN
                .mode(DataMode.PASV)
                .passive(PassiveAddress.AS_ANNOUNCED)
                .dataLimit(Duration.ofMillis(300));
        try (ScriptedServer server =
                        server().on("PASV").namesAddress("127.0.0.2").start();
                Login login = Login.to(server.address(), how)) {
            assertThatThrownBy(login::open).hasMessageContaining("127.0.0.2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"229 (|||0|)", "229 nothing", "229 (|||99999|)"})
    void aReplyWithoutAPortIsAProtocolError(String reply) throws IOException {
        try (ScriptedServer server = server().on("EPSV", reply).start();
                Login login = Login.plain(server.address())) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpProtocolException.class)
                    .hasMessageContaining(reply);
        }
    }

    @Test
    void aCompletionThatIsNoPassiveReplyIsAProtocolError() throws IOException {
        try (ScriptedServer server = server().on("EPSV", "200 fine").start();
                Login login = Login.plain(server.address())) {
            assertThatThrownBy(login::open)
                    .isInstanceOf(FtpProtocolException.class)
                    .hasMessageContaining("200 fine");
        }
    }

    @Test
    void aTransferThatIsRefusedLeavesNoConnectionOpen() throws IOException {
        try (ScriptedServer server = server().start();
                Login login = Login.plain(server.address())) {
            try (PreparedData prepared = login.open()) {
                assertThat(login.command("RETR /nosuch").code()).isEqualTo(550);
            }
            assertHello(login);
            login.close();
            server.awaitAllClosed();
        }
    }
}
