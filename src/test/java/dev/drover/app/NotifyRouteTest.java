package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alarm arrives, and once, although its channel or Drover itself is away when it is raised. */
class NotifyRouteTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();

    private HttpServer hook;
    private volatile boolean isAway = true;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() throws Exception {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (isAway) {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(503, -1);
            } else {
                told.add(text);
                exchange.sendResponseHeaders(204, -1);
            }
        });
        hook.start();
    }

    @AfterEach
    void stop() {
        hook.stop(0);
    }

    @Test
    void anAlarmOutlivesAChannelThatIsAwayAndARestart() throws Exception {
        try (TestDeployment drover = drover()) {
            List<String> events = drover.listen("drover.events");
            // The first ones may come before there is a subscription.
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                raise(drover, "partner is down");
                assertThat(refused).hasValueGreaterThan(1);
            });
            assertThat(events).as("a notice that fails is no event of its own").containsOnly("{}");
        }
        isAway = false;
        try (TestDeployment drover = drover()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(told)
                    .containsExactly("partner is down"));
            raise(drover, "partner is still down");
            raise(drover, "again");
            try (JMSContext context = drover.connections().createContext()) {
                context.createProducer()
                        .setProperty("droverType", "endpoint.down")
                        .setProperty("droverSubject", "store")
                        .setProperty("droverSummary", "another one")
                        .send(context.createTopic("drover.events"), "{}");
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(told)
                    .containsExactly("partner is down", "another one"));
        }
    }

    private static void raise(TestDeployment drover, String summary) {
        try (JMSContext context = drover.connections().createContext()) {
            context.createProducer()
                    .setProperty("droverType", "endpoint.down")
                    .setProperty("droverSubject", "partner")
                    .setProperty("droverSummary", summary)
                    .send(context.createTopic("drover.events"), "{}");
        }
    }

    private TestDeployment drover() throws Exception {
        return new TestDeployment(directory.resolve("data"))
                .partner("127.0.0.1", 9, "nobody", "asked")
                .with("camel.routeTemplate[tell].templateId", "notify")
                .with(
                        "camel.routeTemplate[tell].channel",
                        "http://127.0.0.1:" + hook.getAddress().getPort() + "/")
                .start();
    }
}
