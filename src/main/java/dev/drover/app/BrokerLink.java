package dev.drover.app;

import dev.drover.cli.ConfigurationException;
import dev.drover.cli.RequestLink;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reaches the Drover of a configuration over the broker that both know. */
final class BrokerLink implements RequestLink {
    private static final String REQUESTS = "drover.requests";
    private static final String CANCELS = "drover.cancels";
    private static final Pattern A_CANCEL = Pattern.compile("\"operation\"\\s*:\\s*\"cancel\"");
    private static final String CONTROL = "drover.control";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Optional<String> submit(Path directory, Map<String, String> overrides, String request, Duration wait)
            throws ConfigurationException, IOException {
        // What is no cancel after all goes on to the queue of requests from there.
        String queue = A_CANCEL.matcher(request).find() ? CANCELS : REQUESTS;
        return exchange(broker(directory, overrides), queue, request, wait);
    }

    @Override
    public String command(Path directory, Map<String, String> overrides, String command)
            throws ConfigurationException, IOException {
        BrokerConfig broker = broker(directory, overrides);
        return exchange(broker, CONTROL, command, PATIENCE)
                .orElseThrow(() -> new ConnectException("No Drover answered over the broker at " + place(broker)
                        + " within " + PATIENCE.toSeconds() + " s; does one run?"));
    }

    private static Optional<String> exchange(BrokerConfig broker, String queue, String text, Duration wait)
            throws IOException {
        try (Connection connection = connect(broker);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            TemporaryQueue answers = session.createTemporaryQueue();
            TextMessage message = session.createTextMessage(text);
            message.setJMSReplyTo(answers);
            try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                producer.send(message);
            }
            if (wait.isZero()) {
                return Optional.empty();
            }
            Message answer = session.createConsumer(answers).receive(wait.toMillis());
            return answer == null ? Optional.empty() : Optional.of(answer.getBody(String.class));
        } catch (JMSSecurityException e) {
            throw new IOException("The broker at " + place(broker) + " refused the user: " + e.getMessage(), e);
        } catch (JMSException e) {
            ConnectException away = new ConnectException(
                    "The broker at " + place(broker) + " cannot be used: " + e.getMessage() + "; does Drover run?");
            away.initCause(e);
            throw away;
        }
    }

    private static Connection connect(BrokerConfig broker) throws JMSException {
        return Messaging.broker(place(broker), broker).createConnection();
    }

    private static String place(BrokerConfig broker) {
        return broker.url()
                .or(() -> broker.listen().stream()
                        .filter(url -> !url.startsWith("stomp"))
                        .findFirst())
                .orElse("");
    }

    private static BrokerConfig broker(Path directory, Map<String, String> overrides) throws ConfigurationException {
        BrokerConfig broker;
        try {
            SettingsReader reader = new SettingsReader(
                    Settings.read(directory, overrides, name -> Optional.ofNullable(System.getenv(name))));
            broker = BrokerConfig.read(reader, reader.path("drover.data", "data"));
            reader.finish();
        } catch (SettingsException e) {
            throw new ConfigurationException(e.problems());
        }
        if (place(broker).isEmpty()) {
            throw new ConfigurationException(
                    List.of("drover.broker.listen: is empty, so that only Drover itself reaches"
                            + " its broker; set it, or name an external broker in drover.broker.url"));
        }
        return broker;
    }
}
