package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.ftp.FtpBusyException;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two clients of one server that count their sessions together. */
@Timeout(20)
class SharedBudgetScriptTest {
    private final SessionBudget budget = new SessionBudget();

    @Test
    void aServerThatRefusesOneClientForTheSessionsOfAnotherIsAskedAgainWhenOneIsFree() throws Exception {
        FtpScript script = FtpScript.server()
                .greetsOnce("220 Welcome")
                .greetsOnce("421 Too many connections.")
                .greetsOnce("220 Welcome");
        try (ScriptedServer server = script.start();
                FtpClient one = client(server, 4);
                FtpClient other = client(server, 4)) {
            FtpSession held = one.open();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> use(other));
            await().until(() -> other.pool().waiting() == 1);
            held.close();
            waiting.get();
            assertThat(server.connectionsAccepted()).isEqualTo(3);
            await().until(() -> server.connectionsOpen() == 1);
        }
    }

    @Test
    void aClientThatIsBusySaysSoWithoutAskingTheServer() throws Exception {
        try (ScriptedServer server = FtpScript.server().start();
                FtpClient one = client(server, 1);
                FtpClient other = client(server, 8);
                FtpSession held = one.open()) {
            assertThatThrownBy(() -> other.open(Duration.ofMillis(20)))
                    .isInstanceOf(FtpBusyException.class)
                    .hasMessageContaining("within 20 ms: all 1");
            assertThat(held.isUsable()).isTrue();
            assertThat(server.connectionsAccepted()).isOne();
        }
    }

    private FtpClient client(ScriptedServer server, int most) {
        return FtpClient.builder(server.address())
                .pool(PoolLimits.DEFAULT.withMaxSessions(most))
                .sharing(budget)
                .build();
    }

    private static void use(FtpClient client) {
        try (FtpSession session = client.open()) {
            session.ping();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
