package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that want data connections to resume the TLS session of the control connection, and did not let one: they are
 * met once more with TLS 1.2, whose sessions can be resumed for ever.
 */
class ResumptionWantedScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");

    /** The first data connection cannot resume, since its server does not speak the version of the session. */
    private static FtpScript forgetful() {
        AtomicInteger handshakes = new AtomicInteger();
        return FtpScript.server()
                .file("/a", "hello")
                .explicitTls(CERTIFICATES.serverContext())
                .tlsSettings(socket -> {
                    if (handshakes.incrementAndGet() == 2) {
                        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                    }
                });
    }

    private static FtpClient.Builder tls(FtpClient.Builder builder) {
        return builder.tls(TlsPolicy.explicit()
                .context(CERTIFICATES.clientContext())
                .protocols("TLSv1.3", "TLSv1.2")
                .build());
    }

    private List<String> controlProtocols() {
        return events.of(FtpEvent.TlsEstablished.class).stream()
                .filter(e -> !e.data())
                .map(FtpEvent.TlsEstablished::protocol)
                .toList();
    }

    private static long logins(ScriptedServer server) {
        return server.commands().stream()
                .filter(line -> line.startsWith("USER"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "522 SSL connection failed: session reuse required",
                "425 Unable to build data connection: Operation not permitted",
                "450 TLS session of data connection not resumed.",
                "421 TLS session of data connection has not resumed.",
                "550 session reuse is required here"
            })
    void aDownloadThatIsRefusedIsTriedAgainWithTls12(String refusal) throws Exception {
        FtpScript script = forgetful().once("RETR").sendsData("").thenReplies(refusal);
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
                assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            }
            assertThat(logins(server)).isEqualTo(2);
            assertThat(controlProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        });
    }

    @Test
    void aServerThatClosesTheSessionWithItsRefusalIsMetAgainToo() throws Exception {
        FtpScript script = forgetful()
                .once("RETR")
                .sendsData("")
                .thenReplies("522 session reuse required")
                .closesControl();
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            }
            assertThat(controlProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        });
    }

    @Test
    void anUploadThatIsRefusedHasTakenNothingFromItsSource() throws Exception {
        FtpScript script = forgetful()
                .once("STOR")
                .closesDataEarly(0)
                .thenReplies("425 Unable to build data connection: Operation not permitted");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.upload(new ByteArrayInputStream(bytes("once only")), path("/b"));
            }
            assertThat(server.file("/b")).hasValue(bytes("once only"));
        });
    }

    @Test
    void aListingIsTriedAgainToo() throws Exception {
        FtpScript script = forgetful().once("MLSD").sendsData("").thenReplies("522 session reuse required");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                assertThat(session.list(path("/"))).hasSize(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/in/sub", "sub", "../in/sub", "."})
    void theSecondLoginStandsWhereTheFirstOneStood(String step) throws Exception {
        FtpScript script = forgetful()
                .directory("/in/sub")
                .once("STOR")
                .closesDataEarly(0)
                .thenReplies("522 session reuse required")
                .closesControl();
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.changeDirectory(path("/in"));
                session.changeDirectory(path(step));
                session.uploadBytes(path("b"), bytes("here"));

                String directory = step.equals(".") ? "/in" : "/in/sub";
                assertThat(server.file(directory + "/b")).hasValue(bytes("here"));
                assertThat(session.workingDirectory()).isEqualTo(path(directory));
            }
        });
    }

    @Test
    void theSecondLoginStandsWhereACommandByHandHasLed() throws Exception {
        FtpScript script = forgetful()
                .directory("/in/sub")
                .once("STOR")
                .closesDataEarly(0)
                .thenReplies("522 session reuse required");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.require(FtpCommand.parse("CWD /in/sub"));
                session.uploadBytes(path("b"), bytes("here"));

                assertThat(server.file("/in/sub/b")).hasValue(bytes("here"));
            }
        });
    }

    @Test
    void whereItStoodIsNotGuessed() throws Exception {
        FtpScript script = forgetful()
                .directory("/in/sub")
                .once("STOR")
                .closesDataEarly(0)
                .thenReplies("522 session reuse required")
                .closesControl();
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.require(FtpCommand.parse("CWD /in/sub"));
                failure(FtpException.class, () -> session.uploadBytes(path("b"), bytes("here")));

                assertThat(server.file("/b")).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"NLST, a b", "NLST, /in/a b", "LIST, a b", "LIST, /in/a b"})
    void aDirectoryListedFromInsideIsTheOneListedAgain(String verb, String asked) throws Exception {
        FtpScript script = forgetful()
                .lacks("MLST", "MLSD")
                .file("/in/a b/inner", "x")
                .once(verb)
                .sendsData("")
                .thenReplies("522 session reuse required");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.changeDirectory(path("/in"));
                List<RemotePath> listed = verb.equals("NLST")
                        ? session.names(path(asked))
                        : session.list(path(asked)).stream()
                                .map(RemoteEntry::path)
                                .toList();

                assertThat(listed).containsExactly(path(asked + "/inner"));
                assertThat(session.workingDirectory()).isEqualTo(path("/in"));
                assertThat(logins(server)).isEqualTo(2);
            }
        });
    }

    @Test
    void whatWasLearntHoldsForLaterSessions() throws Exception {
        FtpScript script = forgetful().once("RETR").sendsData("").thenReplies("522 session reuse required");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            client.call(session -> session.downloadBytes(A, 10));
            try (FtpSession one = client.open();
                    FtpSession another = client.open()) {
                assertThat(one.downloadBytes(A, 10)).asString().isEqualTo("hello");
                assertThat(another.downloadBytes(A, 10)).asString().isEqualTo("hello");
            }
            assertThat(controlProtocols()).containsExactly("TLSv1.3", "TLSv1.2", "TLSv1.2");
        });
    }

    @Test
    void aRefusalThatIsAboutTheFileIsNoReasonToGiveUpTls13() throws Exception {
        FtpScript script = forgetful().once("STOR").closesDataEarly(0).thenReplies("552 Quota exceeded.");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                FtpReplyException failure =
                        failure(FtpReplyException.class, () -> session.uploadBytes(path("/b"), bytes("x")));
                assertThat(failure.reply().code()).isEqualTo(552);
                assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
            }
            assertThat(logins(server)).isOne();
            assertThat(controlProtocols()).containsExactly("TLSv1.3");
        });
    }

    @Test
    void aServerThatIsNeverContentIsTriedTwiceOnly() throws Exception {
        FtpScript script = forgetful().on("RETR").sendsData("").thenReplies("522 session reuse required");
        client(script, ResumptionWantedScriptTest::tls, (server, client) -> {
            try (FtpSession session = client.open()) {
                failure(FtpException.class, () -> session.downloadBytes(A, 10));
            }
            assertThat(logins(server)).isEqualTo(2);
        });
    }

    @Test
    void nonsenseInPlaceOfARefusalLeavesNoDataConnectionOpen() throws Exception {
        for (DataMode mode : List.of(DataMode.PASSIVE, DataMode.ACTIVE)) {
            FtpScript script = forgetful().once("RETR").sendsData("").stuckWithReply(0, "nonsense");
            client(script, builder -> tls(builder).dataMode(mode), (server, client) -> {
                try (FtpSession session = client.open()) {
                    assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
                }
                assertThat(logins(server)).isEqualTo(2);
            });
        }
    }
}
