package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.script.FtpScript;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS is whole or nothing: no fall back to clear text, no truncation taken for an end. */
class TlsScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");

    private static FtpScript hello() {
        return FtpScript.server().file("/a", "hello").explicitTls(CERTIFICATES.serverContext());
    }

    private static TlsPolicy.Builder explicit() {
        return TlsPolicy.explicit().context(CERTIFICATES.clientContext());
    }

    private static UnaryOperator<FtpClient.Builder> with(TlsPolicy.Builder policy) {
        return builder -> builder.tls(policy.build());
    }

    private static void fetch(FtpSession session) throws Exception {
        assertThat(session.downloadBytes(A, 10)).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everythingIsProtected(String protocol) throws Exception {
        session(hello(), with(explicit().protocols(protocol)), (server, session) -> {
            fetch(session);
            session.uploadBytes(path("/b"), new byte[300_000]);
            assertThat(session.list(path("/"))).hasSize(2);

            assertThat(server.file("/b").orElseThrow()).hasSize(300_000);
            assertThat(server.commands()).startsWith("AUTH TLS", "USER user").contains("PBSZ 0", "PROT P");
            assertThat(events.of(FtpEvent.TlsEstablished.class))
                    .hasSizeGreaterThan(3)
                    .allMatch(e -> e.protocol().equals(protocol));
        });
    }

    @Test
    void implicitTlsBeginsBeforeTheGreeting() throws Exception {
        session(
                FtpScript.server().file("/a", "hello").implicitTls(CERTIFICATES.serverContext()),
                with(TlsPolicy.implicit().context(CERTIFICATES.clientContext())),
                (server, session) -> {
                    fetch(session);
                    assertThat(server.commands()).startsWith("USER user").contains("PBSZ 0", "PROT P");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 what", "502 no", "504 no", "530 no", "534 no", "431 later", "200 sure", "334 go on"})
    void aServerWithoutTlsGetsNoUserAndNoPassword(String refusal) throws Exception {
        client(hello().on("AUTH", refusal), with(explicit()), (server, client) -> {
            FtpTlsException failure = failure(FtpTlsException.class, client::open);

            assertThat(failure).hasMessageContaining(refusal);
            assertThat(server.commands()).allMatch(line -> line.startsWith("AUTH"));
        });
    }

    @Test
    void theOlderNameOfTlsIsTriedToo() throws Exception {
        session(hello().on("AUTH TLS", "504 not that"), with(explicit()), (server, session) -> {
            fetch(session);
            assertThat(server.commands()).startsWith("AUTH TLS", "AUTH SSL", "USER user");
        });
    }

    @Test
    void featuresToldInClearTextAreForgottenOnceTlsStands() throws Exception {
        FtpScript script = hello().once("FEAT", "211-In clear", " UTF8", "211 End")
                .once("FEAT", "211-Behind TLS", " PROT", "211 End")
                .once("FEAT", "211-To the user", " MFMT", "211 End");
        session(script, with(explicit()).andThen(b -> b.featuresBeforeLogin(true))::apply, (server, session) -> {
            assertThat(server.commands())
                    .startsWith("FEAT", "AUTH TLS", "FEAT", "USER user")
                    .containsSubsequence("PROT P", "FEAT");
            assertThat(session.features().all()).containsOnlyKeys("MFMT");
        });
    }

    @Test
    void theVirtualHostIsAskedForBeforeTlsBegins() throws Exception {
        client(hello(), with(explicit()).andThen(b -> b.virtualHost("files.example.org"))::apply, (server, client) -> {
            assertFreshSessionWorks(client);
            assertThat(server.commands()).startsWith("HOST files.example.org", "AUTH TLS", "USER user");
        });
    }

    @Test
    void dataAreProtectedOnlyAfterTheServerHasAgreedToSendThem() throws Exception {
        session(hello().once("RETR", "550 no"), with(explicit()), (server, session) -> {
            failure(FtpReplyException.class, () -> session.downloadBytes(A, 10));
            assertThat(events.of(FtpEvent.TlsEstablished.class)).noneMatch(FtpEvent.TlsEstablished::data);

            fetch(session);
            List<FtpEvent> all = events.all();
            int agreed = lastIndex(
                    all, e -> e instanceof FtpEvent.ReplyReceived r && r.reply().isPreliminary());
            int secured = lastIndex(all, e -> e instanceof FtpEvent.TlsEstablished tls && tls.data());
            assertThat(secured).isGreaterThan(agreed).isPositive();
        });
    }

    private static int lastIndex(List<FtpEvent> all, Predicate<FtpEvent> wanted) {
        return IntStream.range(0, all.size())
                .filter(i -> wanted.test(all.get(i)))
                .max()
                .orElse(-1);
    }

    @Test
    void clearTextBehindTheReplyToAuthIsAnInjection() throws Exception {
        client(hello().injectsAfterAuth("230 You are in\r\n"), with(explicit()), (server, client) -> {
            failure(FtpException.class, client::open);

            assertThat(server.commands()).noneMatch(line -> line.startsWith("USER"));
        });
    }

    @Test
    void aCertificateThatIsNotTrustedGetsNoPassword() throws Exception {
        client(
                FtpScript.server().explicitTls(CERTIFICATES.serverContext(CERTIFICATES.selfSigned())),
                with(explicit()),
                (server, client) -> {
                    failure(FtpTlsException.class, client::open);
                    assertThat(server.commands()).noneMatch(line -> line.startsWith("USER"));
                });
    }

    @Test
    void aCertificateForAnotherHostGetsNoPassword() throws Exception {
        client(
                FtpScript.server().explicitTls(CERTIFICATES.serverContext(CERTIFICATES.wrongHost())),
                with(explicit()),
                (server, client) -> {
                    failure(FtpTlsException.class, client::open);
                    assertThat(server.commands()).noneMatch(line -> line.startsWith("USER"));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PBSZ", "PROT"})
    void dataThatCannotBeProtectedAreNotMoved(String verb) throws Exception {
        client(hello().on(verb, "534 no"), with(explicit()), (server, client) -> {
            failure(FtpReplyException.class, client::open);
            assertThat(server.dataConnectionsAccepted()).isZero();
        });
    }

    @Test
    void dataInClearTextAfterAllAreNotRead() throws Exception {
        session(
                hello().on("RETR").sendsDataInClear(),
                with(explicit()).andThen(waiting(t -> t.withDataConnect(Duration.ofSeconds(1))))::apply,
                (server, session) -> failure(FtpException.class, () -> session.downloadBytes(A, 10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void dataWithoutCloseNotifyAreTruncated(String protocol) throws Exception {
        session(hello().on("RETR").omitsCloseNotify(), with(explicit().protocols(protocol)), (server, session) -> {
            failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));
            assertThat(session.size(A)).hasValue(5);
        });
        assertThat(events.of(FtpEvent.TransferEnded.class).get(0).failure()).isPresent();
    }

    @Test
    void aBrokenServerMayBeBelievedWhenTheSizeIsRight() throws Exception {
        UnaryOperator<FtpClient.Builder> lenient = with(explicit().acceptTruncation());
        TransferOptions five = TransferOptions.BINARY.withExpectedSize(5);
        session(hello().on("RETR").omitsCloseNotify(), lenient, (server, session) -> {
            try (Download download = session.openDownload(A, five)) {
                assertThat(download.stream().readAllBytes()).hasSize(5);
                download.finish();
            }
            failure(FtpTransferException.class, () -> session.downloadBytes(A, 10));
        });
        session(hello().on("RETR").truncatesData(3), lenient, (server, session) -> {
            try (Download download = session.openDownload(A, five)) {
                assertThat(download.stream().readAllBytes()).hasSize(3);
                failure(FtpTransferException.class, download::finish);
            }
        });
    }

    @Test
    void aControlConnectionThatIsCutIsNoAnswer() throws Exception {
        session(hello().on("SIZE").truncatesControl(), with(explicit()), (server, session) -> {
            failure(FtpException.class, () -> session.size(A));
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void emptyFilesAndListingsAreProtectedToo() throws Exception {
        session(hello().directory("/empty"), with(explicit()), (server, session) -> {
            session.uploadBytes(path("/none"), new byte[0]);
            assertThat(session.downloadBytes(path("/none"), 1)).isEmpty();
            assertThat(session.list(path("/empty"))).isEmpty();
        });
    }

    @Test
    void afterTheLoginTheControlConnectionMayBeClear() throws Exception {
        session(hello(), with(explicit().clearControlAfterLogin()), (server, session) -> {
            fetch(session);
            session.ping();
            assertThat(server.commands()).containsSubsequence("PASS " + PASSWORD, "CCC", "RETR /a");
        });
    }

    @Test
    void aServerThatRefusesToClearItIsNoSession() throws Exception {
        client(
                hello().on("CCC", "534 no"),
                with(explicit().clearControlAfterLogin()),
                (server, client) -> failure(FtpReplyException.class, client::open));
    }

    @Test
    void dataMayBeClearWhenToldSo() throws Exception {
        session(hello(), with(explicit().clearData()), (server, session) -> {
            fetch(session);
            assertThat(server.commands()).contains("PROT C");
        });
    }
}
