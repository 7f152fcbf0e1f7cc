package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.CapturedLog;
import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who logs in and how, what becomes of the connection when it is refused, and servers that list in their own way. */
class LoginRouteTest extends ScriptSupport {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p+a%ss&w#o)rd | password=RAW(p+a%ss&w#o)rd)",
                "p+a%ss&w#o)rd | password=RAW{p+a%ss&w#o)rd}",
                "100%x | password=RAW(100%x)",
                "a b | password=a%20b",
            })
    void passwordsGoToTheServerAsTheyAre(String password, String option) throws Exception {
        play(FtpScript.server().login("u", password).file("/in/a.txt", "content"));
        receiveFrom("ftp:" + server.host() + ":" + server.port() + "/in?username=u&" + option
                + "&delete=true&initialDelay=0&delay=50");
        assertThat(take().body()).isEqualTo("content");
    }

    @Test
    void withoutAUserTheLoginIsAnonymous() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content"));
        receiveFrom("ftp:" + server.host() + ":" + server.port() + "/in?delete=true&initialDelay=0&delay=50");
        assertThat(take().body()).isEqualTo("content");
        assertThat(commands()).first().isEqualTo("USER anonymous");
    }

    @Test
    void refusedLoginsLeaveNoConnectionBehind() throws Exception {
        play(FtpScript.server().directory("/in").login("u", "other"));
        receiveFrom(poll("in", "delete=true"));
        await().atMost(PATIENCE).until(() -> server.connectionsAccepted() > 5);
        for (int i = 0; i < 5; i++) {
            Exchange sent =
                    template.send(ftp("out"), exchange -> exchange.getIn().setBody("x"));
            assertThat(sent.getException()).hasMessageContaining("530");
            assertThat(sent.getIn().getHeader("CamelFtpReplyCode")).isEqualTo(530);
        }
        camel.stop();
        server.awaitAllClosed();
    }

    @Test
    void namesThatAServerListsWithTheirDirectoryAreUnderstood() throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", "content")
                .file("/in/sub/b.txt", "more")
                .lacks("MLSD", "MLST")
                .on("LIST in")
                .sendsLines("-rw-r--r-- 1 u g 7 Jan 01 2020 /in/a.txt", "drwxr-xr-x 1 u g 7 Jan 01 2020 /in/sub")
                .on("LIST in/sub")
                .sendsLines("-rw-r--r-- 1 u g 4 Jan 01 2020 /in/sub/b.txt"));
        receiveFrom(poll("in", "delete=true", "recursive=true", "handleDirectoryParserAbsoluteResult=true"));
        assertThat(take().name()).isEqualTo("a.txt");
        assertThat(take().name()).isEqualTo("sub/b.txt");
    }

    @Test
    void aFileThatNeverStopsGrowingIsPassedOverAndTold() throws Exception {
        try (CapturedLog log = CapturedLog.of(RemoteLock.class)) {
            play(FtpScript.server().file("/in/a.txt", "1"));
            receiveFrom(poll(
                    "in",
                    "delete=true",
                    "readLock=changed",
                    "readLockCheckInterval=250",
                    "readLockTimeout=600",
                    "readLockLoggingLevel=INFO"));
            StringBuilder content = new StringBuilder("1");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
                content.append('x');
                server.put("/in/a.txt", content.toString().getBytes(StandardCharsets.UTF_8));
                return log.lines().stream()
                        .anyMatch(line -> line.startsWith("INFO Cannot acquire read lock: it changed"));
            });
            assertThat(take().body()).isEqualTo(content.toString());
        }
    }

    @Test
    void aTypeOfCommonsNetForListingsIsRefused() {
        camel.getRegistry().bind("config", new Object());
        camel.start();
        assertThatThrownBy(() -> camel.getEndpoint("ftp:localhost/in?ftpClientConfig=#config"))
                .hasStackTraceContaining("set ftpClientConfig. options");
    }
}
