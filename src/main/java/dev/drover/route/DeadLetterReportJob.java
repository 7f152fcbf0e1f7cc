package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.RequestRecord;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the dead letters, and how many of them are new. It only looks: all of them stay. */
public final class DeadLetterReportJob extends Job {
    // What the first report after a start calls new.
    private static final Duration A_DAY = Duration.ofDays(1);

    /** What becomes of a report when there are no letters. */
    public enum Empty {
        SKIP,
        SEND
    }

    private String deadQueue = "";
    private Empty empty = Empty.SKIP;
    private volatile @Nullable Instant last;

    /** Letters of one kind. */
    private record Group(String errorClass, String endpoint, int letters, int fresh, Instant oldest) {
        Group with(Group other) {
            return new Group(
                    errorClass,
                    endpoint,
                    letters + other.letters,
                    fresh + other.fresh,
                    oldest.isBefore(other.oldest) ? oldest : other.oldest);
        }
    }

    @Override
    String kind() {
        return "dead-letters";
    }

    @Override
    String subject() {
        return deadQueue;
    }

    @Override
    public void check() {}

    @Override
    boolean isWorthTelling(JobEvent event) {
        return empty == Empty.SEND || !event.isGood();
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        Instant now = tools.clock().instant();
        Instant before = last;
        Instant since = before == null ? now.minus(A_DAY) : before;
        Map<String, Group> groups = groups(since);
        last = now;
        return event(groups, since);
    }

    private Map<String, Group> groups(Instant since) throws IOException {
        Map<String, Group> groups = new TreeMap<>();
        try (Connection connection = DeadQueue.connections(camel()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(deadQueue))) {
            connection.start();
            Enumeration<?> letters = browser.getEnumeration();
            while (letters.hasMoreElements()) {
                Group one = group((Message) letters.nextElement(), since);
                groups.merge(one.errorClass() + " " + one.endpoint(), one, Group::with);
            }
            return groups;
        } catch (JMSException e) {
            throw new IOException("The letters on " + deadQueue + " cannot be counted: " + e.getMessage(), e);
        } catch (JournalException e) {
            throw new IOException("The journal does not say what requests are about: " + e.getMessage(), e);
        }
    }

    private Group group(Message letter, Instant since) throws JMSException, JournalException {
        Instant sent = Instant.ofEpochMilli(letter.getJMSTimestamp());
        return new Group(
                DeadQueue.text(letter, DeadQueue.CLASS).orElse("UNKNOWN"),
                endpoint(letter),
                1,
                sent.isAfter(since) ? 1 : 0,
                sent);
    }

    private String endpoint(Message letter) throws JMSException, JournalException {
        Journal journal = DeadQueue.journal(camel());
        Optional<String> request = DeadQueue.text(letter, DeadQueue.REQUEST);
        Optional<RequestRecord> known =
                request.isEmpty() ? Optional.empty() : journal.history().find(request.get());
        String ofRequest =
                known.map(it -> String.join(" -> ", DeadQueue.endpoints(it))).orElse("");
        return ofRequest.isEmpty()
                ? DeadQueue.text(letter, DeadQueue.ROUTE)
                        .map(route -> "route " + route)
                        .orElse("unknown")
                : ofRequest;
    }

    private JobEvent event(Map<String, Group> groups, Instant since) {
        int letters = groups.values().stream().mapToInt(Group::letters).sum();
        int fresh = groups.values().stream().mapToInt(Group::fresh).sum();
        ObjectNode data = JobEvent.noData()
                .put("deadQueue", deadQueue)
                .put("since", since.toString())
                .put("letters", letters)
                .put("new", fresh);
        Optional<Instant> oldest = groups.values().stream().map(Group::oldest).min(Instant::compareTo);
        oldest.ifPresent(time -> data.put("oldest", time.toString()));
        ArrayNode rows = data.putArray("groups");
        groups.values().forEach(group -> rows.addObject()
                .put("errorClass", group.errorClass())
                .put("endpoint", group.endpoint())
                .put("letters", group.letters())
                .put("new", group.fresh())
                .put("oldest", group.oldest().toString()));
        String kinds = groups.values().stream()
                .map(group -> group.errorClass() + " " + group.endpoint() + " " + group.letters() + " (" + group.fresh()
                        + " new)")
                .collect(Collectors.joining(", "));
        String summary = letters + " dead letters on " + deadQueue + ", " + fresh + " of them new since " + since
                + oldest.map(time -> ": " + kinds + "; the oldest is of " + time)
                        .orElse("");
        return new JobEvent("dead-letters.digest", letters == 0, true, deadQueue, summary, data);
    }

    public void setDeadQueue(String deadQueue) {
        this.deadQueue = deadQueue;
    }

    public void setEmpty(Empty empty) {
        this.empty = empty;
    }
}
