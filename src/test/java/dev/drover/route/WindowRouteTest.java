package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.testing.BetweenPolls;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.StoppedClock;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ScheduledPollConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parameter window of the file templates, at a time that the test sets. */
class WindowRouteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private final StoppedClock clock = new StoppedClock(Instant.EPOCH);
    private EndpointCatalog endpoints;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        Map<String, String> settings = new HashMap<>();
        settings.put("drover.endpoint.server.kind", "ftp");
        settings.put("drover.endpoint.server.host", server.host());
        settings.put("drover.endpoint.server.port", Integer.toString(server.port()));
        settings.put("drover.endpoint.server.username", EmbeddedServer.USER);
        settings.put("drover.endpoint.server.password", EmbeddedServer.PASSWORD);
        for (String name : List.of("here", "there", "spool")) {
            settings.put("drover.endpoint." + name + ".kind", "local");
            settings.put(
                    "drover.endpoint." + name + ".root",
                    Files.createDirectories(directory.resolve(name)).toString());
        }
        endpoints = EndpointCatalog.of(settings);
        Properties properties = new Properties();
        properties.setProperty("drover.error-folder", ".error");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getRegistry().bind("endpoints", endpoints);
        camel.getRegistry().bind("references", new FileReferences(endpoints));
        camel.getRegistry().bind("jms-now", new SedaComponent());
        camel.getRegistry().bind("tools", new Tools(endpoints, new TransferEngine(), List.of(), clock, "node"));
        for (String template : List.of("drop-to-remote", "remote-to-folder", "remote-to-remote", "remote-to-jms")) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(camel)
                            .resolveResource("file:routes/templates/" + template + ".camel.yaml"));
        }
        camel.start();
    }

    @AfterEach
    void stop() throws IOException {
        BetweenPolls.stop(camel);
        endpoints.close();
        server.close();
    }

    @Test
    void noLookBeginsOutsideOfTheWindow() throws Exception {
        clock.set(Instant.parse("2026-11-20T21:59:00Z"));
        route("drop-to-remote", Map.of("folder", "here/a", "endpoint", "there", "directory", "a"));
        route("remote-to-folder", Map.of("endpoint", "server", "directory", "b", "folder", "there/b"));
        route("remote-to-remote", Map.of("from", "server", "fromDirectory", "c", "to", "there", "toDirectory", "c"));
        route("remote-to-jms", Map.of("endpoint", "server", "directory", "d", "queue", "d"));
        for (Path folder : List.of(
                directory.resolve("here/a"),
                server.home().resolve("b"),
                server.home().resolve("c"),
                server.home().resolve("d"))) {
            Files.writeString(Files.createDirectories(folder).resolve("file.txt"), "content");
        }
        for (String id : List.of("drop-to-remote", "remote-to-folder", "remote-to-remote", "remote-to-jms")) {
            ScheduledPollConsumer consumer =
                    (ScheduledPollConsumer) camel.getRoute(id).getConsumer();
            await().atMost(PATIENCE).until(() -> consumer.getCounter() > 3);
            // A closed window is no trouble of the route.
            assertThat(consumer.isConsumerReady()).isTrue();
            assertThat(consumer.getErrorCounter()).isZero();
            assertThat(camel.getRouteController().getRouteStatus(id)).isEqualTo(ServiceStatus.Started);
        }
        assertThat(directory.resolve("there")).isEmptyDirectory();
        assertThat(announced()).isEmpty();

        clock.set(Instant.parse("2026-11-20T22:00:00Z"));

        for (String folder : List.of("a", "b", "c")) {
            Path file = directory.resolve("there/" + folder + "/file.txt");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(file).hasContent("content"));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(announced()).hasSize(1));

        clock.set(Instant.parse("2026-11-21T03:00:00Z"));
        Files.writeString(directory.resolve("here/a/late.txt"), "content");
        ScheduledPollConsumer consumer =
                (ScheduledPollConsumer) camel.getRoute("drop-to-remote").getConsumer();
        long looks = consumer.getCounter();
        await().atMost(PATIENCE).until(() -> consumer.getCounter() > looks + 3);
        assertThat(directory.resolve("here/a/late.txt")).exists();
        assertThat(directory.resolve("there/a/late.txt")).doesNotExist();
    }

    private List<?> announced() {
        Endpoint queue = camel.getEndpoint("jms-now:queue:d");
        return ((SedaEndpoint) queue).getExchanges();
    }

    // In Berlin it is an hour later: 23:00 to 4:00 of the next morning.
    private void route(String template, Map<String, Object> parameters) throws Exception {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("window", "SUN 01:00-02:00, FRI 23:00-04:00");
        all.put("timezone", "Europe/Berlin");
        all.put("poll", "20ms");
        all.put("settle", "1ms");
        TemplatedRouteBuilder.builder(camel, template)
                .routeId(template)
                .parameters(all)
                .add();
    }
}
