package dev.drover.app;

import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.journal.RequestState;
import dev.drover.testing.BrokerProcess;
import dev.drover.testing.DatabaseServer;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.LongTest;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node stands on goes away while it transfers, and comes back: nothing is lost, and nothing is done twice. */
@LongTest
class OutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final int LARGE = 3_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final Set<String> endings = ConcurrentHashMap.newKeySet();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Random random = new Random(1);
    private EmbeddedServer server;
    private DatabaseServer database;
    private BrokerProcess broker;
    private JMSContext context;
    private DroverNode node;
    private Path store;

    @BeforeEach
    void start() throws Exception {
        store = Files.createDirectories(directory.resolve("store"));
        server = EmbeddedServer.on(directory.resolve("server"))
                .ftplet(new Listener())
                .start();
        database = DatabaseServer.in(directory);
        broker = BrokerProcess.in(directory.resolve("broker"));
        context = new ActiveMQConnectionFactory(broker.failoverUrl()).createContext();
        JMSContext listener = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        listener.createConsumer(listener.createTopic("drover.events")).setMessageListener(this::hear);
        node = node().start().awaitRunning();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        context.close();
        broker.close();
        database.close();
        server.close();
    }

    @Test
    void theBrokerIsKilledInTheMiddleOfATransferAndComesBack() throws Exception {
        send("large", LARGE);
        awaitHalfOf("large");

        broker.kill();
        broker.start();

        long back = System.nanoTime();
        send("after", 1000);
        completed(List.of("large", "after"));
        assertThat(Duration.ofNanos(System.nanoTime() - back))
                .as("the message is brought again at once, not tried again where it is")
                .isLessThan(Duration.ofSeconds(30));
        assertThat(done).filteredOn(command -> command.startsWith("STOR")).hasSize(2);
    }

    @Test
    void theDatabaseIsAwayForLongerThanALeaseInTheMiddleOfATransfer() throws Exception {
        send("large", LARGE);
        awaitHalfOf("large");

        database.stop();
        List<String> names = new ArrayList<>(List.of("large"));
        for (int i = 0; i < 10; i++) {
            names.add("small-" + i);
            send("small-" + i, 1000);
        }
        await().during(OUTAGE).atMost(OUTAGE.plusSeconds(10)).until(endings::isEmpty);
        assertThat(names(server.home().resolve("large")))
                .as("before the journal knows")
                .doesNotContain("file.bin");
        database.start();

        completed(names);
        assertThat(done).filteredOn(command -> command.startsWith("RNTO")).hasSize(names.size());
    }

    private void awaitHalfOf(String name) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> names(server.home().resolve(name)).stream()
                        .anyMatch(file -> server.home()
                                        .resolve(name)
                                        .resolve(file)
                                        .toFile()
                                        .length()
                                > LARGE / 3));
    }

    private void completed(List<String> requests) throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(endings).hasSizeGreaterThanOrEqualTo(requests.size()));
        for (String name : requests) {
            assertThat(endings)
                    .filteredOn(ending -> ending.startsWith("outage-" + name + "/"))
                    .singleElement()
                    .asString()
                    .contains("/completed/");
            assertThat(names(server.home().resolve(name))).containsExactly("file.bin");
            assertThat(server.home().resolve(name).resolve("file.bin"))
                    .hasSameBinaryContentAs(store.resolve(name).resolve("file.bin"));
        }
        try (Journal journal = Journal.open(
                JournalConfig.of("observer", database.url(), DatabaseServer.USER, DatabaseServer.PASSWORD))) {
            assertThat(journal.history().counts()).containsOnlyKeys(RequestState.COMPLETED);
        }
    }

    private void send(String name, int size) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Files.write(Files.createDirectories(store.resolve(name)).resolve("file.bin"), content);
        context.createProducer()
                .send(
                        context.createQueue("drover.requests"),
                        CampaignFaults.valid("outage-" + name, name + "/file.bin", name)
                                .toString());
    }

    private void hear(Message message) {
        try {
            JsonNode event = JSON.readTree(message.getBody(String.class));
            if (event.get("type").asText().matches(".*[.](completed|partially-completed|failed|rejected)[.].*")) {
                endings.add(event.get("id").asText());
            }
        } catch (JMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private DroverNode node() throws IOException {
        return DroverNode.in(directory, "node")
                .with("drover.broker.url", broker.failoverUrl())
                .with("drover.journal.url", database.url())
                .with("drover.journal.user", DatabaseServer.USER)
                .with("drover.journal.password", DatabaseServer.PASSWORD)
                .with("drover.journal.patience", "2s")
                .with("drover.requests.lease", "10s")
                .with("drover.endpoint.store.root", store.toString())
                .with("drover.endpoint.partner.host", server.host())
                .with("drover.endpoint.partner.port", String.valueOf(server.port()))
                .with("drover.endpoint.partner.username", EmbeddedServer.USER)
                .with("drover.endpoint.partner.password", EmbeddedServer.PASSWORD)
                .with("drover.endpoint.partner.rate", "1MB")
                .route("failures.camel.yaml")
                .route("requests.camel.yaml");
    }

    /** Notes what the server did. */
    private final class Listener extends DefaultFtplet {
        @Override
        public FtpletResult afterCommand(FtpSession session, FtpRequest request, FtpReply reply) {
            if (reply.isPositive()) {
                done.add(request.getRequestLine());
            }
            return FtpletResult.DEFAULT;
        }
    }
}
