package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.drover.ftp.TlsMaterial;
import dev.drover.testing.Loopback;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alarm arrives, and once, although its channel or Drover itself is away when it is raised. */
class NotifyRouteTest {
    private static final int MANY = 10;

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

    @Test
    void ofTwoNodesOneTellsEachEventAndTheOtherGoesOn() throws Exception {
        isAway = false;
        String url = "tcp://127.0.0.1:" + Loopback.freePort();
        BrokerConfig config = new BrokerConfig(
                Optional.empty(),
                Optional.of("drover"),
                Optional.of("secret"),
                Map.of(),
                new BrokerTls(TlsMaterial.OF_THE_JVM),
                List.of(url),
                directory.resolve("broker"),
                64 << 20,
                1 << 30);
        try (EmbeddedBroker broker = EmbeddedBroker.open(config);
                TestDeployment other = node("other", url)) {
            try (TestDeployment one = node("one", url).start()) {
                // The first ones may come before there is a subscription.
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
                    raise(one, "first", "one is there");
                    assertThat(told).contains("one is there");
                });
                other.start();
                raiseAll(one, "while both are there");
                raiseAll(other, "through the other one");
            }
            raiseAll(other, "when one is gone");
        }
        assertThat(told).doesNotHaveDuplicates().hasSize(1 + 3 * MANY);
    }

    private void raiseAll(TestDeployment drover, String text) {
        List<String> texts =
                IntStream.range(0, MANY).mapToObj(i -> text + " " + i).toList();
        texts.forEach(summary -> raise(drover, summary, summary));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(told)
                .containsAll(texts));
    }

    /** Of two nodes that share journal and broker; one of them at a time looks. */
    private TestDeployment node(String name, String url) throws Exception {
        return drover(name)
                .with("drover.node", name)
                .with("drover.watch", "master:drover:")
                .with("drover.journal.url", "jdbc:h2:mem:notify;DB_CLOSE_DELAY=-1")
                .with("drover.broker.url", "failover:(" + url + ")?timeout=1000&maxReconnectDelay=500")
                .with("drover.broker.user", "drover")
                .with("drover.broker.password", "secret");
    }

    private static void raise(TestDeployment drover, String summary) {
        raise(drover, "partner", summary);
    }

    private static void raise(TestDeployment drover, String subject, String summary) {
        try (JMSContext context = drover.connections().createContext()) {
            context.createProducer()
                    .setProperty("droverType", "endpoint.down")
                    .setProperty("droverSubject", subject)
                    .setProperty("droverSummary", summary)
                    .send(context.createTopic("drover.events"), "{}");
        }
    }

    private TestDeployment drover() throws Exception {
        return drover("data").start();
    }

    private TestDeployment drover(String data) throws Exception {
        return new TestDeployment(directory.resolve(data))
                .with("drover.routes", routes().toString())
                .partner("127.0.0.1", 9, "nobody", "asked")
                .with("camel.routeTemplate[tell].templateId", "notify")
                .with(
                        "camel.routeTemplate[tell].channel",
                        "http://127.0.0.1:" + hook.getAddress().getPort() + "/");
    }

    /** The route that is tried and what becomes of failures: the start of all the others would be most of the time. */
    private Path routes() throws IOException {
        Path routes = directory.resolve("routes");
        for (String file : List.of("templates/notify.camel.yaml", "failures.camel.yaml")) {
            Path copy = routes.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("routes", file), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return routes;
    }
}
