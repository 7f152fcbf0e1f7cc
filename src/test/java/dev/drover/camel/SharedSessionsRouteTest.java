package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.ftp.FtpBusyException;
import dev.drover.ftp.client.FtpSession;
import dev.drover.testing.script.FtpScript;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All endpoints of one server and user share its sessions, and none keeps the others from going on. */
class SharedSessionsRouteTest extends ScriptSupport {
    private static final int FILES = 12;

    @ParameterizedTest
    @ValueSource(strings = {"maxSessions=4", "maxSessions=4&timeout=31000"})
    void filesStreamIntoUploadsToTheSameServer(String uploads) throws Exception {
        FtpScript script = FtpScript.server().directory("/out");
        IntStream.range(0, FILES).forEach(i -> script.file("/in/" + i + ".txt", "x".repeat(100_000)));
        play(script);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(poll("in", "delete=true", "streamDownload=true", "parallelTransfers=4", "maxSessions=4"))
                        .to(ftp("out", uploads));
            }
        });
        camel.start();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(IntStream.range(0, FILES)
                        .filter(i -> server.file("/out/" + i + ".txt").isPresent()))
                .hasSize(FILES));
        assertThat(server.connectionsOpen()).isLessThanOrEqualTo(4);
    }

    @Test
    void endpointsThatDifferInOtherOptionsStayBelowOneLimit() {
        play(FtpScript.server().directory("/out"));
        camel.start();
        for (String option : new String[] {"timeout=30000", "timeout=31000", "sendNoop=false", "soTimeout=60000"}) {
            template.sendBodyAndHeader(ftp("out", "maxSessions=1", option), "content", Exchange.FILE_NAME, "a.txt");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.connectionsOpen()).isEqualTo(1));
    }

    @Test
    void whenAllSessionsAreBusyThatIsSaidOnceAndTheServerIsNotTakenToBeAway() throws Exception {
        play(FtpScript.server().directory("/out"));
        camel.start();
        FtpProducer producer = ((FtpEndpoint)
                        camel.getEndpoint(ftp("out", "maxSessions=1", "sessionWait=50", "reconnectDelay=60000")))
                .createProducer();
        producer.start();
        RemoteServer remote = producer.operations().server();
        try (FtpSession busy = remote.open()) {
            assertThat(busy.isUsable()).isTrue();
            long begun = System.nanoTime();
            assertThatThrownBy(remote::open)
                    .isInstanceOf(FtpBusyException.class)
                    .hasMessageContaining("all 1 are in use");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            remote.probe();
        }
        producer.stop();
    }
}
