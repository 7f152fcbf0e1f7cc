package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.CapturedLog;
import dev.drover.testing.script.FtpScript;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A file that failed goes back to its name, unless somebody has uploaded a newer one under it since. */
class WayBackRouteTest extends ScriptSupport {
    private static final String KEPT = "in/a\\.txt\\.drover-kept-[0-9a-f]+";

    @Test
    void aClaimThatIsGivenBackLeavesANewerFileAlone() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "old"));
        try (CapturedLog log = CapturedLog.of(WayBack.class)) {
            failOnce(poll("in", "delete=true", "readLock=rename"));
            assertThat(take().body()).isEqualTo("old");
            assertThat(take().body()).isEqualTo("new");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("WARN", "in/a.txt could not go back", "kept as in/a.txt.drover-kept-");
        }
        assertThat(keptContent()).isEqualTo("old");
    }

    @Test
    void aFileThatIsKeptIsNotTakenAndShowsInHealth() throws Exception {
        play(FtpScript.server().file("/in/a.txt.drover-kept-0123456789abcdef", "old"));
        receiveFrom(poll("in", "delete=true"));
        FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
        await().atMost(PATIENCE).until(() -> consumer.getErrorCounter() > 0);
        assertThat(consumer.getLastError()).hasMessageContaining("failed while another file took its name");
        assertThat(received).isEmpty();
    }

    @Test
    void aPreMoveThatIsTakenBackLeavesANewerFileAlone() throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", "old")
                .directory("/in/.work")
                .once("RETR")
                .stallsData(0));
        receiveFrom(poll("in", "delete=true", "preMove=.work", "timeout=1500", "maximumReconnectAttempts=0"));
        server.awaitCommand("RETR");
        server.put("/in/a.txt", "new".getBytes(UTF_8));
        assertThat(take().body()).isEqualTo("new");
        assertThat(keptContent()).isEqualTo("old");
    }

    private void failOnce(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    boolean first =
                            received.isEmpty() && server.file("/in/a.txt").isEmpty();
                    note(exchange);
                    if (first) {
                        server.put("/in/a.txt", "new".getBytes(UTF_8));
                        throw new IllegalStateException("forced");
                    }
                });
            }
        });
        camel.start();
    }

    private String keptContent() {
        String renamed = commands().stream()
                .filter(line -> line.matches("RNTO " + KEPT))
                .findFirst()
                .orElseThrow();
        return new String(server.file("/" + renamed.substring("RNTO ".length())).orElseThrow(), UTF_8);
    }
}
