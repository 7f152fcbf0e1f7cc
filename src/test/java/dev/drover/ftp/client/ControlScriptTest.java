package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpNameException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpVerb;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over the control connection, in and out of order. */
class ControlScriptTest extends ScriptCase {
    @Test
    void aMultilineReplyEndsOnlyWithItsOwnCodeAndASpace() throws Exception {
        FtpScript script = FtpScript.server()
                .on("STAT", "211-first", "2024 was a good year", "226 not the end", "211-nor this", "", "211 end");
        session(script, (server, session) -> {
            FtpReply reply = session.send(FtpCommand.of(FtpVerb.STAT));

            assertThat(reply.lines())
                    .containsExactly("first", "2024 was a good year", "226 not the end", "211-nor this", "", "end");
            session.ping();
        });
    }

    @Test
    void aBareCodeEndsAMultilineReplyToo() throws Exception {
        session(FtpScript.server().on("STAT", "211-first", "211"), (server, session) -> {
            assertThat(session.send(FtpCommand.of(FtpVerb.STAT)).code()).isEqualTo(211);
            session.ping();
        });
    }

    @Test
    void anyCodeMayHaveManyLines() throws Exception {
        FtpScript script =
                FtpScript.server().on("SITE", "504-no", "504 such thing").on("NOOP", "200-a", "200 b");
        session(script, (server, session) -> {
            assertThat(session.send(FtpCommand.parse("SITE X")).lines()).containsExactly("no", "such thing");
            session.ping();
        });
    }

    @Test
    void bareLineFeedsAndSingleBytesAreReadAlike() throws Exception {
        FtpScript script =
                FtpScript.server().file("/a", "hello").bareLineFeeds().chopsBytes();
        session(script, (server, session) -> assertThat(session.downloadBytes(path("a"), 9))
                .asString()
                .isEqualTo("hello"));
    }

    @Test
    void aReplyWithoutEndIsCutOff() throws Exception {
        session(FtpScript.server().on("STAT").floodsReply(211, 2_000_000), (server, session) -> {
            failure(FtpProtocolException.class, () -> session.send(FtpCommand.of(FtpVerb.STAT)));

            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void aLineWithoutEndIsCutOff() throws Exception {
        session(FtpScript.server().on("NOOP").longLine(200, 1_000_000), (server, session) -> {
            failure(FtpProtocolException.class, session::ping);

            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void aLongPathIsNoFlood() throws Exception {
        session(FtpScript.server().on("NOOP").longLine(200, 20_000), (server, session) -> session.ping());
    }

    @Test
    void anythingButAReplyIsAProtocolErrorAndTheSessionIsDropped() throws Exception {
        client(FtpScript.server().once("NOOP", "HTTP/1.1 400 Bad Request"), (server, client) -> {
            try (FtpSession session = client.open()) {
                FtpException failure = failure(FtpProtocolException.class, session::ping);
                assertThat(failure).hasMessageContaining("HTTP/1.1 400").matches(e -> !((FtpException) e)
                        .sessionUsable());
            }
            assertThat(client.pool().idle()).isZero();
            assertFreshSessionWorks(client);
        });
    }

    @Test
    void aReplyTooManyIsNotTakenForTheNextOne() throws Exception {
        FtpScript script =
                FtpScript.server().file("/a", "12345").once("MDTM", "213 20200101000000", "213 20210101000000");
        session(script, (server, session) -> {
            session.modified(path("/a"));

            assertThat(session.size(path("/a"))).hasValue(5);
            assertThat(server.commands()).containsSubsequence("MDTM /a", "PWD", "SIZE /a");
        });
    }

    @Test
    void aSessionThatStaysOutOfStepIsClosed() throws Exception {
        FtpScript script = FtpScript.server()
                .once("MDTM", "213 20200101000000", "200 one too many")
                .on("PWD", "200 no", "200 no", "200 no", "200 no", "200 no", "200 no", "200 no", "200 no", "200 no");
        client(script, (server, client) -> {
            FtpSession session = client.open();
            session.modified(path("/a"));

            failure(FtpProtocolException.class, session::ping);

            assertThat(session.isUsable()).isFalse();
            session.close();
            assertThat(client.pool().idle()).isZero();
        });
    }

    @Test
    void aCommandWithoutAnyReplyEndsTheSessionAtItsDeadline() throws Exception {
        client(FtpScript.server().on("SITE").saysNothing(), waiting(t -> t.withReply(SHORT)), (server, client) -> {
            try (FtpSession session = client.open()) {
                FtpConnectionLostException failure =
                        failure(FtpConnectionLostException.class, () -> session.send(FtpCommand.parse("SITE _X")));
                assertThat(failure.timedOut()).isTrue();
                assertThat(failure).hasMessageContaining("SITE _X");
                assertThat(session.isUsable()).isFalse();
            }
            assertThat(client.pool().idle()).isZero();
        });
    }

    @Test
    void aReplyThatTricklesEndsAtItsDeadlineToo() throws Exception {
        FtpScript script = FtpScript.server()
                .on("SYST")
                .tricklesReply(Duration.ofMillis(50), "215 a very long reply that takes far longer than allowed");
        session(script, waiting(t -> t.withReply(SHORT)), (server, session) -> {
            FtpConnectionLostException failure =
                    failure(FtpConnectionLostException.class, () -> session.send(FtpCommand.of(FtpVerb.SYST)));

            assertThat(failure.timedOut()).isTrue();
        });
    }

    @Test
    void preliminaryRepliesWithoutEndAreNoAnswer() throws Exception {
        String[] replies = new String[30];
        java.util.Arrays.fill(replies, "150 still working");
        session(FtpScript.server().on("NOOP", replies), (server, session) -> {
            failure(FtpProtocolException.class, session::ping);

            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void fourTwentyOneIsTheEndOfTheSessionNotAnAnswer() throws Exception {
        FtpScript script = FtpScript.server()
                .lacks("MLST")
                .on("SIZE", "550 nothing here")
                .on("CWD /a")
                .unsolicited421();
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                FtpReplyException failure = failure(FtpReplyException.class, () -> session.exists(path("/a")));

                assertThat(failure.reply().code()).isEqualTo(421);
                assertThat(failure.sessionUsable()).isFalse();
                assertThat(session.isUsable()).isFalse();
            }
            assertThat(client.pool().idle()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MKD", "RMD", "DELE", "RNFR", "RNTO", "SIZE", "MDTM", "MLST", "EPSV", "MLSD", "RETR", "STOR"})
    void fourTwentyOneAtAnyCommandEndsTheSession(String verb) throws Exception {
        FtpScript script = FtpScript.server().file("/a", "x").once(verb).unsolicited421();
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                FtpException failure = failure(FtpException.class, () -> doAll(session));
                assertThat(failure.sessionUsable()).isFalse();
                assertThat(failure).hasMessageContaining("421");
                assertThat(session.isUsable()).isFalse();
            }
            assertThat(client.pool().idle()).isZero();
            assertFreshSessionWorks(client);
        });
    }

    private static void doAll(FtpSession session) throws Exception {
        session.exists(path("/a"));
        session.size(path("/a"));
        session.modified(path("/a"));
        session.list(path("/"));
        session.downloadBytes(path("/a"), 10);
        session.uploadBytes(path("/b"), bytes("b"));
        session.rename(path("/b"), path("/c"));
        session.delete(path("/c"));
        session.makeDirectory(path("/d"));
        session.removeDirectory(path("/d"));
    }

    /** MINA says 350 to any name, and finds out when the new one comes. */
    @Test
    void aMissingFileMayBeNoticedByTheSecondHalfOfARename() throws Exception {
        FtpScript script = FtpScript.server().on("RNFR", "350 go on").on("RNTO", "553 No such file.");
        session(script, (server, session) -> {
            FtpReplyException refused =
                    failure(FtpReplyException.class, () -> session.rename(path("/none"), path("/b")));

            assertThat(refused).hasMessageContaining("/none").hasMessageContaining("553");
            session.ping();
        });
    }

    @Test
    void anUnaskedFourTwentyOneIsNoticedBeforeTheNextCommand() throws Exception {
        FtpScript script = FtpScript.server()
                .on("NOOP", "200 fine")
                .replies("421 Idle too long, closing.")
                .closesControl();
        session(script, (server, session) -> {
            session.ping();

            FtpException failure = failure(FtpException.class, () -> {
                while (true) {
                    session.send(FtpCommand.of(FtpVerb.SYST));
                }
            });

            assertThat(failure.sessionUsable()).isFalse();
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void repliesWithoutEndThatNobodyAskedForAreCutOff() throws Exception {
        String[] flood = new String[500];
        java.util.Arrays.fill(flood, "200 and again");
        session(FtpScript.server().once("NOOP", flood), (server, session) -> {
            session.ping();

            FtpException failure = failure(FtpException.class, () -> {
                for (int i = 0; i < 100; i++) {
                    session.size(path("/a"));
                }
            });

            assertThat(failure.sessionUsable()).isFalse();
            assertThat(session.isUsable()).isFalse();
        });
    }

    @Test
    void anInterruptionEndsAWaitAndTheSessionAndIsKept() throws Exception {
        client(FtpScript.server().on("NOOP").saysNothing().file("/a", "x"), (server, client) -> {
            try (FtpSession session = client.open()) {
                Thread.currentThread().interrupt();
                FtpConnectionLostException failure = failure(FtpConnectionLostException.class, session::ping);

                assertThat(Thread.interrupted()).isTrue();
                assertThat(failure).hasMessageContaining("interrupted");
                assertThat(session.isUsable()).isFalse();
            }
            assertThat(client.pool().idle()).isZero();
        });
    }

    @Test
    void anInterruptionEndsATransferAndTheSessionAndIsKept() throws Exception {
        client(FtpScript.server().on("RETR").sendsData("hello").stallsData(2), (server, client) -> {
            Thread worker = Thread.currentThread();
            try (FtpSession session = client.open();
                    Download download = session.openDownload(path("/a"))) {
                download.stream().readNBytes(2);
                CompletableFuture<Void> interruption = CompletableFuture.runAsync(
                        worker::interrupt, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));

                FtpException failure =
                        failure(FtpException.class, () -> download.stream().read());

                assertThat(Thread.interrupted()).isTrue();
                assertThat(failure).hasMessageContaining("interrupted");
                interruption.join();
            }
            assertThat(client.pool().idle()).isZero();
            assertFreshSessionWorks(client);
        });
    }

    @Test
    void aClosedConnectionIsNoAnswer() throws Exception {
        client(FtpScript.server().file("/a", "x").once("SIZE").closesControl(), (server, client) -> {
            try (FtpSession session = client.open()) {
                failure(FtpConnectionLostException.class, () -> session.size(path("/a")));
                assertThat(session.isUsable()).isFalse();
                assertThatThrownBy(session::ping).isInstanceOf(FtpConnectionLostException.class);
            }
            try (FtpSession session = client.open()) {
                assertThat(session.size(path("/a"))).hasValue(1);
            }
        });
    }

    @Test
    void aResetConnectionIsNoAnswer() throws Exception {
        session(FtpScript.server().once("SIZE").resetsControl(), (server, session) -> {
            failure(FtpConnectionLostException.class, () -> session.size(path("/a")));

            assertThat(session.isUsable()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nDELE b", "a\r\nDELE b", "a\0b"})
    void aControlCharacterInANameIsNeverSent(String name) throws Exception {
        session(FtpScript.server(), (server, session) -> {
            int before = server.commands().size();

            failure(FtpNameException.class, () -> session.delete(path(name)));
            failure(FtpNameException.class, () -> session.rename(path("ok"), path(name)));
            failure(FtpNameException.class, () -> session.openDownload(path(name)));

            assertThat(server.commands()).hasSize(before);
            session.ping();
        });
    }

    @Test
    void aNameThatTheCharsetLacksIsNeverSent() throws Exception {
        session(FtpScript.server(), builder -> builder.charset(StandardCharsets.US_ASCII), (server, session) -> {
            int before = server.commands().size();

            failure(FtpNameException.class, () -> session.openDownload(path("größe")));

            assertThat(server.commands()).hasSize(before);
            session.ping();
        });
    }

    @Test
    void aByteOf255GoesOutAsItIs() throws Exception {
        FtpScript script = FtpScript.server().charset(StandardCharsets.ISO_8859_1);
        session(script, builder -> builder.charset(StandardCharsets.ISO_8859_1), (server, session) -> {
            session.uploadBytes(path("/ÿ"), bytes("x"));

            assertThat(server.file("/ÿ")).isPresent();
            assertThat(server.commandBytes(1)).contains((byte) 0xFF);
        });
    }

    @Test
    void aByteOf255IsDoubledBothWaysForServersThatFollowTelnet() throws Exception {
        FtpScript script = FtpScript.server()
                .charset(StandardCharsets.ISO_8859_1)
                .on("MKD", "257 \"/ÿÿ\" made")
                .on("PWD", "257 \"/aÿÿÿÿb\"");
        session(
                script,
                builder -> builder.charset(StandardCharsets.ISO_8859_1).telnetEscaping(true),
                (server, session) -> {
                    assertThat(session.makeDirectory(path("/ÿ"))).isEqualTo(path("/ÿ"));
                    assertThat(server.commands()).contains("MKD /ÿÿ");
                    assertThat(session.workingDirectory()).isEqualTo(path("/aÿÿb"));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACCT a\rb", "SITE X\nDELE b", "HOST a\r\nUSER b", "CWD a\0b", "NO\nOP"})
    void aControlCharacterInACommandByHandIsNeverSent(String line) throws Exception {
        session(FtpScript.server(), (server, session) -> {
            failure(FtpNameException.class, () -> session.send(FtpCommand.parse(line)));
            session.ping();
        });
    }

    @Test
    void aNameThatIsNoTextIsSentBackAsItCame() throws Exception {
        FtpScript script =
                FtpScript.server().charset(StandardCharsets.ISO_8859_1).file("/größe", "12345");
        session(script, (server, session) -> {
            var entry = session.list(path("/")).get(0);

            assertThat(session.downloadBytes(entry.path(), 10)).asString().isEqualTo("12345");
            assertThat(server.commands()).contains("RETR /größe");
        });
    }

    @Test
    void commandsThatNeedMoreThanTheControlConnectionAreRefused() throws Exception {
        session(FtpScript.server(), (server, session) -> {
            for (String line : new String[] {"RETR a", "stor a", "LIST", "AUTH TLS", "CCC"}) {
                assertThatThrownBy(() -> session.send(FtpCommand.parse(line)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            session.ping();
        });
    }

    @Test
    void anyOtherCommandIsAnsweredAsTheServerSays() throws Exception {
        session(FtpScript.server().on("SITE", "500 no"), (server, session) -> {
            assertThat(session.send(FtpCommand.parse("HELP")).code()).isEqualTo(214);
            assertThat(session.send(FtpCommand.parse("STAT")).code()).isEqualTo(211);
            assertThat(session.send(FtpCommand.parse("CLNT Drover")).code()).isEqualTo(200);
            assertThat(session.send(FtpCommand.parse("SITE WHO")).code()).isEqualTo(500);
            assertThatThrownBy(() -> session.require(FtpCommand.parse("SITE WHO")))
                    .isInstanceOf(FtpReplyException.class)
                    .hasMessageContaining("SITE WHO")
                    .hasMessageContaining("500 no");
        });
    }

    @Test
    void aListenerThatFailsDoesNotDisturbTheSession() throws Exception {
        session(
                FtpScript.server().file("/a", "x"),
                builder -> builder.listener(event -> {
                    events.on(event);
                    throw new IllegalStateException("a listener's own trouble");
                }),
                (server, session) ->
                        assertThat(session.downloadBytes(path("/a"), 9)).hasSize(1));
    }

    @Test
    void aLateWordOnATransferIsNoAnswerToTheNextCommand() throws Exception {
        FtpScript script = FtpScript.server()
                .file("/a", "hello")
                .once("DELE /none")
                .replies("226 Transfer complete.")
                .asUsual()
                .once("SIZE /a")
                .replies("226 3 bytes sent")
                .asUsual()
                .once("PWD")
                .replies("426 Broken")
                .asUsual()
                .once("MKD /new")
                .replies("226 Abort successful")
                .asUsual();
        session(script, (server, session) -> {
            failure(FtpReplyException.class, () -> session.delete(path("/none")));
            assertThat(session.size(path("/a"))).hasValue(5);
            assertThat(session.workingDirectory()).isEqualTo(path("/"));
            assertThat(session.makeDirectory(path("/new"))).isEqualTo(path("/new"));
            assertThat(session.downloadBytes(path("/a"), 10)).hasSize(5);
        });
    }

    @Test
    void aServerThatAnswersLikeAfterATransferIsUnderstoodAllTheSame() throws Exception {
        session(FtpScript.server().file("/a", "hello").on("DELE", "226 Deleted."), (server, session) -> {
            session.delete(path("/a"));
            assertThat(session.size(path("/a"))).hasValue(5);
        });
    }
}
