package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.app.CampaignRequests.Order;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.journal.RequestState;
import dev.drover.testing.BrokerProcess;
import dev.drover.testing.DatabaseServer;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.LongTest;
import dev.drover.testing.Loopback;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of all kinds, one in ten of them wrong, for two nodes on one broker and one database, while one of the nodes is
 * killed again and again. By itself 60 requests and one death; {@code -Pcampaign} has 1,000 and three.
 */
@LongTest
class RequestCampaignIT {
    private static final Logger log = LoggerFactory.getLogger(RequestCampaignIT.class);
    private static final int REQUESTS = Integer.getInteger("drover.campaign", 60);
    private static final int DEATHS = REQUESTS >= 1000 ? 3 : 1;
    private static final Duration PATIENCE = Duration.ofMinutes(REQUESTS >= 1000 ? 10 : 3);
    private static final Set<String> ENDS =
            Set.of("completed", "partially-completed", "failed", "cancelled", "expired", "rejected");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    /** By request: the ids of the events that ended it. What is told twice has the same id. */
    private final Map<String, Set<String>> endings = new ConcurrentHashMap<>();

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Message> deadLetters = new ConcurrentHashMap<>();
    private final Map<String, Integer> renames = new ConcurrentHashMap<>();
    private final List<String> repeated = new CopyOnWriteArrayList<>();

    /** Where the broker is. */
    private enum Where {
        /** A process of its own. */
        EXTERNAL,
        /** Inside the node that is not killed. */
        EMBEDDED
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestHasOneOutcomeAndEveryFileIsThereOnceThoughANodeIsKilled(Where where) throws Exception {
        Path store = Files.createDirectories(directory.resolve("store"));
        CampaignRequests requests = new CampaignRequests(store, directory.resolve("server"), 4711);
        requests.prepare(REQUESTS);
        try (EmbeddedServer server = EmbeddedServer.on(directory.resolve("server"))
                        .ftplet(new RenameCounter())
                        .start();
                DatabaseServer database = DatabaseServer.in(directory);
                BrokerProcess broker = where == Where.EXTERNAL ? BrokerProcess.in(directory.resolve("broker")) : null;
                DroverNode steady = node("steady", store, server, database);
                DroverNode mortal = node("mortal", store, server, database)) {
            String url = broker != null ? broker.url() : "tcp://127.0.0.1:" + Loopback.freePort();
            steady.with(broker != null ? "drover.broker.url" : "drover.broker.listen", url);
            mortal.with("drover.broker.url", "failover:(" + url + ")?maxReconnectDelay=500");
            steady.start().awaitRunning();
            mortal.start().awaitRunning();
            JMSContext context = new ActiveMQConnectionFactory(url).createContext();
            listen(context);
            long start = System.nanoTime();
            send(context, "drover.requests", requests.withdrawn());
            send(context, "drover.requests", requests.orders());
            for (int death = 1; death <= DEATHS; death++) {
                long share = (long) requests.valid().size() * death / (DEATHS + 2);
                awaitEndings(share, requests);
                mortal.awaitRunning().kill();
                mortal.start();
            }
            awaitEndings(valid(requests).size(), requests);
            await().atMost(PATIENCE)
                    .until(() -> deadLetters.size() >= requests.faulty().size());
            Set<String> withdrawn = ids(requests.withdrawn());
            await().atMost(PATIENCE).until(() -> accepted.containsAll(withdrawn));
            List<Order> cancels =
                    requests.withdrawn().stream().map(CampaignRequests::cancel).toList();
            send(context, "drover.cancels", cancels);
            await().atMost(PATIENCE)
                    .until(() -> endings.keySet().containsAll(withdrawn)
                            && endings.keySet().containsAll(ids(cancels)));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            mortal.awaitRunning();
            log.info(
                    "{} broker: {} messages with {} requests, {} of them wrong, in {} ms with {} deaths; {} events twice",
                    where,
                    requests.orders().size(),
                    REQUESTS,
                    requests.faulty().size(),
                    took.toMillis(),
                    DEATHS,
                    repeated.size());
            context.close();
            check(requests, database);
        }
    }

    private void check(CampaignRequests requests, DatabaseServer database) throws Exception {
        for (Order order : valid(requests)) {
            assertThat(endings.get(order.id()))
                    .as(order.body())
                    .singleElement()
                    .asString()
                    .contains("/completed/");
        }
        for (Order order : requests.withdrawn()) {
            assertThat(endings.get(order.id()))
                    .as(order.body())
                    .singleElement()
                    .asString()
                    .contains("/cancelled/");
        }
        for (Order order : requests.faulty()) {
            Message letter = deadLetters.get(order.body());
            assertThat(letter).as("%s: %s", order.fault(), order.body()).isNotNull();
            assertThat(letter.getStringProperty("droverErrorClass"))
                    .as("%s: %s", order.fault(), letter.getStringProperty("droverFailureReason"))
                    .isEqualTo(order.fault().orElseThrow().errorClass());
            assertThat(letter.getStringProperty("droverFailureReason"))
                    .as("%s", order.fault())
                    .isNotBlank()
                    .contains(order.fault().orElseThrow().reason());
        }
        assertThat(deadLetters).hasSameSizeAs(requests.faulty());
        assertThat(files()).isEqualTo(digests(requests.expected()));
        assertThat(renames.entrySet().stream().filter(entry -> entry.getValue() > 1))
                .as("files that were renamed into place more than once")
                .isEmpty();
        try (Journal journal = Journal.open(
                JournalConfig.of("observer", database.url(), DatabaseServer.USER, DatabaseServer.PASSWORD))) {
            Map<RequestState, Long> counts = journal.history().counts();
            assertThat(counts.keySet()).allMatch(RequestState::isFinal);
            assertThat(counts.get(RequestState.COMPLETED))
                    .isEqualTo(valid(requests).size() + requests.withdrawn().size());
            assertThat(counts.get(RequestState.CANCELLED))
                    .isEqualTo(requests.withdrawn().size());
            int takenOver = 0;
            for (Order order : valid(requests)) {
                takenOver += journal.history().attempts(order.id()).size() > 1 ? 1 : 0;
            }
            log.info("{} requests were taken over from the dead", takenOver);
        }
    }

    private void awaitEndings(long count, CampaignRequests requests) {
        Set<String> valid = valid(requests).stream().map(Order::id).collect(Collectors.toSet());
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> endings.keySet().stream().filter(valid::contains).count() >= count);
    }

    // What is sent twice is one request.
    private static List<Order> valid(CampaignRequests requests) {
        return requests.valid().stream().distinct().toList();
    }

    private static Set<String> ids(List<Order> orders) {
        return orders.stream().map(Order::id).collect(Collectors.toSet());
    }

    // With any priority, and some of them in groups.
    private static void send(JMSContext context, String queue, List<Order> orders) {
        for (Order order : orders) {
            int chance = Math.floorMod(order.body().hashCode(), 100);
            JMSProducer producer = context.createProducer().setPriority(chance % 10);
            if (chance < 10) {
                producer.setProperty("JMSXGroupID", "group-" + chance % 3);
            }
            producer.send(context.createQueue(queue), order.body());
        }
    }

    private void listen(JMSContext context) {
        JMSContext listener = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        listener.createConsumer(listener.createTopic("drover.events")).setMessageListener(this::hear);
        JMSContext collector = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        collector.createConsumer(collector.createQueue("drover.dead")).setMessageListener(this::collect);
    }

    private void hear(Message message) {
        try {
            JsonNode event = JSON.readTree(message.getBody(String.class));
            String kind =
                    event.get("type").asText().replace("drover.transfer.", "").replace(".v1", "");
            if (kind.equals("accepted")) {
                accepted.add(event.get("subject").asText());
            }
            if (ENDS.contains(kind) && event.has("subject")) {
                String id = event.get("id").asText();
                if (!endings.computeIfAbsent(event.get("subject").asText(), subject -> ConcurrentHashMap.newKeySet())
                        .add(id)) {
                    repeated.add(id);
                }
            }
        } catch (JMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void collect(Message message) {
        try {
            Message before = deadLetters.put(message.getBody(String.class), message);
            assertThat(before)
                    .as("another letter about %s", message.getBody(String.class))
                    .isNull();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private DroverNode node(String name, Path store, EmbeddedServer server, DatabaseServer database)
            throws IOException {
        DroverNode node = DroverNode.in(directory, name)
                .with("drover.journal.url", database.url())
                .with("drover.journal.user", DatabaseServer.USER)
                .with("drover.journal.password", DatabaseServer.PASSWORD)
                .with("drover.requests.lease", "5s")
                .with("drover.requests.consumers", "4")
                .with("drover.endpoint.store.root", store.toString())
                .route("failures.camel.yaml")
                .route("requests.camel.yaml")
                .route("cancels.camel.yaml");
        for (String action : List.of("list", "delete", "move")) {
            node.with("drover.endpoint.store.allow." + action, "**");
        }
        server(node, "partner", server, "");
        server(node, "second", server, "/second");
        return node.with("drover.endpoint.partner.allow.put", "up/**,moved/**");
    }

    private static void server(DroverNode node, String name, EmbeddedServer server, String root) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "kind",
                "ftp",
                "host",
                server.host(),
                "port",
                String.valueOf(server.port()),
                "username",
                EmbeddedServer.USER,
                "password",
                EmbeddedServer.PASSWORD,
                "root",
                root));
        for (String action : List.of("get", "put", "list", "delete", "move", "mkdir")) {
            settings.put("allow." + action, "**");
        }
        settings.forEach((key, value) -> node.with("drover.endpoint." + name + "." + key, value));
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path root : List.of(directory.resolve("store"), directory.resolve("server"))) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    found.put(directory.relativize(file).toString(), sha256(Files.readAllBytes(file)));
                }
            }
        }
        return found;
    }

    private Map<String, String> digests(Map<Path, byte[]> contents) {
        Map<String, String> digests = new TreeMap<>();
        contents.forEach(
                (file, content) -> digests.put(directory.relativize(file).toString(), sha256(content)));
        return digests;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts how often the server gave a file its name. */
    private final class RenameCounter extends DefaultFtplet {
        @Override
        public FtpletResult afterCommand(FtpSession session, FtpRequest request, FtpReply reply) {
            if (request.getCommand().equalsIgnoreCase("RNTO") && reply.isPositive()) {
                renames.merge(request.getArgument(), 1, Integer::sum);
            }
            return FtpletResult.DEFAULT;
        }
    }
}
