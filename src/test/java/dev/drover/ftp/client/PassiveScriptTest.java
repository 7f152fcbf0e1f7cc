package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session comes to its data connections, and what it makes of those that do not come. */
class PassiveScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");

    private static FtpScript hello() {
        return FtpScript.server().file("/a", "hello");
    }

    private static void fetch(FtpSession session) throws Exception {
        assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what", "501 no", "502 no", "522 not here", "425 no"})
    void aServerWithoutEpsvIsAskedByPasvFromThenOn(String refusal) throws Exception {
        session(hello().on("EPSV", refusal), (server, session) -> {
            fetch(session);
            fetch(session);
            fetch(session);

            assertThat(server.commands()).filteredOn("EPSV"::equals).hasSize(1);
            assertThat(server.commands()).filteredOn("PASV"::equals).hasSize(3);
        });
    }

    @Test
    void anEpsvPortThatIsDeadIsNotTheEnd() throws Exception {
        session(hello().on("EPSV").refusesData(), (server, session) -> {
            fetch(session);
            fetch(session);

            assertThat(server.commands()).filteredOn("EPSV"::equals).hasSize(1);
        });
    }

    @Test
    void aPortThatIsDeadIsAFailureOfTheDataAndTheSessionGoesOn() throws Exception {
        session(hello().onPassive().refusesData(), (server, session) -> {
            FtpTransferException failure = failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));

            assertThat(failure).hasMessageContaining("No data connection for RETR /a");
            assertThat(failure.sessionUsable()).isTrue();
            assertThat(failure.retryable()).isTrue();
            assertThat(session.size(A)).hasValue(5);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
        });
    }

    @Test
    void aPortThatSwallowsConnectsIsLeftAtTheDeadline() throws Exception {
        session(hello().onPassive().neverAcceptsData(), waiting(t -> t.withDataConnect(SHORT)), (server, session) -> {
            failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));
            assertThat(session.size(A)).hasValue(5);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 Entering Passive Mode (127,0,0,1,{p1},{p2}).",
                "227 =127,0,0,1,{p1},{p2}",
                "227 Entering passive mode. 127,0,0,1,{p1},{p2}",
                "227 Entering Passive Mode (10,99,99,99,{p1},{p2})",
                "229 Entering Extended Passive Mode (|||{port}|)"
            })
    void theAnswerToPasvComesInManyShapes(String reply) throws Exception {
        session(hello().on("PASV", reply), b -> b.dataMode(DataMode.PASV), (server, session) -> {
            fetch(session);
            fetch(session);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "229 Entering Extended Passive Mode (|||{port}|)",
                "229 Ok (!!!{port}!)",
                "229 Ok (|1|10.99.99.99|{port}|)",
                "229 |||{port}|"
            })
    void theAnswerToEpsvComesInManyShapes(String reply) throws Exception {
        session(hello().on("EPSV", reply), (server, session) -> {
            fetch(session);
            assertThat(server.commands()).doesNotContain("PASV");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"227 (1,2,3,4,5)", "227 (300,0,0,1,4,5)", "227 (127,0,0,1,0,0)", "227 Ok"})
    void anAnswerWithoutAPortEndsTheSession(String reply) throws Exception {
        client(hello().on("PASV", reply), b -> b.dataMode(DataMode.PASV), (server, client) -> {
            try (FtpSession session = client.open()) {
                FtpException failure = failure(FtpException.class, () -> session.downloadBytes(A, 10));
                assertThat(failure.sessionUsable()).isEqualTo(session.isUsable());
                assertThat(server.commands()).noneMatch(line -> line.startsWith("RETR"));
            }
        });
    }

    @Test
    void theAddressInAPassiveReplyIsNotTrusted() throws Exception {
        session(
                hello().on("PASV").namesAddress("203.0.113.9"),
                builder -> builder.dataMode(DataMode.PASV),
                (server, session) -> fetch(session));
    }

    @Test
    void theAddressInAPassiveReplyIsFollowedOnlyWhenToldTo() throws Exception {
        session(
                hello().on("PASV").namesAddress("127.0.0.1"),
                builder -> builder.dataMode(DataMode.PASV).passiveAddress(PassiveAddress.AS_ANNOUNCED),
                (server, session) -> fetch(session));
    }

    @Test
    void aServerThatNeverOpensItsDataConnectionIsLeft() throws Exception {
        client(
                hello().on("RETR").neverOpensData(),
                waiting(t -> t.withDataConnect(SHORT).withDataIdle(SHORT).withReply(Duration.ofSeconds(1))),
                (server, client) -> {
                    try (FtpSession session = client.open()) {
                        failure(FtpException.class, () -> session.downloadBytes(A, 10));
                        assertThat(session.isUsable()).isFalse();
                    }
                    assertThat(client.pool().idle()).isZero();
                });
    }

    @Test
    void activeModeWaitsForTheServerAndForNobodyElse() throws Exception {
        session(hello(), builder -> builder.dataMode(DataMode.ACTIVE), (server, session) -> {
            fetch(session);
            session.uploadBytes(path("/b"), bytes("other"));
            assertThat(server.file("/b")).hasValue(bytes("other"));
        });
        InetAddress stranger = InetAddress.getByName("127.0.0.9");
        session(
                hello().connectsFrom(stranger),
                waiting(t -> t.withDataConnect(SHORT).withReply(Duration.ofSeconds(1)))
                        .andThen(builder -> builder.dataMode(DataMode.ACTIVE))::apply,
                (server, session) -> failure(FtpException.class, () -> session.downloadBytes(A, 10)));
    }

    @Test
    void aServerThatNeverConnectsBackIsLeftAtTheDeadline() throws Exception {
        session(
                hello().on("RETR").neverOpensData(),
                waiting(t -> t.withDataConnect(SHORT).withReply(Duration.ofSeconds(1)))
                                .andThen(builder ->
                                        builder.dataMode(DataMode.ACTIVE).activeSettings(ActiveSettings.ANY))::apply,
                (server, session) -> {
                    failure(FtpException.class, () -> session.downloadBytes(A, 10));
                    assertThat(session.isUsable()).isFalse();
                });
    }

    @Test
    void aRefusedPortIsARefusalAndNothingListensOn() throws Exception {
        session(hello().on("PORT", "500 no"), builder -> builder.dataMode(DataMode.ACTIVE), (server, session) -> {
            failure(FtpReplyException.class, () -> session.downloadBytes(A, 10));

            assertThat(session.size(A)).hasValue(5);
        });
    }
}
