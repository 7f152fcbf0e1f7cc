package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.drover.testing.BrokerProcess;
import dev.drover.testing.EmbeddedServer;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An external broker, run with the very configuration that the compose file gives to it, and a Drover beside it. */
@TestInstance(Lifecycle.PER_CLASS)
class ShippedBrokerTest {
    @TempDir
    private static Path directory;

    private EmbeddedServer server;
    private BrokerProcess broker;
    private TestDeployment drover;
    private JMSContext billing;
    private JMSContext operator;

    @BeforeAll
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        broker = BrokerProcess.shipped(
                directory.resolve("broker"),
                Map.of(
                        "BROKER_USER", "drover",
                        "BROKER_PASSWORD", "d-secret",
                        "SUBMITTER_USER", "billing",
                        "SUBMITTER_PASSWORD", "b-secret&<",
                        "AUDITOR_USER", "audit",
                        "AUDITOR_PASSWORD", "a-secret"));
        drover = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.broker.url", broker.failoverUrl())
                .with("drover.broker.user", "drover")
                .with("drover.broker.password", "d-secret")
                .with("drover.endpoint.partner.submitters", "billing")
                .with("drover.endpoint.ops-only.kind", "local")
                .with("drover.endpoint.ops-only.create", "true")
                .with(
                        "drover.endpoint.ops-only.root",
                        directory.resolve("data/ops").toString())
                .with("drover.endpoint.ops-only.allow.put", "**")
                .with("drover.endpoint.ops-only.submitters", "ops")
                .start();
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(broker.url());
        billing = connections.createContext("billing", "b-secret&<");
        operator = connections.createContext("drover", "d-secret");
        drop(drover.folder("store"), "a.txt", "x".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    void stop() {
        billing.close();
        operator.close();
        drover.close();
        broker.close();
        server.close();
    }

    @Test
    void anApplicationAsksUnderItsOwnNameAndIsAnswered() throws Exception {
        send("shipped-1", "partner", Map.of());

        assertThat(reply("shipped-1").getStringProperty("droverStatus")).isEqualTo("COMPLETED");
        assertThat(server.home().resolve("shipped-1/a.txt")).hasContent("x");
    }

    @Test
    void aRequestThatHadToWaitIsStillItsSenders() throws Exception {
        String soon = java.time.Instant.now().plusMillis(1500).toString();
        send("shipped-2", "partner", Map.of(), "\"notBefore\":\"" + soon + "\",");

        assertThat(reply("shipped-2").getStringProperty("droverStatus")).isEqualTo("COMPLETED");
        assertThat(drover.journal()
                        .history()
                        .find("shipped-2")
                        .orElseThrow()
                        .asked()
                        .submitter())
                .contains("billing");
    }

    @Test
    void anApplicationIsNobodyElse() throws Exception {
        send("shipped-3", "ops-only", Map.of("droverSubmitter", "ops", "JMSXUserID", "ops"));

        assertThat(reply("shipped-3").getStringProperty("droverStatus")).isEqualTo("REJECTED");
        assertThat(deadLetter("droverRequestId = 'shipped-3'").getStringProperty("droverSubmitter"))
                .isEqualTo("billing");
    }

    @Test
    void anApplicationReachesNothingOfOthers() {
        for (Destination closed : List.of(
                billing.createQueue("drover.requests"),
                billing.createQueue("drover.dead"),
                billing.createQueue("drover.reply.ops"),
                billing.createTopic("drover.events"))) {
            assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                    .as(closed.toString())
                    .isThrownBy(() -> billing.createConsumer(closed));
        }
        for (Destination closed : List.of(
                billing.createQueue("drover.control"),
                billing.createQueue("drover.dead"),
                billing.createQueue("drover.reply.billing"),
                billing.createTopic("drover.events"))) {
            assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                    .as(closed.toString())
                    .isThrownBy(() -> billing.createProducer().send(closed, "not from Drover"));
        }
    }

    @Test
    void anAuditorReadsEventsAndAsksForNothing() {
        try (JMSContext audit = new ActiveMQConnectionFactory(broker.url()).createContext("audit", "a-secret")) {
            audit.createConsumer(audit.createTopic("drover.events")).close();
            assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                    .isThrownBy(() -> audit.createProducer().send(audit.createQueue("drover.requests"), "a request"));
        }
    }

    @Test
    void nobodyIsLetInWithoutAPassword() {
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(broker.url());
        assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                .isThrownBy(
                        () -> connections.createContext("billing", "b-secret").start());
        assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                .isThrownBy(() -> connections.createContext().start());
    }

    @Test
    void whatExpiresOnTheQueueBecomesADeadLetterWithAReason() throws Exception {
        TestDeployment.sendTooLate(billing, "drover.requests", "expired rubbish");

        assertThat(deadLetter("droverErrorClass = 'EXPIRED'").getBody(String.class))
                .isEqualTo("expired rubbish");
    }

    private void send(String id, String endpoint, Map<String, String> headers) {
        send(id, endpoint, headers, "");
    }

    private void send(String id, String endpoint, Map<String, String> headers, String more) {
        var producer = billing.createProducer()
                .setJMSReplyTo(billing.createQueue("drover.reply.billing"))
                .setJMSCorrelationID(id);
        headers.forEach(producer::setProperty);
        producer.send(
                billing.createQueue("drover.requests"),
                "{\"version\":1,\"id\":\"" + id + "\",\"operation\":\"transfer\"," + more
                        + "\"source\":{\"endpoint\":\"store\",\"paths\":[\"a.txt\"]},\"destination\":{\"endpoint\":\""
                        + endpoint + "\",\"directory\":\"" + id + "\"}}");
    }

    private Message reply(String id) {
        try (JMSConsumer consumer = billing.createConsumer(
                billing.createQueue("drover.reply.billing"), "JMSCorrelationID = '" + id + "'")) {
            return received(consumer);
        }
    }

    private Message deadLetter(String selector) {
        try (JMSConsumer consumer = operator.createConsumer(operator.createQueue("drover.dead"), selector)) {
            return received(consumer);
        }
    }

    private static Message received(JMSConsumer consumer) {
        Message message = consumer.receive(PATIENCE.toMillis());
        assertThat(message).isNotNull();
        return message;
    }
}
