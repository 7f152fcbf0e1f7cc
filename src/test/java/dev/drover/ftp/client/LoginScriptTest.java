package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpNameException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.testing.script.FtpScript;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the connection to a session that is ready, or to a clear refusal that leaves nothing open. */
class LoginScriptTest extends ScriptCase {
    @Test
    void theGreetingIsKept() throws Exception {
        session(FtpScript.server().greets("220-Welcome", "220 to this server"), (server, session) -> assertThat(
                        session.greeting().lines())
                .containsExactly("Welcome", "to this server"));
    }

    @Test
    void aServerThatWillBeReadySoonIsWaitedFor() throws Exception {
        session(FtpScript.server().greets("120 Ready in a moment", "220 Ready"), (server, session) -> session.ping());
    }

    @Test
    void aSecondGreetingIsNotTakenForTheReplyToUser() throws Exception {
        client(FtpScript.server().greets("220 One", "220 Two"), (server, client) -> assertFreshSessionWorks(client));
    }

    @Test
    void aServerThatSaysNothingIsLeftAtTheDeadline() throws Exception {
        client(FtpScript.server().greets().stallsControl(), waiting(t -> t.withConnect(SHORT)), (server, client) -> {
            FtpConnectionLostException failure = failure(FtpConnectionLostException.class, client::open);

            assertThat(failure.timedOut()).isTrue();
            assertThat(failure).hasMessageContaining("greeting");
        });
    }

    @Test
    void aGreetingThatTricklesIsLeftAtTheDeadlineToo() throws Exception {
        FtpScript script = FtpScript.server()
                .greets()
                .tricklesReply(Duration.ofMillis(50), "220 This goes on and on and on and on");
        client(script, waiting(t -> t.withConnect(SHORT)), (server, client) -> assertThat(
                        failure(FtpConnectionLostException.class, client::open).timedOut())
                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 Too many connections", "500 Go away", "554 No SMTP service here"})
    void aRefusalAsGreetingIsNoSession(String greeting) throws Exception {
        client(FtpScript.server().greets(greeting), (server, client) -> {
            FtpReplyException failure = failure(FtpReplyException.class, client::open);

            assertThat(failure).hasMessageContaining(greeting);
            assertThat(failure.retryable()).isEqualTo(greeting.startsWith("4"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6", "HTTP/1.1 400 Bad Request", "* OK IMAP4rev1"})
    void anotherProtocolIsNamedAsSuch(String greeting) throws Exception {
        client(FtpScript.server().greets(greeting), (server, client) -> assertThat(
                        failure(FtpProtocolException.class, client::open))
                .hasMessageContaining(greeting));
    }

    @Test
    void aWrongPasswordIsALoginFailureThatDoesNotTellIt() throws Exception {
        client(FtpScript.server().login("user", "another"), (server, client) -> {
            FtpLoginException failure = failure(FtpLoginException.class, client::open);

            assertThat(failure.reply().code()).isEqualTo(530);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.command()).hasToString("PASS ****");
            assertThat(client.pool().opened()).isZero();
        });
    }

    @Test
    void aServerThatWantsTlsIsNotTakenForAWrongPassword() throws Exception {
        FtpScript script = FtpScript.server().once("USER", "530 Non-anonymous sessions must use encryption.");
        client(script, (server, client) -> assertThat(failure(FtpLoginException.class, client::open))
                .hasMessageContaining("must use encryption")
                .hasMessageEndingWith("connect by ftps."));
    }

    @Test
    void aServerThatRepeatsThePasswordDoesNotBringItIntoTheLog() throws Exception {
        FtpScript script = FtpScript.server()
                .once("PASS", "530 The password " + PASSWORD + " is wrong")
                .once("PASS", PASSWORD + " is no reply at all");
        client(script, (server, client) -> {
            assertThat(failure(FtpLoginException.class, client::open)).hasMessageContaining("****");
            failure(FtpProtocolException.class, client::open);
        });
    }

    @Test
    void aServerThatRepeatsThePasswordLaterDoesNotBringItIntoTheLogEither() throws Exception {
        String told = " " + PASSWORD + " and " + ACCOUNT;
        FtpScript script = FtpScript.server()
                .login("user", PASSWORD)
                .account(ACCOUNT)
                .file("/a", "hello")
                .on("SYST", "215 UNIX" + told)
                .on("NOOP", "200 fine" + told)
                .on("DELE", "550 no" + told)
                .on("RNFR", "200 odd" + told)
                .on("MKD", "257 \"/" + PASSWORD + "\" made" + told)
                .on("PWD", "257 \"/" + PASSWORD + "\" is it" + told)
                .on("SITE", "200-first" + told, "more" + told, "200 last" + told)
                .once("EPSV", "229 nothing here" + told)
                .once("RETR")
                .replies("150 go" + told)
                .sendsData("hello")
                .thenReplies("451 no" + told)
                .once("RETR")
                .replies("150 go" + told)
                .sendsData("hello")
                .thenReplies("350 odd" + told)
                .on("QUIT", "221 bye" + told);
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.send(FtpCommand.parse("SYST"));
                session.send(FtpCommand.parse("SITE X"));
                session.ping();
                assertThat(session.makeDirectory(path("x"))).isEqualTo(path("/" + PASSWORD));
                assertThat(session.workingDirectory()).isEqualTo(path("/" + PASSWORD));
                FtpReplyException refused = failure(FtpReplyException.class, () -> session.delete(path("/a")));
                assertThat(refused.reply().text()).doesNotContain(PASSWORD, ACCOUNT);
                failure(FtpReplyException.class, () -> session.rename(path("/a"), path("/b")));
                failure(FtpProtocolException.class, () -> session.downloadBytes(path("/a"), 9));
            }
            for (int i = 0; i < 2; i++) {
                try (FtpSession session = client.open()) {
                    failure(FtpTransferException.class, () -> session.downloadBytes(path("/a"), 9));
                }
            }
        });
    }

    @Test
    void anAccountIsGivenWhenAskedFor() throws Exception {
        client(FtpScript.server().login("user", PASSWORD).account(ACCOUNT), (server, client) -> {
            assertFreshSessionWorks(client);
            assertThat(server.commands()).contains("ACCT " + ACCOUNT);
        });
    }

    @Test
    void anAccountThatIsMissingIsSaidSo() throws Exception {
        client(
                FtpScript.server().login("user", PASSWORD).account(ACCOUNT),
                builder -> builder.credentials(FtpCredentials.of("user", PASSWORD)),
                (server, client) -> assertThat(failure(FtpLoginException.class, client::open))
                        .hasMessageContaining("account"));
    }

    @Test
    void aUserWithoutPasswordIsNotAskedForOne() throws Exception {
        client(FtpScript.server().on("USER", "230 Come in"), (server, client) -> {
            assertFreshSessionWorks(client);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("PASS"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "PASS", "FEAT", "TYPE"})
    void aConnectionThatEndsDuringLoginIsNoSession(String verb) throws Exception {
        client(FtpScript.server().once(verb).closesControl(), (server, client) -> {
            failure(FtpConnectionLostException.class, client::open);
            assertFreshSessionWorks(client);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "PASS", "FEAT", "OPTS", "TYPE"})
    void fourTwentyOneDuringLoginIsNoSession(String verb) throws Exception {
        client(FtpScript.server().once(verb).unsolicited421(), (server, client) -> {
            FtpReplyException failure = failure(FtpReplyException.class, client::open);
            assertThat(failure.reply().code()).isEqualTo(421);
            assertThat(failure.sessionUsable()).isFalse();
            assertFreshSessionWorks(client);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"us\r\ner", "us\ner"})
    void aLineEndInTheUserIsNeverSent(String user) throws Exception {
        client(
                FtpScript.server(),
                builder -> builder.credentials(FtpCredentials.of(user, PASSWORD)),
                (server, client) -> {
                    failure(FtpNameException.class, client::open);
                    assertThat(server.commands()).isEmpty();
                });
    }

    @Test
    void aLineEndInThePasswordIsNeverSentAndNotShown() throws Exception {
        client(
                FtpScript.server(),
                builder -> builder.credentials(FtpCredentials.of("user", PASSWORD + "\r\nDELE x")),
                (server, client) -> {
                    failure(FtpNameException.class, client::open);
                    assertThat(server.commands()).containsExactly("USER user");
                });
    }

    @Test
    void aLineEndInAccountHostOrConfiguredCommandIsNeverSent() throws Exception {
        client(
                FtpScript.server().login("user", PASSWORD).account(ACCOUNT),
                builder ->
                        builder.credentials(FtpCredentials.of("user", PASSWORD).withAccount(ACCOUNT + "\r\nDELE x")),
                (server, client) -> {
                    failure(FtpNameException.class, client::open);
                    assertThat(server.commands()).endsWith("PASS " + PASSWORD);
                });
        client(FtpScript.server(), builder -> builder.virtualHost("a\nUSER b"), (server, client) -> {
            failure(FtpNameException.class, client::open);
            assertThat(server.commands()).isEmpty();
        });
        client(FtpScript.server(), builder -> builder.siteCommands(List.of("SITE A\rB")), (server, client) -> {
            failure(FtpNameException.class, client::open);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("SITE"));
        });
    }

    @Test
    void aPortWithoutServerIsAConnectFailure() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            server.close();
            FtpConnectException failure = failure(FtpConnectException.class, client::open);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageContaining("localhost:" + server.port());
        });
    }

    @Test
    void aServerWithoutFeatIsPlain() throws Exception {
        session(FtpScript.server().lacks("FEAT").file("/a", "x"), (server, session) -> {
            assertThat(session.features().all()).isEmpty();
            assertThat(session.list(path("/"))).hasSize(1);
            assertThat(session.size(path("/a"))).hasValue(1);
        });
    }

    @Test
    void featuresAreReadInAnyShape() throws Exception {
        FtpScript script = FtpScript.server()
                .on("FEAT", "211-Features", " mlst Type*;Size*;", "REST STREAM", "211-UTF8", "", " SIZE ", "211 END");
        session(script, (server, session) -> {
            assertThat(session.features().all()).containsOnlyKeys("MLST", "REST", "UTF8", "SIZE");
            assertThat(session.features().has("REST", "STREAM")).isTrue();
            assertThat(session.features().has("mlst")).isTrue();
        });
    }

    @Test
    void featuresAreAskedAfterTheLoginAndNotBefore() throws Exception {
        session(FtpScript.server(), (server, session) -> assertThat(server.commands())
                .startsWith("USER user", "PASS " + PASSWORD, "FEAT", "TYPE I"));
    }

    @Test
    void featuresAreAskedBeforeTheLoginTooWhenToldSoAndTheLastAnswerCounts() throws Exception {
        FtpScript script = FtpScript.server()
                .once("FEAT", "211-For strangers", " UTF8", " AUTH TLS", "211 End")
                .once("FEAT", "211-For users", " SIZE", "211 End");
        session(script, builder -> builder.featuresBeforeLogin(true), (server, session) -> {
            assertThat(server.commands()).startsWith("FEAT", "OPTS UTF8 ON", "USER user", "PASS " + PASSWORD, "FEAT");
            assertThat(session.features().all()).containsOnlyKeys("SIZE");
        });
    }

    @Test
    void featuresAskedForByHandReplaceThoseOfTheLogin() throws Exception {
        FtpScript script = FtpScript.server().once("FEAT").asUsual().once("FEAT", "211-Now", " XNEW", "211 End");
        session(script, (server, session) -> {
            assertThat(session.features().has("XNEW")).isFalse();
            session.send(FtpCommand.parse("FEAT"));
            assertThat(session.features().all()).containsOnlyKeys("XNEW");
        });
    }

    @Test
    void aServerThatTellsStrangersNothingIsAskedAfterTheLoginAllTheSame() throws Exception {
        FtpScript script = FtpScript.server().once("FEAT", "530 Log in first");
        session(script, builder -> builder.featuresBeforeLogin(true), (server, session) -> {
            assertThat(server.commands()).startsWith("FEAT", "USER user");
            assertThat(session.features().has("UTF8")).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"504 Not for me", "501 No", "451 No"})
    void aServerThatDoesNotLikeToBeToldOfUtf8UsesItAllTheSame(String refusal) throws Exception {
        session(FtpScript.server().on("OPTS", refusal), (server, session) -> {
            session.uploadBytes(path("/größe"), bytes("x"));
            assertThat(server.file("/größe")).isPresent();
        });
    }

    @Test
    void aServerWithoutUtf8GetsTheConfiguredCharset() throws Exception {
        FtpScript script = FtpScript.server()
                .lacks("UTF8")
                .charset(StandardCharsets.ISO_8859_1)
                .file("/größe", "x");
        session(script, builder -> builder.charset(StandardCharsets.ISO_8859_1), (server, session) -> {
            assertThat(session.list(path("/"))).extracting(e -> e.name()).containsExactly("größe");
            assertThat(session.size(path("/größe"))).hasValue(1);
            assertThat(server.commands()).noneMatch(line -> line.startsWith("OPTS"));
        });
    }

    @Test
    void theVirtualHostIsAskedForBeforeTheUser() throws Exception {
        client(FtpScript.server(), builder -> builder.virtualHost("files.example.org"), (server, client) -> {
            assertFreshSessionWorks(client);
            assertThat(server.commands()).startsWith("HOST files.example.org", "USER user");
        });
    }

    @Test
    void aServerWithOneHostOnlyIsTakenAsItIs() throws Exception {
        client(
                FtpScript.server().lacks("HOST"),
                builder -> builder.virtualHost("files.example.org"),
                (server, client) -> assertFreshSessionWorks(client));
    }

    @Test
    void anUnknownVirtualHostIsNotSilentlyAnother() throws Exception {
        client(
                FtpScript.server().on("HOST", "504 Unknown host"),
                builder -> builder.virtualHost("files.example.org"),
                (server, client) -> {
                    failure(FtpReplyException.class, client::open);
                    assertThat(server.commands()).noneMatch(line -> line.startsWith("PASS"));
                });
    }

    @Test
    void aConfiguredCommandThatIsRefusedIsNoSession() throws Exception {
        client(
                FtpScript.server().on("SITE UMASK 022", "500 no"),
                builder -> builder.siteCommands(List.of("SITE UMASK 022")),
                (server, client) ->
                        assertThat(failure(FtpException.class, client::open)).hasMessageContaining("SITE UMASK 022"));
    }

    @Test
    void theLocalAddressIsUsedOnBothConnections() throws Exception {
        InetAddress local = InetAddress.getByName("127.0.0.2");
        session(FtpScript.server().file("/a", "x"), builder -> builder.localAddress(local), (server, session) -> {
            session.downloadBytes(path("/a"), 9);

            assertThat(server.peers()).containsExactly(local, local);
        });
    }
}
