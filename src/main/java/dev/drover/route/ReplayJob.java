package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.RequestRecord;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.Glob;
import dev.drover.transfer.TimeSpan;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Asks for the replay of requests that failed, as an operator would on the queue for commands. A letter is taken and the
 * command sent in one transaction of the broker. One that fails again is a younger letter.
 */
public final class ReplayJob extends Job {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private String deadQueue = "";
    private String controlQueue = "";
    private String classes = "";
    private Duration olderThan = Duration.ofHours(1);
    private int max = 100;
    private String endpoints = "";
    private int rate;
    private final Deque<Instant> lately = new ArrayDeque<>();

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
        try (Connection connection = DeadQueue.connections(camel()).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            int most = Math.min(max, left(tools.clock().instant()));
            long before = tools.clock().millis() - olderThan.toMillis();
            for (Letter letter : most == 0 ? List.<Letter>of() : letters(session, before, most)) {
                if (replay(session, letter)) {
                    replayed.add(letter.request());
                    lately.addLast(tools.clock().instant());
                }
            }
        } catch (JMSException e) {
            throw new IOException("The letters on " + deadQueue + " cannot be replayed: " + e.getMessage(), e);
        } catch (JournalException e) {
            throw new IOException("The journal does not say which requests there are: " + e.getMessage(), e);
        }
        return event(replayed);
    }

    /** How many may be replayed now, so that in no minute there are more than {@code rate}. */
    private int left(Instant now) {
        lately.removeIf(last -> !last.plus(MINUTE).isAfter(now));
        return rate == 0 ? Integer.MAX_VALUE : Math.max(0, rate - lately.size());
    }

    private boolean isWanted(RequestRecord request) {
        List<String> globs = Words.list(endpoints);
        return globs.isEmpty()
                || DeadQueue.endpoints(request).stream().anyMatch(name -> globs.stream()
                        .anyMatch(glob -> Glob.of(glob).matches(name)));
    }

    /** Those whose request the journal knows; a letter about another one could only be lost. */
    private List<Letter> letters(Session session, long before, int most) throws JMSException, JournalException {
        Journal journal = DeadQueue.journal(camel());
        List<Letter> found = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(session.createQueue(deadQueue), selector(before))) {
            Enumeration<?> letters = browser.getEnumeration();
            while (letters.hasMoreElements() && found.size() < most) {
                Message letter = (Message) letters.nextElement();
                String request = letter.getStringProperty(DeadQueue.REQUEST);
                if (journal.history().find(request).filter(this::isWanted).isPresent()) {
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
                DeadQueue.REQUEST,
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

    /** Globs; a request is replayed when its source or its destination fits one. All when there are none. */
    public void setEndpoints(String endpoints) {
        this.endpoints = endpoints;
    }

    /** The most in a minute; 0 for no limit. */
    public void setRate(int rate) {
        this.rate = rate;
    }

    public void setMax(int max) {
        this.max = max;
    }
}
