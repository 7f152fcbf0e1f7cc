package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What operators of camel-ftp look at: attributes by their names there, health checks with reply, the console. */
class ManagementRouteTest extends ScriptSupport {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void aConsumerTellsOfItsLastActivity() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content"));
        receiveFrom(poll("in", "delete=true"));
        take();
        ObjectName consumer = bean("consumers");
        assertThat(attributes(consumer)).contains("LastFtpActivity", "LastFtpActivityVerbose");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat((String) beans.getAttribute(consumer, "LastFtpActivity"))
                        .startsWith("Download of in/a.txt is done: 7 bytes"));
        assertThat((String) beans.getAttribute(consumer, "LastFtpActivityVerbose"))
                .isNotEmpty();
    }

    @Test
    void anEndpointTakesTransferLoggingWhileItRuns() throws Exception {
        play(FtpScript.server().directory("/in"));
        receiveFrom(poll("in", "delete=true"));
        ObjectName bean = bean("endpoints");
        assertThat(attributes(bean))
                .contains("TransferLoggingLevelName", "TransferLoggingIntervalSeconds", "TransferLoggingVerbose");
        beans.setAttribute(bean, new Attribute("TransferLoggingLevelName", "info"));
        beans.setAttribute(bean, new Attribute("TransferLoggingIntervalSeconds", 1));
        beans.setAttribute(bean, new Attribute("TransferLoggingVerbose", true));
        FtpEndpoint endpoint = (FtpEndpoint) camel.getRoute("receiver").getEndpoint();
        assertThat(endpoint.getTransferLoggingLevel()).isEqualTo(LoggingLevel.INFO);
        assertThat(endpoint.getTransferLoggingIntervalSeconds()).isEqualTo(1);
        assertThat(endpoint.isTransferLoggingVerbose()).isTrue();
        assertThat(beans.getAttribute(bean, "TransferLoggingLevelName")).isEqualTo("INFO");
        assertThat(String.valueOf(beans.getAttribute(bean, "EndpointUri"))).doesNotContain("password=p&");
    }

    @Test
    void aProducerThatIsRefusedSaysWithWhichReply() {
        watchHealth("producers");
        play(FtpScript.server().directory("/out").login("u", "other"));
        camel.start();
        template.send(ftp("out"), exchange -> exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt"));
        HealthCheck.Result result = health("producer:ftp-" + server.host());
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).contains("FtpProducer is not ready");
        assertThat(result.getDetails()).containsEntry("ftp.code", 530).containsKeys("serviceUrl", "ftp.reason");
        assertThat(String.valueOf(result.getDetails().get("ftp.reason"))).startsWith("530 ");
        assertThat(result.getDetails().toString()).doesNotContain("password");
    }

    @Test
    void aProducerCheckGoesWithItsProducer() throws Exception {
        watchHealth("producers");
        play(FtpScript.server().directory("/out"));
        camel.start();
        template.sendBodyAndHeader(ftp("out"), "x", Exchange.FILE_NAME, "a.txt");
        assertThat(health("producer:ftp-" + server.host()).getState()).isEqualTo(HealthCheck.State.UP);
        template.stop();
        assertThat(HealthCheckHelper.invoke(camel))
                .noneMatch(result -> result.getCheck().getId().startsWith("producer:"));
    }

    @Test
    void aConsumerThatIsRefusedSaysWhy() throws Exception {
        watchHealth("consumers");
        play(FtpScript.server().directory("/in").login("u", "other"));
        receiveFrom(poll("in", "delete=true"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            HealthCheck.Result result = health("consumer:receiver");
            assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(result.getError().orElseThrow()).hasMessageContaining("530");
        });
    }

    @Test
    void theConsoleShowsTheSessionsOfEachServer() throws Exception {
        play(FtpScript.server().directory("/in"));
        receiveFrom(poll("in", "delete=true"));
        server.awaitCommand("MLSD");
        FtpDevConsole console = new FtpDevConsole();
        console.setCamelContext(camel);
        JsonObject shown = (JsonObject) console.call(DevConsole.MediaType.JSON, Map.of());
        List<?> servers = (List<?>) shown.get("servers");
        assertThat(servers).hasSize(1);
        assertThat((JsonObject) servers.get(0))
                .containsEntry("server", "ftp://u@" + server.host() + ":" + server.port())
                .containsEntry("limit", 8)
                .containsEntry("logins", 1L)
                .containsEntry("waiting", 0);
        assertThat((String) console.call(DevConsole.MediaType.TEXT, Map.of()))
                .contains("at most 8; 0 waiting; 1 login");
    }

    @Test
    void camelFindsTheConsole() {
        assertThat(camel.getCamelContextExtension()
                        .getBootstrapFactoryFinder("META-INF/services/org/apache/camel/dev-console/")
                        .findClass("ftp"))
                .hasValue(FtpDevConsole.class);
    }

    private void watchHealth(String repository) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(camel);
        HealthCheckRepository checks = (HealthCheckRepository) registry.resolveById(repository);
        checks.setEnabled(true);
        registry.register(checks);
    }

    private HealthCheck.Result health(String id) {
        return HealthCheckHelper.invoke(camel).stream()
                .filter(result -> result.getCheck().getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no health check " + id));
    }

    private ObjectName bean(String type) throws Exception {
        Set<ObjectName> names = beans.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.getManagementName() + ",type=" + type + ",*"), null);
        return names.stream()
                .filter(name ->
                        type.equals("consumers") || name.getKeyProperty("name").contains("ftp:"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bean of an FTP endpoint among " + names));
    }

    private List<String> attributes(ObjectName bean) throws Exception {
        return Arrays.stream(beans.getMBeanInfo(bean).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toList();
    }
}
