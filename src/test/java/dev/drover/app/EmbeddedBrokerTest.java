package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.drover.ftp.TlsMaterial;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final long PATIENCE = Duration.ofSeconds(10).toMillis();

    @TempDir
    private Path directory;

    @Test
    void messagesSurviveARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config())) {
            send(broker, "orders", "one");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.open(config())) {
            assertThat(receive(broker, "orders")).contains("one");
        }
    }

    @Test
    void aMessageThatIsRolledBackTooOftenGoesToTheDeadLettersOfItsOwnQueue() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config())) {
            send(broker, "orders", "poison");
            rollBackUntilGivenUp(broker, "orders");

            assertThat(receive(broker, "DLQ.orders")).contains("poison");
        }
    }

    @Test
    void noOtherBrokerSpringsUpWhenItIsClosed() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.open(config());
        broker.close();

        assertThatExceptionOfType(JMSException.class)
                .isThrownBy(() -> new ActiveMQConnectionFactory(broker.url())
                        .createConnection()
                        .close())
                .withMessageContaining("does not exist");
    }

    @Test
    void aDirectoryInUseIsToldInOneSentence() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config())) {
            assertThatIOException()
                    .isThrownBy(() -> EmbeddedBroker.open(config()))
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("Is another Drover running here?");
            send(broker, "orders", "still here");
        }
    }

    @Test
    void aPortInUseIsToldInOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String listen = "tcp://127.0.0.1:" + taken.getLocalPort();

            assertThatIOException()
                    .isThrownBy(() -> EmbeddedBroker.open(config(listen, null, null)))
                    .withMessageContaining(listen)
                    .withMessageContaining("in use");
        }
    }

    @Test
    void whoGivesTheWrongPasswordIsRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(config(null, "drover", "secret"))) {
            ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("drover", "wrong", broker.url());

            assertThatExceptionOfType(JMSSecurityException.class)
                    .isThrownBy(() -> factory.createConnection().start());
        }
    }

    private static void rollBackUntilGivenUp(EmbeddedBroker broker, String queue) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
        factory.getRedeliveryPolicy().setMaximumRedeliveries(1);
        factory.getRedeliveryPolicy().setInitialRedeliveryDelay(0);
        try (JMSContext context = factory.createContext(Session.SESSION_TRANSACTED);
                var consumer = context.createConsumer(context.createQueue(queue))) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThat(consumer.receive(PATIENCE)).isNotNull();
                context.rollback();
            }
            // The client gives up when it would have to deliver once more.
            consumer.receiveNoWait();
        }
    }

    private static void send(EmbeddedBroker broker, String queue, String text) {
        try (JMSContext context = new ActiveMQConnectionFactory(broker.url()).createContext()) {
            context.createProducer().send(context.createQueue(queue), text);
        }
    }

    private static Optional<String> receive(EmbeddedBroker broker, String queue) throws JMSException {
        try (JMSContext context = new ActiveMQConnectionFactory(broker.url()).createContext();
                var consumer = context.createConsumer(context.createQueue(queue))) {
            Message message = consumer.receive(PATIENCE);
            return message == null ? Optional.empty() : Optional.of(message.getBody(String.class));
        }
    }

    private BrokerConfig config() {
        return config(null, null, null);
    }

    private BrokerConfig config(String listen, String user, String password) {
        return new BrokerConfig(
                Optional.empty(),
                Optional.ofNullable(user),
                Optional.ofNullable(password),
                Map.of(),
                new BrokerTls(TlsMaterial.OF_THE_JVM),
                Stream.ofNullable(listen).toList(),
                directory,
                64 << 20,
                1 << 30);
    }
}
