package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.script.FtpScript;
import org.junit.jupiter.api.Test;

/** REIN (RFC 959 section 4.1.1): another user on the same connection. */
class LoginAgainScriptTest extends ScriptCase {
    private static final FtpCredentials OTHER = FtpCredentials.of("other", PASSWORD);

    @Test
    void theOtherUserIsPreparedLikeTheFirst() throws Exception {
        FtpScript script = FtpScript.server().directory("/in").file("/a", "hello");
        session(script, builder -> builder.virtualHost("files.test"), (server, session) -> {
            session.changeDirectory(path("/in"));
            session.logInAgain(OTHER);

            assertThat(server.commands())
                    .containsSubsequence(
                            "CWD /in",
                            "REIN",
                            "HOST files.test",
                            "USER other",
                            "PASS " + PASSWORD,
                            "FEAT",
                            "TYPE I",
                            "OPTS UTF8 ON");
            assertThat(session.workingDirectory()).isEqualTo(RemotePath.ROOT);
            assertThat(session.downloadBytes(path("a"), 10)).isEqualTo(bytes("hello"));
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        });
    }

    @Test
    void theNextBorrowerGetsASessionOfTheFirstUser() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            try (FtpSession session = client.open()) {
                session.logInAgain(OTHER);
            }
            assertFreshSessionWorks(client);

            assertThat(server.commands(2)).contains("USER user");
        });
    }

    @Test
    void aServerWithoutReinLosesNothing() throws Exception {
        client(FtpScript.server().directory("/in").lacks("REIN"), (server, client) -> {
            try (FtpSession session = client.open()) {
                session.changeDirectory(path("/in"));
                failure(FtpUnsupportedException.class, () -> session.logInAgain(OTHER));

                assertThat(session.workingDirectory()).isEqualTo(path("/in"));
                session.ping();
            }
            assertFreshSessionWorks(client);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        });
    }

    @Test
    void aLoginThatIsRefusedEndsTheSession() throws Exception {
        session(FtpScript.server().login("user", PASSWORD), (server, session) -> {
            FtpLoginException refused = failure(FtpLoginException.class, () -> session.logInAgain(OTHER));

            assertThat(refused).hasMessageContaining("other@").hasMessageContaining("530");
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void underTlsItIsNotSent() throws Exception {
        TlsPolicy tls =
                TlsPolicy.explicit().context(CERTIFICATES.clientContext()).build();
        session(
                FtpScript.server().explicitTls(CERTIFICATES.serverContext()),
                builder -> builder.tls(tls),
                (server, session) -> {
                    assertThatThrownBy(() -> session.logInAgain(OTHER))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("TLS");
                    assertThat(server.commands()).doesNotContain("REIN");
                    session.ping();
                });
    }
}
