package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.transfer.ErrorClass;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.support.CamelContextHelper;

/**
 * Sends requests that failed back to where they came from. A letter is taken and its request sent in one transaction of the
 * broker. One that fails again is a younger letter, which the same run leaves alone.
 */
public final class ReplayJob extends Job {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final String REQUEST = "droverRequestId";

    private String deadQueue = "";
    private String queue = "";
    private String classes = "";
    private Duration olderThan = Duration.ofHours(1);
    private int max = 100;

    @Override
    String kind() {
        return "replay";
    }

    @Override
    String subject() {
        return deadQueue;
    }

    @Override
    public void check() {
        for (String name : Words.list(classes)) {
            if (List.of(ErrorClass.values()).stream()
                    .noneMatch(known -> known.name().equals(name))) {
                throw new IllegalArgumentException(
                        "There is no error class " + name + ", only " + List.of(ErrorClass.values()));
            }
        }
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        Optional<Journal> journal = Optional.ofNullable(CamelContextHelper.findSingleByType(camel(), Journal.class));
        List<String> sent = new ArrayList<>();
        try (Connection connection = connections().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            MessageProducer requests = session.createProducer(session.createQueue(queue));
            String selector = selector(tools.clock().millis() - olderThan.toMillis());
            MessageConsumer letters = session.createConsumer(session.createQueue(deadQueue), selector);
            Message letter = letters.receive(WAIT.toMillis());
            while (letter != null) {
                String id = letter.getStringProperty(REQUEST);
                String key = "replay:" + UUID.randomUUID();
                if (journal.isPresent()) {
                    journal.get().requests().replay(id, "route " + route, key);
                }
                requests.send(request(session, letter, key));
                session.commit();
                sent.add(id);
                letter = sent.size() < max ? letters.receive(WAIT.toMillis()) : null;
            }
        } catch (JMSException e) {
            throw new IOException("The letters on " + deadQueue + " cannot be sent again: " + e.getMessage(), e);
        } catch (JournalException e) {
            throw new IOException("The journal does not let requests be sent again: " + e.getMessage(), e);
        }
        return event(sent);
    }

    private ConnectionFactory connections() {
        return camel().getComponent("jms", JmsComponent.class)
                .getConfiguration()
                .getConnectionFactory();
    }

    // The request alone: what the letter says about the failure is no business of the next attempt.
    private static Message request(Session session, Message letter, String key) throws JMSException {
        Message request = letter.isBodyAssignableTo(String.class)
                ? session.createTextMessage(letter.getBody(String.class))
                : bytes(session, letter);
        request.setJMSCorrelationID(letter.getJMSCorrelationID());
        request.setStringProperty(Requests.KEY, key);
        if (letter.propertyExists(Requests.SUBMITTER)) {
            request.setStringProperty(Requests.SUBMITTER, letter.getStringProperty(Requests.SUBMITTER));
        }
        return request;
    }

    private static Message bytes(Session session, Message letter) throws JMSException {
        BytesMessage request = session.createBytesMessage();
        request.writeBytes(letter.getBody(byte[].class));
        return request;
    }

    // Letters about files of routes have no request in them.
    private String selector(long before) {
        String ofClass =
                Words.list(classes).stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s IS NOT NULL AND JMSTimestamp <= %d%s",
                REQUEST,
                before,
                ofClass.isEmpty() ? "" : " AND droverErrorClass IN (" + ofClass + ")");
    }

    private JobEvent event(List<String> sent) {
        ObjectNode data = JobEvent.noData().put("deadQueue", deadQueue).put("queue", queue);
        ArrayNode requests = data.putArray("requests");
        sent.forEach(requests::add);
        return new JobEvent(
                "replay.completed",
                true,
                !sent.isEmpty(),
                deadQueue,
                sent.size() + " requests of " + deadQueue + " sent again",
                data);
    }

    public void setDeadQueue(String deadQueue) {
        this.deadQueue = deadQueue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public void setClasses(String classes) {
        this.classes = classes;
    }

    public void setOlderThan(Duration olderThan) {
        this.olderThan = olderThan;
    }

    public void setMax(int max) {
        this.max = max;
    }
}
