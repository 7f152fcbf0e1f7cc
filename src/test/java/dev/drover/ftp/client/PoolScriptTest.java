package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.ftp.FtpBusyException;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.CapturedLog;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only sessions that are ready are lent, and what a borrower did to one does not meet the next. */
class PoolScriptTest extends ScriptCase {
    private static UnaryOperator<FtpClient.Builder> pool(UnaryOperator<PoolLimits> change) {
        return builder -> builder.pool(change.apply(PoolLimits.DEFAULT));
    }

    private static UnaryOperator<FtpClient.Builder> askingAlways() {
        return pool(limits -> limits.withValidateAfterIdle(Duration.ZERO));
    }

    @Test
    void oneLoginServesManyBorrowers() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            for (int i = 0; i < 5; i++) {
                assertFreshSessionWorks(client);
            }
            assertThat(server.connectionsAccepted()).isOne();
            assertThat(client.pool()).isEqualTo(new PoolSnapshot(8, 0, 1, 0, 1, 0));
        });
    }

    @Test
    void aSessionThatTheServerClosedWhileIdleFailsNobody() throws Exception {
        FtpScript script = FtpScript.server().once("SYST").asUsual().closesControl();
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.send(FtpCommand.parse("SYST"));
            }
            await().until(() -> server.connectionsOpen() == 0);

            assertFreshSessionWorks(client);

            assertThat(server.connectionsAccepted()).isEqualTo(2);
        });
    }

    @Test
    void aSessionThatWasToldToGoWhileIdleFailsNobody() throws Exception {
        FtpScript script = FtpScript.server()
                .once("SYST")
                .asUsual()
                .replies("421 Idle too long")
                .closesControl();
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.send(FtpCommand.parse("SYST"));
            }
            await().until(() -> server.connectionsOpen() == 0);

            assertFreshSessionWorks(client);
        });
    }

    @Test
    void aSessionThatNoLongerAnswersFailsNobody() throws Exception {
        client(
                FtpScript.server().once("NOOP").stallsControl(),
                askingAlways().andThen(waiting(t -> t.withReply(SHORT)))::apply,
                (server, client) -> {
                    client.open().close();

                    assertFreshSessionWorks(client);

                    assertThat(server.connectionsAccepted()).isEqualTo(2);
                });
    }

    @Test
    void aServerThatDoesNotKnowTheQuestionIsAliveAllTheSame() throws Exception {
        client(FtpScript.server().on("NOOP", "500 what"), askingAlways(), (server, client) -> {
            client.open().close();
            client.open().close();

            assertThat(server.connectionsAccepted()).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 Too many connections", "530 Sorry, the maximum number of clients (1) is reached"})
    void aServerThatTakesFewerSessionsIsAskedForFewer(String refusal) throws Exception {
        FtpScript script = refusal.startsWith("421")
                ? FtpScript.server().greets(refusal).closesControl().greetsOnce("220 Welcome")
                : FtpScript.server().once("PASS", "230 In").on("PASS", refusal);
        client(script, pool(limits -> limits.withMaxSessions(4)), (server, client) -> {
            FtpSession first = client.open();
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
                try {
                    assertFreshSessionWorks(client);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            await().until(() -> client.pool().limit() == 1 && client.pool().waiting() == 1);

            first.close();

            second.get();
            assertThat(server.connectionsAccepted()).isEqualTo(2);
            assertThat(client.pool().limit()).isOne();
        });
    }

    @Test
    void whoWaitsTooLongIsToldWhatToDo() throws Exception {
        client(
                FtpScript.server(),
                pool(limits -> limits.withMaxSessions(1).withMaxWait(Duration.ofMillis(50))),
                (server, client) -> {
                    try (FtpSession only = client.open()) {
                        assertThat(failure(FtpBusyException.class, client::open))
                                .hasMessageContaining("all 1 are in use");
                        only.ping();
                    }
                    assertFreshSessionWorks(client);
                });
    }

    @Test
    void theNextBorrowerStandsWhereTheLoginLanded() throws Exception {
        FtpScript script = FtpScript.server().directory("/in").file("/here", "x");
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.changeDirectory(path("/in"));
            }
            try (FtpSession session = client.open()) {
                session.send(FtpCommand.parse("CWD in"));
            }
            try (FtpSession session = client.open()) {
                session.changeDirectory(path("in"));
            }
            try (FtpSession session = client.open()) {
                assertThat(session.size(path("here"))).hasValue(1);
                assertThat(session.workingDirectory()).isEqualTo(RemotePath.ROOT);
            }
            assertThat(server.connectionsAccepted()).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"USER other", "REIN", "MODE B", "STRU R", "LANG fr", "SITE UMASK 000", "OPTS MLST size;", "QUIT"
            })
    void aSessionThatWasChangedByHandIsNotLentAgain(String line) throws Exception {
        client(FtpScript.server(), (server, client) -> {
            try (FtpSession session = client.open()) {
                session.send(FtpCommand.parse(line));
            }
            assertThat(client.pool().idle()).isZero();
            assertFreshSessionWorks(client);
        });
    }

    @Test
    void aSessionThatCannotGoHomeIsNotLentAgain() throws Exception {
        FtpScript script = FtpScript.server().directory("/in").on("CWD /", "550 not any more");
        client(script, (server, client) -> {
            try (FtpSession session = client.open()) {
                session.changeDirectory(path("/in"));
            }
            assertThat(client.pool().idle()).isZero();
        });
    }

    @Test
    void theTypeThatABorrowerLeftIsNotTheNextOnes() throws Exception {
        client(FtpScript.server().file("/a", "1\n2\n"), (server, client) -> {
            try (FtpSession session = client.open()) {
                session.send(FtpCommand.parse("TYPE A"));
            }
            try (FtpSession session = client.open()) {
                assertThat(session.downloadBytes(path("/a"), 10)).hasSize(4);
            }
        });
    }

    @Test
    void aDiscardedSessionIsNotLentAgain() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            try (FtpSession session = client.open()) {
                session.discard();
            }
            assertThat(client.pool()).isEqualTo(new PoolSnapshot(8, 0, 0, 0, 1, 1));
        });
    }

    @Test
    void aSessionThatWasGivenBackIsOver() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            FtpSession session = client.open();
            session.close();
            session.close();

            assertThat(session.isUsable()).isFalse();
            assertThatThrownBy(session::ping).isInstanceOf(IllegalStateException.class);
            assertThat(client.pool()).isEqualTo(new PoolSnapshot(8, 0, 1, 0, 1, 0));
        });
    }

    @Test
    void goodbyeIsSaidAndNotWaitedForLong() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            client.open().close();
            client.close();
            assertThat(server.commands()).endsWith("QUIT");
        });
        assertThat(events.of(FtpEvent.SessionClosed.class)).allMatch(FtpEvent.SessionClosed::orderly);

        client(FtpScript.server().on("QUIT").stallsControl(), waiting(t -> t.withReply(SHORT)), (server, client) -> {
            client.open().close();
            long begin = System.nanoTime();
            client.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        });
    }

    @Test
    void aClientThatIsClosedClosesWhatComesBack() throws Exception {
        client(FtpScript.server(), (server, client) -> {
            FtpSession session = client.open();
            client.close();

            session.ping();
            session.close();

            server.awaitAllClosed();
            failure(FtpConnectException.class, client::open);
        });
    }

    @Test
    void aSessionThatIsForgottenFreesItsPlaceAndIsWarnedAbout() throws Exception {
        try (ScriptedServer server = FtpScript.server().start();
                CapturedLog log = CapturedLog.of(FtpClient.class);
                FtpClient client = FtpClient.builder(server.namedAddress()).build()) {
            forget(client);

            await().until(() -> {
                System.gc();
                return client.pool().lent() == 0;
            });

            server.awaitAllClosed();
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN")
                            && line.contains("was never closed")
                            && line.contains("PoolScriptTest.forget"));
            assertThat(client.pool().discarded()).isOne();
        }
    }

    private static void forget(FtpClient client) throws Exception {
        client.open().ping();
    }

    @Test
    void aDownloadKeepsItsSessionFromBeingForgotten() throws Exception {
        client(FtpScript.server().file("/a", "hello"), (server, client) -> {
            Download download = client.open().openDownload(path("/a"));
            System.gc();
            System.gc();
            assertThat(download.stream().readAllBytes()).hasSize(5);
            download.finish();
            assertThat(client.pool().lent()).isOne();
            download.session().close();
        });
    }

    @Test
    void workIsDoneOnASessionOfItsOwnAndNothingTwice() throws Exception {
        client(FtpScript.server().once("DELE", "450 busy"), (server, client) -> {
            failure(
                    FtpReplyException.class,
                    () -> client.call(session -> {
                        session.delete(path("/a"));
                        return null;
                    }));
            assertThat(server.commands()).filteredOn(c -> c.startsWith("DELE")).hasSize(1);
            assertThat(client.<String>call(session -> "done")).isEqualTo("done");
        });
    }
}
