package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.journal.Journal;
import dev.drover.route.Movement;
import dev.drover.testing.BetweenPolls;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.EventSchema;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.core.ThrowingRunnable;

/** The deployment that the repository ships, with its own routes and settings, pointed at folders and servers of a test. */
final class TestDeployment implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ObjectMapper json = new ObjectMapper();

    private final Path data;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Movement> movements = new CopyOnWriteArrayList<>();
    private final List<JMSContext> listening = new ArrayList<>();
    private final List<String> misfits = new CopyOnWriteArrayList<>();
    private Deployment deployment;

    TestDeployment(Path data) throws IOException {
        this.data = Files.createDirectories(data);
        with("drover.data", data.toString());
        with("drover.broker.listen", "");
        with("drover.poll", "200ms");
        with("drover.settle", "1ms");
        // A consumer that is told to stop ends when it next looks up.
        with("camel.component.jms.receive-timeout", "100");
        with("drover.retry.first-pause", "20ms");
        with("drover.retry.longest-pause", "100ms");
    }

    /** Another value for a setting. */
    TestDeployment with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The endpoint "partner" on a server in clear text. */
    TestDeployment partner(String host, int port, String user, String password) {
        return with("drover.endpoint.partner.host", host)
                .with("drover.endpoint.partner.port", String.valueOf(port))
                .with("drover.endpoint.partner.retry.base", "20ms")
                .with("drover.endpoint.partner.username", user)
                .with("drover.endpoint.partner.password", password);
    }

    TestDeployment partner(EmbeddedServer server) {
        return partner(server.host(), server.port(), EmbeddedServer.USER, EmbeddedServer.PASSWORD);
    }

    TestDeployment start() throws Exception {
        Settings read = Settings.read(Path.of("config"), settings, name -> Optional.empty());
        deployment = Deployment.start(DroverConfig.read(read), List.of(movements::add));
        return this;
    }

    Path folder(String endpoint) throws IOException {
        return Files.createDirectories(data.resolve(endpoint));
    }

    Journal journal() {
        return bean("journal", Journal.class);
    }

    <T> T bean(String name, Class<T> type) {
        return deployment.camel().getRegistry().lookupByNameAndType(name, type);
    }

    /** More routes, as a file in YAML would have them. */
    void addRoutes(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(deployment.camel()).loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml));
    }

    Route route(String id) {
        return deployment.camel().getRoute(id);
    }

    List<Movement> movements() {
        return List.copyOf(movements);
    }

    void send(String queue, String text) throws IOException {
        deployment.send(queue, List.of(text));
    }

    /** Something else than text; the queue may carry options of camel-jms. */
    void send(String queue, Object content) throws IOException {
        try (ProducerTemplate producer = deployment.camel().createProducerTemplate()) {
            producer.sendBody("jms:queue:" + queue, content);
        }
    }

    /** A message to a route that waits for its answer. */
    Exchange ask(String uri, Map<String, Object> headers) throws IOException {
        try (ProducerTemplate producer = deployment.camel().createProducerTemplate()) {
            return producer.request(uri, exchange -> exchange.getMessage().setHeaders(new HashMap<>(headers)));
        }
    }

    /** A letter such as requests leave that failed. */
    void deadLetter(String queue, String request, String errorClass) {
        try (JMSContext context = connections().createContext()) {
            context.createProducer()
                    .setProperty("droverRequestId", request)
                    .setProperty("droverErrorClass", errorClass)
                    .send(context.createQueue(queue), "{}");
        }
    }

    /** The next message of a queue; fails when none comes in time. */
    Exchange receive(String queue) throws IOException {
        Exchange exchange = receive(queue, PATIENCE);
        assertThat(exchange).as("a message on %s", queue).isNotNull();
        return exchange;
    }

    Exchange receive(String queue, Duration longest) throws IOException {
        try (ConsumerTemplate consumer = deployment.camel().createConsumerTemplate()) {
            return consumer.receive("jms:queue:" + queue, longest.toMillis());
        }
    }

    /** What is said on a topic from now on. */
    List<String> listen(String topic) {
        List<String> heard = new CopyOnWriteArrayList<>();
        JMSContext context = connections().createContext();
        listening.add(context);
        context.createConsumer(context.createTopic(topic)).setMessageListener(message -> {
            String text = text(message);
            misfits.addAll(EventSchema.problems(text));
            heard.add(text);
        });
        return heard;
    }

    /** Connections to its broker. */
    ConnectionFactory connections() {
        return deployment.camel().getComponent("jms-now", JmsComponent.class).getConnectionFactory();
    }

    static String text(Message message) {
        try {
            return message.getBody(String.class);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    /** An event or an answer. */
    static JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Looks again and again until it is so. */
    static void soon(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }

    @Override
    public void close() {
        listening.forEach(JMSContext::close);
        if (deployment != null) {
            BetweenPolls.pause(deployment.camel());
            deployment.close();
        }
        assertThat(misfits).as("events that do not fit their schema").isEmpty();
    }

    /** Sends a message that has expired when the broker first has it to give, so that no consumer can be quicker. */
    static void sendTooLate(JMSContext context, String queue, String text) throws JMSException {
        try (JMSContext transaction = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            Message message = transaction.createTextMessage(text);
            transaction.createProducer().setTimeToLive(1).send(transaction.createQueue(queue), message);
            long end = message.getJMSExpiration();
            await().atMost(PATIENCE).until(() -> System.currentTimeMillis() > end);
            transaction.commit();
        }
    }

    /** Puts a file where a route looks, whole from the first moment. */
    static void drop(Path directory, String name, byte[] content) throws IOException {
        Path part = Files.write(Files.createDirectories(directory).resolve(".part-of-a-test"), content);
        Files.move(part, directory.resolve(name));
    }

    /** The names in a directory, hidden ones included. */
    static List<String> names(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
