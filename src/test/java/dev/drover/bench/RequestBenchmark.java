package dev.drover.bench;

import dev.drover.app.DroverNode;
import dev.drover.testing.BrokerProcess;
import dev.drover.testing.DatabaseServer;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.Loopback;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * How many small requests a second go from the message that asks to the event that tells of the end: a file of 1 KiB from a
 * folder to a server, with one node on its own broker and H2, and with one and two nodes on an external broker and
 * PostgreSQL. Nodes, broker and database are processes of this machine, the server is in this one, so all share its cores.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:java -Dexec.mainClass=dev.drover.bench.RequestBenchmark -Dexec.args="1000"}
 */
public final class RequestBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int WARM_UP = 200;

    private final Path directory;
    private final int count;

    private RequestBenchmark(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    /** The only argument is the number of requests that are measured. */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        Path directory = Files.createTempDirectory("drover-bench");
        // What runs in Maven's own process knows its class path by no property.
        System.setProperty("surefire.test.class.path", classPath());
        RequestBenchmark benchmark = new RequestBenchmark(directory, count);
        double alone = benchmark.own();
        tell("1 node, own broker, H2", alone, alone);
        tell("1 node, external broker, H2", benchmark.shared(1, false), alone);
        tell("1 node, external broker, PostgreSQL", benchmark.shared(1, true), alone);
        tell("2 nodes, external broker, PostgreSQL", benchmark.shared(2, true), alone);
        removeAll(directory);
        // Pools of clients that are closed leave threads behind for a while.
        System.exit(0);
    }

    private static void tell(String what, double rate, double base) {
        System.out.printf(Locale.ROOT, "%-40s %7.1f requests/s  %5.2f%n", what, rate, rate / base);
    }

    private double own() throws Exception {
        Path place = Files.createDirectories(directory.resolve("own"));
        String url = "tcp://127.0.0.1:" + Loopback.freePort();
        try (EmbeddedServer server = EmbeddedServer.on(place.resolve("server")).start();
                DroverNode node = node(place, "alone", server).with("drover.broker.listen", url)) {
            node.start().awaitRunning();
            return measure(place, url);
        }
    }

    private double shared(int nodes, boolean postgres) throws Exception {
        Path place = Files.createDirectories(directory.resolve("shared-" + nodes + postgres));
        List<DroverNode> running = new ArrayList<>();
        Optional<DatabaseServer> database = postgres ? Optional.of(DatabaseServer.in(place)) : Optional.empty();
        try (EmbeddedServer server = EmbeddedServer.on(place.resolve("server")).start();
                BrokerProcess broker = BrokerProcess.in(place.resolve("broker"))) {
            for (int i = 0; i < nodes; i++) {
                DroverNode node = node(place, "node-" + i, server).with("drover.broker.url", broker.failoverUrl());
                database.ifPresent(known -> node.with("drover.journal.url", known.url())
                        .with("drover.journal.user", DatabaseServer.USER)
                        .with("drover.journal.password", DatabaseServer.PASSWORD));
                running.add(node.start());
            }
            running.forEach(DroverNode::awaitRunning);
            return measure(place, broker.url());
        } finally {
            running.forEach(DroverNode::close);
            if (database.isPresent()) {
                database.get().close();
            }
        }
    }

    private double measure(Path place, String url) throws IOException, JMSException {
        for (int i = 0; i < count + WARM_UP; i++) {
            Files.write(Files.createDirectories(place.resolve("store")).resolve("f" + i), new byte[1024]);
        }
        try (JMSContext context = new ActiveMQConnectionFactory(url).createContext();
                JMSConsumer events = context.createConsumer(
                        context.createTopic("drover.events"), "droverType IN ('completed', 'failed')")) {
            run(context, events, 0, WARM_UP);
            long start = System.nanoTime();
            run(context, events, WARM_UP, count);
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void run(JMSContext context, JMSConsumer events, int first, int count) throws JMSException {
        for (int i = first; i < first + count; i++) {
            context.createProducer()
                    .send(
                            context.createQueue("drover.requests"),
                            """
                            {"version":1,"id":"benchmark-%d","operation":"transfer",
                             "source":{"endpoint":"store","paths":["f%d"]},
                             "destination":{"endpoint":"partner","directory":"in"}}"""
                                    .formatted(i, i));
        }
        for (int i = 0; i < count; i++) {
            Message event = events.receive(PATIENCE.toMillis());
            if (event == null || !event.getStringProperty("droverType").equals("completed")) {
                throw new IllegalStateException("after " + i + " of " + count + " requests: "
                        + (event == null ? "nothing more was done" : event.getBody(String.class)));
            }
        }
    }

    private static DroverNode node(Path place, String name, EmbeddedServer server) throws IOException {
        return DroverNode.in(place, name)
                .with("drover.requests.consumers", "4")
                .with(
                        "drover.endpoint.store.root",
                        Files.createDirectories(place.resolve("store")).toString())
                .with("drover.endpoint.partner.host", server.host())
                .with("drover.endpoint.partner.port", String.valueOf(server.port()))
                .with("drover.endpoint.partner.username", EmbeddedServer.USER)
                .with("drover.endpoint.partner.password", EmbeddedServer.PASSWORD)
                .route("failures.camel.yaml")
                .route("requests.camel.yaml");
    }

    private static String classPath() {
        return Stream.iterate(RequestBenchmark.class.getClassLoader(), loader -> loader != null, ClassLoader::getParent)
                .filter(java.net.URLClassLoader.class::isInstance)
                .flatMap(loader -> Stream.of(((java.net.URLClassLoader) loader).getURLs()))
                .map(url -> Path.of(url.getPath()).toString())
                .reduce((a, b) -> a + java.io.File.pathSeparator + b)
                .orElse(System.getProperty("java.class.path"));
    }

    private static void removeAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
