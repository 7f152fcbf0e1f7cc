package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.junit.jupiter.api.Test;

class ConnectionRouteTest extends RouteTestSupport {
    @Test
    void aServerThatIsDownAtStartIsPolledWhenItComes() throws Exception {
        put("in/a.txt", "a");
        server.stop();
        String uri = poll("in", "delete=true", "maximumReconnectAttempts=1");
        long begin = System.nanoTime();
        receiveFrom(uri);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(received::isEmpty);
        server.restart();
        assertThat(take().body()).isEqualTo("a");
    }

    @Test
    void aServerThatRestartsIsPolledOn() throws Exception {
        receiveFrom(poll("in", "delete=true", "maximumReconnectAttempts=1"));
        put("in/a.txt", "a");
        take();
        server.restart();
        put("in/b.txt", "b");
        assertThat(take().body()).isEqualTo("b");
    }

    @Test
    void aProducerGoesOnAfterARestart() {
        camel.start();
        template.sendBodyAndHeader(ftp("out"), "a", Exchange.FILE_NAME, "a.txt");
        server.restart();
        template.sendBodyAndHeader(ftp("out"), "b", Exchange.FILE_NAME, "b.txt");
        assertThat(files()).containsExactly("out/a.txt", "out/b.txt");
    }

    @Test
    void aRefusedLoginShowsItsReply() {
        camel.start();
        String uri = ftp("out").replace("password=drover", "password=wrong");
        Exchange sent = template.send(uri, exchange -> exchange.getIn().setBody("x"));
        assertThat(sent.getException())
                .isInstanceOfSatisfying(
                        GenericFileOperationFailedException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(530));
        assertThat(sent.getIn().getHeader("CamelFtpReplyCode")).isEqualTo(530);
        assertThat(sent.getException()).hasMessageNotContaining("wrong");
    }

    @Test
    void aRefusedLoginIsAnErrorOfThePollWhenAsked() {
        camel.start();
        String uri = ftp("in", "throwExceptionOnConnectFailed=true").replace("password=drover", "password=wrong");
        assertThatThrownBy(() -> camel.createConsumerTemplate().receive(uri, 2000))
                .isInstanceOf(RuntimeCamelException.class)
                .isInstanceOfSatisfying(
                        GenericFileOperationFailedException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(530));
    }

    @Test
    void aMissingDirectoryIsAnErrorWithoutAutoCreate() {
        camel.start();
        String uri = ftp("missing", "autoCreate=false");
        assertThatThrownBy(() -> camel.createConsumerTemplate().receive(uri, 2000))
                .isInstanceOfSatisfying(
                        GenericFileOperationFailedException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(550));
    }

    @Test
    void aMissingDirectoryIsMadeByDefault() throws Exception {
        receiveFrom(poll("some/where/new", "delete=true"));
        await().atMost(PATIENCE).until(() -> Files.isDirectory(home.resolve("some/where/new")));
    }

    @Test
    void disconnectLeavesNothingOpen() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(ftp("in", "initialDelay=0", "delay=60000", "delete=true", "disconnect=true"));
        take();
        awaitFiles();
        FtpComponent component = camel.getComponent("ftp", FtpComponent.class);
        await().atMost(PATIENCE).until(() -> component.connections().size() == 0);
    }

    @Test
    void stoppingTheRouteClosesItsSessions() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(poll("in", "delete=true"));
        take();
        camel.getRouteController().stopRoute("receiver");
        assertThat(camel.getComponent("ftp", FtpComponent.class).connections().size())
                .isZero();
    }

    @Test
    void healthTellsOfAServerThatIsAway() throws Exception {
        watchHealth("consumers");
        receiveFrom(poll("in", "delete=true", "maximumReconnectAttempts=1"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state("consumer:receiver")).isEqualTo(HealthCheck.State.UP));
        server.stop();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state("consumer:receiver")).isEqualTo(HealthCheck.State.DOWN));
        server.restart();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state("consumer:receiver")).isEqualTo(HealthCheck.State.UP));
    }

    @Test
    void aProducerIsReadyWhenItsServerIs() {
        watchHealth("producers");
        camel.start();
        template.sendBodyAndHeader(ftp("out", "maximumReconnectAttempts=1"), "a", Exchange.FILE_NAME, "a.txt");
        assertThat(state("producer:ftp-localhost")).isEqualTo(HealthCheck.State.UP);
        server.stop();
        assertThat(state("producer:ftp-localhost")).isEqualTo(HealthCheck.State.DOWN);
    }

    private void watchHealth(String repository) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        HealthCheckRepository checks = (HealthCheckRepository) registry.resolveById(repository);
        checks.setEnabled(true);
        registry.register(checks);
    }

    private HealthCheck.State state(String id) {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(camel);
        return results.stream()
                .filter(result -> result.getCheck().getId().equals(id))
                .findFirst()
                .map(HealthCheck.Result::getState)
                .orElse(HealthCheck.State.UNKNOWN);
    }
}
