package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.TimeSpan;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.support.CamelContextHelper;

/**
 * Asks for the replay of requests that failed, as an operator would on the queue for commands. A letter is taken and the
 * command sent in one transaction of the broker. One that fails again is a younger letter.
 */
public final class ReplayJob extends Job {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final String REQUEST = "droverRequestId";

    private String deadQueue = "";
    private String controlQueue = "";
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
        List<String> replayed = new ArrayList<>();
        try (Connection connection = connections().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            for (Letter letter : letters(session, tools.clock().millis() - olderThan.toMillis())) {
                if (replay(session, letter)) {
                    replayed.add(letter.request());
                }
            }
        } catch (JMSException e) {
            throw new IOException("The letters on " + deadQueue + " cannot be replayed: " + e.getMessage(), e);
        } catch (JournalException e) {
            throw new IOException("The journal does not say which requests there are: " + e.getMessage(), e);
        }
        return event(replayed);
    }

    private ConnectionFactory connections() {
        return camel().getComponent("jms", JmsComponent.class)
                .getConfiguration()
                .getConnectionFactory();
    }

    /** Those whose request the journal knows; a letter about another one could only be lost. */
    private List<Letter> letters(Session session, long before) throws JMSException, JournalException {
        Journal journal = CamelContextHelper.findSingleByType(camel(), Journal.class);
        if (journal == null) {
            throw new IllegalStateException("Requests are replayed from the journal, and there is none");
        }
        List<Letter> found = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(session.createQueue(deadQueue), selector(before))) {
            Enumeration<?> letters = browser.getEnumeration();
            while (letters.hasMoreElements() && found.size() < max) {
                Message letter = (Message) letters.nextElement();
                String request = letter.getStringProperty(REQUEST);
                if (journal.history().find(request).isPresent()) {
                    found.add(new Letter(letter.getJMSMessageID(), request));
                }
            }
        }
        return found;
    }

    /** Takes the letter and asks for the replay in one transaction; false when somebody else was faster. */
    private boolean replay(Session session, Letter letter) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(
                        session.createQueue(deadQueue), "JMSMessageID = '" + letter.message() + "'");
                MessageProducer control = session.createProducer(session.createQueue(controlQueue))) {
            if (consumer.receive(WAIT.toMillis()) == null) {
                return false;
            }
            String command = JobEvent.noData()
                    .put("command", "replay")
                    .put("requestId", letter.request())
                    .toString();
            control.send(session.createTextMessage(command));
            session.commit();
            return true;
        }
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
        ObjectNode data = JobEvent.noData().put("deadQueue", deadQueue);
        ArrayNode requests = data.putArray("requests");
        sent.forEach(requests::add);
        return new JobEvent(
                "replay.completed",
                true,
                !sent.isEmpty(),
                deadQueue,
                sent.size() + " requests of " + deadQueue + " replayed",
                data);
    }

    /** A letter and its request. */
    private record Letter(String message, String request) {}

    public void setDeadQueue(String deadQueue) {
        this.deadQueue = deadQueue;
    }

    public void setControlQueue(String controlQueue) {
        this.controlQueue = controlQueue;
    }

    public void setClasses(String classes) {
        this.classes = classes;
    }

    public void setOlderThan(String olderThan) {
        this.olderThan = TimeSpan.positive("olderThan", olderThan);
    }

    public void setMax(int max) {
        this.max = max;
    }
}
