package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A copy between servers whose data are protected: one of the two has to play the client of TLS. */
class ProtectedCopyScriptTest extends ScriptCase {
    private static final RemotePath A = RemotePath.of("/a");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static FtpScript source(String... features) {
        return FtpScript.server()
                .features(features)
                .file("/a", "hello")
                .explicitTls(CERTIFICATES.serverContext())
                .on("CPSV", "227 Entering passive mode (127,0,0,1,4,1)")
                .on("SSCN", "200 SSCN:CLIENT METHOD")
                .on("RETR")
                .replies("150 go")
                .replies("226 done");
    }

    private static FtpScript target() {
        return FtpScript.server()
                .file("/copy", "hello")
                .explicitTls(CERTIFICATES.serverContext())
                .on("STOR")
                .replies("150 go")
                .replies("226 done");
    }

    private static TlsPolicy tls() {
        return TlsPolicy.explicit().context(CERTIFICATES.clientContext()).build();
    }

    private interface Between {
        void with(ScriptedServer one, FtpClient client, ScriptedServer two, FtpSession sink) throws Exception;
    }

    private void between(FtpScript from, FtpScript to, TlsPolicy policy, Between play) throws Exception {
        try (ScriptedServer two = to.start();
                FtpClient target =
                        FtpClient.builder(two.namedAddress()).tls(policy).build()) {
            client(from, builder -> builder.tls(tls()), (one, client) -> {
                try (FtpSession sink = target.open()) {
                    play.with(one, client, two, sink);
                }
            });
            target.close();
            two.awaitAllClosed();
        }
    }

    @Test
    void aSourceThatKnowsCpsvPlaysTheClientOfTls() throws Exception {
        between(source("CPSV", "SSCN"), target(), tls(), (one, client, two, sink) -> {
            try (FtpSession session = client.open()) {
                FxpTransfer.copy(session, A, sink, path("/copy"), LIMIT);
                session.ping();
            }
            assertThat(one.commands()).contains("CPSV").doesNotContain("PASV", "SSCN ON");
            assertThat(two.commands()).contains("PORT 127,0,0,1,4,1", "STOR /copy");
        });
    }

    @Test
    void aSessionThatWasMadeTheClientOfTlsIsNotLentAgain() throws Exception {
        between(source("SSCN"), target(), tls(), (one, client, two, sink) -> {
            try (FtpSession session = client.open()) {
                FxpTransfer.copy(session, A, sink, path("/copy"), LIMIT);
            }
            assertThat(one.commands()).containsSubsequence("SSCN ON", "PASV", "RETR /a");
            assertThat(client.pool().idle()).isZero();
        });
    }

    @Test
    void whereNeitherServerCanNothingIsStored() throws Exception {
        between(source("SIZE"), target().on("SSCN", "500 what"), tls(), (one, client, two, sink) -> {
            try (FtpSession session = client.open()) {
                failure(FtpUnsupportedException.class, () -> FxpTransfer.copy(session, A, sink, path("/copy"), LIMIT));
            }
            assertThat(two.commands()).contains("SSCN ON").noneMatch(line -> line.startsWith("STOR"));
        });
    }

    @Test
    void protectedAndClearDataDoNotMeet() throws Exception {
        between(source("CPSV"), target(), TlsPolicy.none(), (one, client, two, sink) -> {
            try (FtpSession session = client.open()) {
                failure(FtpProtocolException.class, () -> FxpTransfer.copy(session, A, sink, path("/copy"), LIMIT));
            }
            assertThat(one.commands()).doesNotContain("CPSV", "PASV");
            assertThat(two.commands()).noneMatch(line -> line.startsWith("STOR") || line.startsWith("PORT"));
        });
    }
}
