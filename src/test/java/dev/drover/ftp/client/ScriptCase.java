package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.CapturedLog;
import dev.drover.testing.TestCertificates;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A scripted server and an impatient client. Whatever a case is about, at its end no session is lent, no connection is
 * open, every event has its counterpart, and no secret stands in an event or in the log.
 */
abstract class ScriptCase {
    static final Duration SHORT = Duration.ofMillis(400);
    static final String PASSWORD = "s3cret-w0rd";
    static final String ACCOUNT = "s3cret-acc0unt";
    static final TestCertificates CERTIFICATES = TestCertificates.shared();

    final EventLog events = new EventLog();

    interface Play<T> {
        void with(ScriptedServer server, T client) throws Exception;
    }

    final void client(FtpScript script, Play<FtpClient> play) throws Exception {
        client(script, same -> same, play);
    }

    final void client(FtpScript script, UnaryOperator<FtpClient.Builder> settings, Play<FtpClient> play)
            throws Exception {
        try (CapturedLog log = CapturedLog.of(FtpClient.class);
                ScriptedServer server = script.start()) {
            FtpClient.Builder builder = FtpClient.builder(server.namedAddress())
                    .credentials(FtpCredentials.of("user", PASSWORD).withAccount(ACCOUNT))
                    .timeouts(impatient(Duration.ofSeconds(5)))
                    .listener(events);
            try (FtpClient client = settings.apply(builder).build()) {
                play.with(server, client);
                assertThat(client.pool().lent()).isZero();
            }
            server.awaitAllClosed();
            events.assertPaired();
            assertThat(events.all().toString()).doesNotContain(PASSWORD, ACCOUNT);
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(PASSWORD) || line.contains(ACCOUNT));
        }
    }

    final void session(FtpScript script, Play<FtpSession> play) throws Exception {
        session(script, same -> same, play);
    }

    final void session(FtpScript script, UnaryOperator<FtpClient.Builder> settings, Play<FtpSession> play)
            throws Exception {
        client(script, settings, (server, client) -> {
            try (FtpSession session = client.open()) {
                play.with(server, session);
            }
        });
    }

    /** Every wait is as short as this. */
    private static FtpTimeouts impatient(Duration each) {
        return new FtpTimeouts(each, each, each, each, each);
    }

    /** Waits that a case is about are {@link #SHORT}, all others long enough for a busy machine. */
    static UnaryOperator<FtpClient.Builder> waiting(UnaryOperator<FtpTimeouts> change) {
        return builder -> builder.timeouts(change.apply(impatient(Duration.ofSeconds(5))));
    }

    /** The failure, which must be one of the library's own and tell no secret. */
    static <T extends FtpException> T failure(Class<T> kind, ThrowingCallable action) {
        T failure = catchThrowableOfType(kind, action);
        assertThat(failure).as("a " + kind.getSimpleName()).isNotNull();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each.getMessage())).doesNotContain(PASSWORD, ACCOUNT);
        }
        return failure;
    }

    static void assertFreshSessionWorks(FtpClient client) throws Exception {
        try (FtpSession session = client.open()) {
            session.ping();
        }
    }

    static RemotePath path(String text) {
        return RemotePath.of(text);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
