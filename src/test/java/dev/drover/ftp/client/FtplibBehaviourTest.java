package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every behaviour that the tests of Python's ftplib assert, in the words of this library. */
class FtplibBehaviourTest extends ScriptCase {
    private static final RemotePath FOO = RemotePath.of("/foo");

    private static FtpScript foo() {
        return FtpScript.server().file("/foo", "hello");
    }

    // ---- commands and replies

    @Test
    void theWelcomeIsKept() throws Exception {
        session(FtpScript.server().greets("220 Welcome"), (server, session) -> assertThat(session.greeting())
                .hasToString("220 Welcome"));
    }

    @Test
    void passwordsAreMasked() throws Exception {
        assertThat(FtpCommand.parse("foo")).hasToString("FOO");
        assertThat(FtpCommand.parse("PASS 12345")).hasToString("PASS ****");
        assertThat(FtpCommand.parse("pass 12345")).hasToString("PASS ****");
    }

    @Test
    void lineEndsAreRefusedAndRepliesAreToldApartByTheirFirstDigit() throws Exception {
        FtpScript script = FtpScript.server()
                .on("SITE 400", "400 x")
                .on("SITE 499", "499 x")
                .on("SITE 500", "500 x")
                .on("SITE 599", "599 x")
                .on("SITE 999", "999 x");
        session(script, (server, session) -> {
            for (String line : List.of("SITE a\r\n0", "SITE a\n0", "SITE a\r0")) {
                assertThatThrownBy(() -> session.send(FtpCommand.parse(line))).isInstanceOf(FtpException.class);
            }
            for (int code : List.of(400, 499)) {
                FtpReplyException failure =
                        failure(FtpReplyException.class, () -> session.require(FtpCommand.parse("SITE " + code)));
                assertThat(failure.retryable()).isTrue();
            }
            for (int code : List.of(500, 599)) {
                FtpReplyException failure =
                        failure(FtpReplyException.class, () -> session.require(FtpCommand.parse("SITE " + code)));
                assertThat(failure.retryable()).isFalse();
            }
            failure(FtpProtocolException.class, () -> session.require(FtpCommand.parse("SITE 999")));
        });
    }

    @Test
    void oneCatchCoversEveryFailure() {
        for (Class<?> kind : FtpException.class.getPermittedSubclasses()) {
            assertThat(kind).isAssignableTo(IOException.class);
        }
    }

    @Test
    void passiveAndActiveAreAChoice() throws Exception {
        session(foo(), (server, session) -> {
            session.downloadBytes(FOO, 10);
            assertThat(server.commands()).contains("EPSV").noneMatch(c -> c.startsWith("PORT"));
        });
        session(foo(), builder -> builder.dataMode(DataMode.ACTIVE), (server, session) -> {
            session.downloadBytes(FOO, 10);
            assertThat(server.commands()).doesNotContain("EPSV").anyMatch(c -> c.startsWith("PORT"));
        });
    }

    @Test
    void aCommandWithoutDataIsSentAsItIs() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            session.require(FtpCommand.parse("noop"));
            assertThat(session.lastReply().code()).isEqualTo(200);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 299})
    void everyTwoHundredIsAConfirmation(int code) throws Exception {
        session(FtpScript.server().on("SITE", code + " yes"), (server, session) -> assertThat(
                        session.require(FtpCommand.parse("SITE X")).code())
                .isEqualTo(code));
    }

    @Test
    void aReplyThatIsNotFinalIsNoConfirmation() throws Exception {
        session(FtpScript.server().on("SITE", "300 go on"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.require(FtpCommand.parse("SITE X")));
            session.ping();
        });
        session(
                FtpScript.server().on("SITE", "199 soon"),
                waiting(t -> t.withReply(SHORT)),
                (server, session) ->
                        failure(FtpConnectionLostException.class, () -> session.require(FtpCommand.parse("SITE X"))));
    }

    @Test
    void aSizeIsTakenFromAnyConfirmation() throws Exception {
        session(foo().on("SIZE", "250 1000"), (server, session) -> assertThat(session.size(FOO))
                .hasValue(1000));
    }

    @Test
    void anAccountMayBeGivenLater() throws Exception {
        session(
                FtpScript.server().on("ACCT", "230 fine"),
                (server, session) -> session.require(FtpCommand.parse("ACCT " + ACCOUNT)));
    }

    @Test
    void loginAndAccount() throws Exception {
        client(FtpScript.server().login("user", PASSWORD).account(ACCOUNT), (server, client) -> {
            assertFreshSessionWorks(client);
            assertThat(server.commands()).startsWith("USER user", "PASS " + PASSWORD, "ACCT " + ACCOUNT);
        });
    }

    @Test
    void renameNeedsBothReplies() throws Exception {
        session(foo(), (server, session) -> {
            session.rename(FOO, path("/b"));
            assertThat(server.file("/b")).isPresent();
        });
        session(foo().on("RNFR", "200 no need"), (server, session) -> {
            failure(FtpReplyException.class, () -> session.rename(FOO, path("/b")));
            assertThat(server.commands()).noneMatch(c -> c.startsWith("RNTO"));
        });
    }

    @Test
    void deleteNeedsAConfirmation() throws Exception {
        session(foo().once("DELE /x", "199 what", "301 what"), (server, session) -> {
            session.delete(FOO);
            assertThat(server.file("/foo")).isEmpty();
            failure(FtpReplyException.class, () -> session.delete(path("/x")));
        });
    }

    @Test
    void sizeMakeRemoveChangeAndTell() throws Exception {
        session(foo(), (server, session) -> {
            assertThat(session.size(FOO)).hasValue(5);
            assertThat(session.makeDirectory(path("/d"))).isEqualTo(path("/d"));
            session.changeDirectory(path("/d"));
            assertThat(session.workingDirectory()).isEqualTo(path("/d"));
            session.changeDirectory(path(".."));
            assertThat(session.workingDirectory()).isEqualTo(RemotePath.ROOT);
            session.removeDirectory(path("/d"));
            assertThat(server.isDirectory("/d")).isFalse();
        });
    }

    @Test
    void aReplyToMkdThatNamesNoDirectoryIsTakenForTheOneAskedFor() throws Exception {
        session(FtpScript.server().on("MKD", "250 fine"), (server, session) -> assertThat(
                        session.makeDirectory(path("/d")))
                .isEqualTo(path("/d")));
    }

    @Test
    void quitIsSaidAtTheEnd() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            client.open().close();
            client.close();
            assertThat(server.commands()).endsWith("QUIT");
        });
    }

    @Test
    void abortTakesEitherReply() throws Exception {
        session(foo().on("ABOR", "226 fine"), (server, session) -> {
            try (Download download = session.openDownload(FOO)) {
                download.abort();
            }
            session.ping();
        });
    }

    // ---- transfers

    @Test
    void aFileComesWhole() throws Exception {
        session(foo(), (server, session) -> assertThat(session.downloadBytes(FOO, 10))
                .asString()
                .isEqualTo("hello"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void aFileComesFromAnOffset(int offset) throws Exception {
        session(foo(), (server, session) -> {
            try (Download download = session.openDownload(FOO, TransferOptions.BINARY.withOffset(offset))) {
                assertThat(download.stream().readAllBytes()).asString().isEqualTo("hello".substring(offset));
                download.finish();
            }
        });
    }

    @Test
    void linesCome() throws Exception {
        session(FtpScript.server().file("/foo", "one\ntwo\n"), (server, session) -> {
            List<String> lines = new ArrayList<>();
            session.downloadLines(FOO, StandardCharsets.UTF_8, lines::add);
            assertThat(lines).containsExactly("one", "two");
        });
    }

    @Test
    void aFileGoesWholeAndProgressIsTold() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            session.upload(new ByteArrayInputStream(new byte[200_000]), FOO);
            assertThat(server.file("/foo").orElseThrow()).hasSize(200_000);
        });
        assertThat(events.of(FtpEvent.TransferEnded.class)).singleElement().matches(e -> e.bytes() == 200_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFileGoesFromAnOffset(int offset) throws Exception {
        session(foo(), (server, session) -> {
            try (Upload upload = session.openUpload(FOO, TransferOptions.BINARY.withOffset(offset))) {
                upload.stream().write(bytes("XY"));
                upload.finish();
            }
            assertThat(server.commands()).containsSubsequence("REST " + offset, "STOR /foo");
        });
    }

    @Test
    void linesGo() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            session.uploadLines(List.of("one", "two"), FOO, StandardCharsets.UTF_8);
            assertThat(server.file("/foo")).hasValue(bytes("one\ntwo\n"));
        });
    }

    @Test
    void namesAndListingsCome() throws Exception {
        FtpScript script = FtpScript.server().file("/d/a", "1").file("/d/b", "2");
        session(script, (server, session) -> assertThat(session.names(path("/d")))
                .containsExactly(path("/d/a"), path("/d/b")));
        session(script.lacks("MLST", "MLSD"), (server, session) -> assertThat(session.list(path("/d")))
                .extracting(RemoteEntry::name)
                .containsExactly("a", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "type=file;perm=r;unique==keVO1+8G4; MUSIC|MUSIC|file",
                "type=file;perm=r;unique==keVO1+d?3; two words|two words|file",
                "type=dir;perm=cpmel;unique==keVO1+7G4; incoming|incoming|dir",
                "Type=File;Size=5;Perm=r; X|X|File",
                "type=file;perm=r;unique==keVO1+1t2; leading = sign|leading = sign|file",
                "Type=OS.unix=slink:/foobar;Perm=;Unique=keVO1+4G4; foobar|foobar|OS.unix=slink:/foobar",
                "Type=OS.unix=chr-13/29;Perm=;Unique=keVO1+5G4; device|device|OS.unix=chr-13/29",
                "type=file; a;b|a;b|file",
                "type=file;;; semi|semi|file",
                "TYPE=FILE; UPPER|UPPER|FILE",
                "type=file;  leading blank| leading blank|file",
                "type=file; trailing blank |trailing blank |file",
                "type=file;foo=; empty fact|empty fact|file",
                "type=file;a=b=c; equals in a value|equals in a value|file",
                "type=ty=pe;perm=perm; name|name|ty=pe",
                "type==type;perm=perm; name|name|=type",
                "type=====;perm=perm; name|name|====",
                "type=file; n am  e|n am  e|file",
                "type=file; ;name|;name|file",
                "type=file; ;name;|;name;|file",
                "type=file; ;;;;|;;;;|file"
            })
    void factsComeWithTheirNames(String line, String name, String type) throws Exception {
        session(FtpScript.server().directory("/d").on("MLSD").sendsLines(line), (server, session) -> {
            RemoteEntry entry = session.list(path("/d")).get(0);
            assertThat(entry.name()).isEqualTo(name);
            assertThat(entry.facts()).contains(Map.entry("type", type));
        });
    }

    @Test
    void anEmptyListingIsEmpty() throws Exception {
        session(FtpScript.server().directory("/d"), (server, session) -> assertThat(session.list(path("/d")))
                .isEmpty());
    }

    // ---- data connections

    @Test
    void portAndPasvOnVersionFour() throws Exception {
        session(foo(), b -> b.dataMode(DataMode.ACTIVE).activeSettings(ActiveSettings.ANY), (server, session) -> {
            session.downloadBytes(FOO, 10);
            assertThat(server.commands()).anyMatch(c -> c.startsWith("PORT 127,0,0,1,"));
        });
        session(foo(), b -> b.dataMode(DataMode.PASV), (server, session) -> {
            session.downloadBytes(FOO, 10);
            assertThat(server.commands()).contains("PASV");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSIVE", "ACTIVE"})
    void eprtAndEpsvOnVersionSix(DataMode mode) throws Exception {
        InetAddress six = InetAddress.getByName("::1");
        assumeTrue(
                catchThrowable(() -> FtpScript.server().listensOn(six).start().close()) == null, "no IPv6 here");
        try (var server = foo().listensOn(six).start();
                FtpClient client =
                        FtpClient.builder(server.address()).dataMode(mode).build();
                FtpSession session = client.open()) {
            assertThat(session.downloadBytes(FOO, 10)).asString().isEqualTo("hello");
            assertThat(session.list(path("/"))).hasSize(1);
            assertThat(server.commands()).anyMatch(c -> c.equals("EPSV") || c.startsWith("EPRT |2|"));
            assertThat(server.commands()).noneMatch(c -> c.equals("PASV") || c.startsWith("PORT"));
        }
    }

    @Test
    void theAddressOfThePassiveReplyIsIgnoredByDefault() throws Exception {
        session(foo().on("PASV").namesAddress("198.51.100.7"), b -> b.dataMode(DataMode.PASV), (server, session) -> {
            assertThat(session.downloadBytes(FOO, 10)).hasSize(5);
        });
    }

    @Test
    void theAddressOfThePassiveReplyIsTakenWhenTrusted() throws Exception {
        session(
                foo().on("PASV").namesAddress("127.0.0.1"),
                b -> b.dataMode(DataMode.PASV).passiveAddress(PassiveAddress.AS_ANNOUNCED),
                (server, session) -> assertThat(session.downloadBytes(FOO, 10)).hasSize(5));
    }

    @Test
    void theSourceAddressIsUsedOnBothConnections() throws Exception {
        InetAddress local = InetAddress.getByName("127.0.0.3");
        session(foo(), builder -> builder.localAddress(local), (server, session) -> {
            session.downloadBytes(FOO, 10);
            assertThat(server.peers()).containsExactly(local, local);
        });
    }

    // ---- leaving

    @Test
    void leavingTheBlockSaysGoodbye() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            try (client) {
                assertFreshSessionWorks(client);
            }
            server.awaitAllClosed();
            assertThat(server.commands()).endsWith("QUIT");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 error on quit", "421 gone already"})
    void anErrorOnGoodbyeIsNone(String reply) throws Exception {
        client(FtpScript.server().on("QUIT", reply), (server, client) -> assertFreshSessionWorks(client));
        client(FtpScript.server().on("QUIT").closesControl(), (server, client) -> assertFreshSessionWorks(client));
    }

    // ---- parsing and bounds

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"/foo/bar\"|/foo/bar",
                "\"/foo/bar\" created|/foo/bar",
                "\"/foo/b\"\"a\"\"r\"|/foo/b\"a\"r",
                "\"/foo/b\"\"ar\" created|/foo/b\"ar",
                "/foo/bar is the directory|/foo/bar"
            })
    void directoriesAreReadOutOfTheirQuotes(String text, String directory) throws Exception {
        session(FtpScript.server().on("PWD", "257 " + text), (server, session) -> assertThat(session.workingDirectory())
                .isEqualTo(path(directory)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"257 \"\"", "257 \"\" created"})
    void aDirectoryWithoutANameIsNone(String reply) throws Exception {
        session(
                FtpScript.server().on("PWD", reply),
                (server, session) -> failure(FtpProtocolException.class, session::workingDirectory));
    }

    @Test
    void lineTooLongOnControlDataAndInAListing() throws Exception {
        session(
                FtpScript.server().on("NOOP").longLine(200, 70_000),
                (server, session) -> failure(FtpProtocolException.class, session::ping));
        session(
                FtpScript.server().on("RETR").sendsData(new byte[2_000_000]),
                (server, session) -> failure(
                        FtpTransferException.class,
                        () -> session.downloadLines(FOO, StandardCharsets.UTF_8, line -> {})));
        session(
                FtpScript.server().on("MLSD").sendsData("x".repeat(70_000)),
                (server, session) -> failure(FtpException.class, () -> session.list(path("/"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1"})
    void namesGoInTheCharsetThatWasSet(String charset) throws Exception {
        var encoding = java.nio.charset.Charset.forName(charset);
        session(FtpScript.server().charset(encoding), builder -> builder.charset(encoding), (server, session) -> {
            session.uploadBytes(path("/æøå"), bytes("x"));
            assertThat(server.file("/æøå")).isPresent();
            assertThat(session.list(path("/"))).extracting(RemoteEntry::name).containsExactly("æøå");
        });
    }

    // ---- TLS

    private static FtpScript secured() {
        return foo().explicitTls(CERTIFICATES.serverContext());
    }

    private static TlsPolicy.Builder explicit() {
        return TlsPolicy.explicit().context(CERTIFICATES.clientContext());
    }

    @Test
    void controlAndDataAreProtectedAndAuthIsSaidOnce() throws Exception {
        session(secured(), builder -> builder.tls(explicit().build()), (server, session) -> {
            session.downloadBytes(FOO, 10);
            session.list(path("/"));
            assertThat(server.commands()).startsWith("AUTH TLS", "USER user");
            assertThat(server.commands()).filteredOn(c -> c.startsWith("AUTH")).hasSize(1);
            assertThat(events.of(FtpEvent.TlsEstablished.class)).hasSize(3);
        });
    }

    @Test
    void dataMayBeClearAndTheControlConnectionMayBecomeSo() throws Exception {
        session(
                secured(),
                builder -> builder.tls(
                        explicit().clearData().clearControlAfterLogin().build()),
                (server, session) -> {
                    assertThat(session.downloadBytes(FOO, 10)).hasSize(5);
                    assertThat(server.commands()).containsSubsequence("PROT C", "CCC", "RETR /foo");
                });
    }

    @Test
    void aServerWithoutTlsIsAnError() throws Exception {
        client(
                foo(),
                builder -> builder.tls(explicit().build()),
                (server, client) -> failure(FtpTlsException.class, client::open));
    }

    @Test
    void theHostNameIsCheckedOnBothConnections() throws Exception {
        FtpScript wrong = foo().explicitTls(CERTIFICATES.serverContext(CERTIFICATES.wrongHost()));
        client(
                wrong,
                builder -> builder.tls(explicit().build()),
                (server, client) -> failure(FtpTlsException.class, client::open));
        client(wrong, builder -> builder.tls(explicit().anyHostName().build()), (server, client) -> {
            try (FtpSession session = client.open()) {
                assertThat(session.downloadBytes(FOO, 10)).hasSize(5);
            }
        });
    }

    // ---- timeouts

    @Test
    void everyWaitHasATimeoutByDefault() {
        FtpTimeouts usual = FtpTimeouts.DEFAULT;
        assertThat(List.of(usual.connect(), usual.reply(), usual.dataConnect(), usual.dataIdle(), usual.completion()))
                .allMatch(each -> each.toSeconds() > 0 && each.toMinutes() <= 2);
    }

    @Test
    void noTimeoutIsZero() {
        assertThatThrownBy(() -> FtpTimeouts.DEFAULT.withConnect(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FtpTimeouts.DEFAULT.withReply(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTimeoutOfAgesIsNoMistake() throws Exception {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        session(
                foo(),
                builder -> builder.timeouts(new FtpTimeouts(ages, ages, ages, ages, ages))
                        .keepAlive(ages),
                (server, session) -> {
                    assertThat(session.downloadBytes(FOO, 10)).hasSize(5);
                    session.uploadBytes(path("/b"), bytes("x"));
                });
        session(
                foo(),
                builder -> builder.dataMode(DataMode.ACTIVE).timeouts(new FtpTimeouts(ages, ages, ages, ages, ages)),
                (server, session) -> assertThat(session.downloadBytes(FOO, 10)).hasSize(5));
    }

    @Test
    void theTimeoutThatWasSetIsKeptInAnyOrder() throws Exception {
        session(
                FtpScript.server().on("NOOP").saysNothing(),
                builder -> builder.timeouts(FtpTimeouts.DEFAULT.withReply(SHORT).withConnect(Duration.ofSeconds(9)))
                        .charset(StandardCharsets.UTF_8),
                (server, session) -> assertThat(failure(FtpConnectionLostException.class, session::ping)
                                .timedOut())
                        .isTrue());
    }

    @Test
    void aCommandThatTheServerLacksIsToldAsSuch() throws Exception {
        session(
                FtpScript.server().on("SITE", "502 Not implemented"),
                (server, session) ->
                        failure(FtpUnsupportedException.class, () -> session.require(FtpCommand.parse("SITE X"))));
    }
}
