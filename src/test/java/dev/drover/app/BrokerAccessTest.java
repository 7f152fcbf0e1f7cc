package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.drover.testing.TestCertificates;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches the broker, over what, and what they may do there. */
class BrokerAccessTest {
    private static final long PATIENCE = Duration.ofSeconds(10).toMillis();

    @TempDir
    private Path directory;

    private Path tls;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        tls = directory.resolve("tls");
        TestCertificates.shared().writeTo(tls);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @Test
    void messagesCrossTlsThatIsVerified() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(listening("server"))) {
            try (Client client = client("localhost", "ca.crt");
                    JMSContext context = client.connections.createContext()) {
                context.createProducer().send(context.createQueue("orders"), "over TLS");
            }
            assertThat(receive(broker, "orders")).contains("over TLS");
        }
    }

    @Test
    void aFailoverUrlIsVerifiedToo() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(listening("server"));
                Client client = client("failover:(ssl://localhost:" + port + ")", Map.of("ca-file", "ca.crt"));
                JMSContext context = client.connections.createContext()) {
            context.createProducer().send(context.createQueue("orders"), "over TLS");

            assertThat(receive(broker, "orders")).contains("over TLS");
        }
    }

    @Test
    void aBrokerWithTheCertificateOfAnotherHostIsRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(listening("wrong-host"));
                Client client = client("localhost", "ca.crt")) {
            assertThatExceptionOfType(JMSRuntimeException.class)
                    .as(broker.url())
                    .isThrownBy(() -> client.connections.createContext().start());
        }
    }

    @Test
    void aBrokerOfAnUnknownAuthorityIsRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(listening("server"));
                Client client = client("localhost", "self-signed.crt")) {
            assertThatExceptionOfType(JMSRuntimeException.class)
                    .as(broker.url())
                    .isThrownBy(() -> client.connections.createContext().start());
        }
    }

    @Test
    void aSubmitterSendsRequestsUnderItsOwnNameOnly() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(withSubmitter())) {
            try (JMSContext billing = login(broker, "billing", "b-secret")) {
                billing.createProducer()
                        .setProperty("JMSXUserID", "ops")
                        .send(billing.createQueue("drover.requests"), "a request");
            }

            try (JMSContext drover = login(broker, "drover", "d-secret");
                    var consumer = drover.createConsumer(drover.createQueue("drover.requests"))) {
                assertThat(consumer.receive(PATIENCE).getStringProperty("JMSXUserID"))
                        .isEqualTo("billing");
            }
        }
    }

    @Test
    void aSubmitterReadsItsOwnRepliesAndNothingElse() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(withSubmitter());
                JMSContext billing = login(broker, "billing", "b-secret")) {
            for (String queue : List.of("drover.requests", "drover.dead", "drover.reply.ops", "drover.reply.>")) {
                assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                        .as(queue)
                        .isThrownBy(() -> billing.createConsumer(billing.createQueue(queue)));
            }
            assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                    .isThrownBy(() -> billing.createConsumer(billing.createTopic("drover.events")));
            billing.createConsumer(billing.createQueue("drover.reply.billing")).close();
            billing.createConsumer(billing.createQueue("drover.reply.billing.nightly"))
                    .close();
        }
    }

    @Test
    void aSubmitterForgesNoRepliesAndNoEvents() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(withSubmitter());
                JMSContext billing = login(broker, "billing", "b-secret")) {
            for (Destination target : List.of(
                    billing.createQueue("drover.reply.billing"),
                    billing.createQueue("drover.reply.ops"),
                    billing.createQueue("drover.control"),
                    billing.createTopic("drover.events"))) {
                assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                        .as(target.toString())
                        .isThrownBy(() -> billing.createProducer().send(target, "not from Drover"));
            }
        }
    }

    @Test
    void eventsAreReadByThoseOnlyWhoMay() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config(Map.of(
                        "drover.broker.user", "drover",
                        "drover.broker.password", "d-secret",
                        "drover.broker.submitters", "audit",
                        "drover.broker.submitter.audit.password", "a-secret",
                        "drover.broker.submitter.audit.events", "true")));
                JMSContext audit = login(broker, "audit", "a-secret")) {
            audit.createConsumer(audit.createTopic("drover.events")).close();
        }
    }

    @Test
    void aNameThatWouldReachOthersQueuesIsRefused() {
        for (String name : List.of("a.b", "billing>", "*")) {
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> config(Map.of(
                            "drover.broker.user",
                            "drover",
                            "drover.broker.password",
                            "d",
                            "drover.broker.submitters",
                            name,
                            "drover.broker.submitter." + name + ".password",
                            "x")))
                    .withMessageContaining(name);
        }
    }

    @Test
    void whereNobodyLogsInNobodyHasAName() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config(Map.of()))) {
            try (JMSContext anybody = login(broker, "ops", "made up")) {
                anybody.createProducer()
                        .setProperty("JMSXUserID", "ops")
                        .send(anybody.createQueue("drover.requests"), "a request");
            }

            try (JMSContext drover = login(broker, "", "");
                    var consumer = drover.createConsumer(drover.createQueue("drover.requests"))) {
                assertThat(consumer.receive(PATIENCE).getStringProperty("JMSXUserID"))
                        .isNull();
            }
        }
    }

    @Test
    void objectsOfASenderAreNotMade() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config(Map.of()));
                Client client = new Client(broker.url(), config(Map.of()));
                JMSContext context = client.connections.createContext();
                var consumer = context.createConsumer(context.createQueue("orders"))) {
            context.createProducer().send(context.createQueue("orders"), new ArrayList<String>());

            Message message = consumer.receive(PATIENCE);
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(((ObjectMessage) message)::getObject)
                    .withMessageContaining("Forbidden class java.util.ArrayList");
        }
    }

    @Test
    void settingsThatLeaveTheBrokerOpenOrClosedAreToldAllAtOnce() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> config(Map.of(
                        "drover.broker.listen", "ssl://localhost:61617",
                        "drover.broker.submitters", "billing",
                        "drover.broker.tls.ca-file", tls.resolve("none.crt").toString())))
                .satisfies(refused -> assertThat(refused.problems())
                        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                        .containsExactlyInAnyOrder(
                                "drover.broker.listen",
                                "drover.broker.tls.ca-file",
                                "drover.broker.submitter.billing.password",
                                "drover.broker.user"));
    }

    private BrokerConfig withSubmitter() throws SettingsException {
        return config(Map.of(
                "drover.broker.user", "drover",
                "drover.broker.password", "d-secret",
                "drover.broker.submitters", "billing",
                "drover.broker.submitter.billing.password", "b-secret"));
    }

    private BrokerConfig listening(String identity) throws SettingsException {
        return config(Map.of(
                "drover.broker.listen",
                "ssl://localhost:" + port,
                "drover.broker.tls.certificate-file",
                tls.resolve(identity + ".crt").toString(),
                "drover.broker.tls.key-file",
                tls.resolve(identity + ".key").toString()));
    }

    private Client client(String host, String authority) throws SettingsException {
        return client("ssl://" + host + ":" + port, Map.of("ca-file", authority));
    }

    private Client client(String url, Map<String, String> files) throws SettingsException {
        Map<String, String> settings = new HashMap<>(Map.of("drover.broker.url", url));
        files.forEach((key, file) ->
                settings.put("drover.broker.tls." + key, tls.resolve(file).toString()));
        return new Client(url, config(settings));
    }

    private BrokerConfig config(Map<String, String> settings) throws SettingsException {
        SettingsReader reader = new SettingsReader(Settings.of(settings, name -> Optional.empty()));
        BrokerConfig config = BrokerConfig.read(reader, directory);
        reader.finish();
        return config;
    }

    private JMSContext login(EmbeddedBroker broker, String user, String password) {
        return new org.apache.activemq.ActiveMQConnectionFactory(broker.url()).createContext(user, password);
    }

    private static Optional<String> receive(EmbeddedBroker broker, String queue) throws JMSException {
        try (JMSContext context = new org.apache.activemq.ActiveMQConnectionFactory(broker.url()).createContext();
                var consumer = context.createConsumer(context.createQueue(queue))) {
            Message message = consumer.receive(PATIENCE);
            return message == null ? Optional.empty() : Optional.of(message.getBody(String.class));
        }
    }

    /** A way to the broker as the program has it. */
    private static final class Client implements AutoCloseable {
        private final Messaging messaging;
        private final ConnectionFactory connections;

        Client(String url, BrokerConfig config) {
            messaging = Messaging.to(url, config);
            connections = messaging.immediate().getConfiguration().getConnectionFactory();
        }

        @Override
        public void close() {
            messaging.close();
        }
    }
}
