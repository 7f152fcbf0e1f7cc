package dev.drover.route;

import dev.drover.transfer.Glob;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where answers may be sent: temporary queues and topics, which only who asked can have made, and what the settings allow.
 * Anything else would let a request write where its sender may not. Immutable.
 */
public final class ReplyTargets {
    private static final Logger log = LoggerFactory.getLogger(ReplyTargets.class);

    // To a broker a name can be more than a name: a list (comma), a pattern (* and >), options (?), a scheme (//).
    private static final Pattern ONE_QUEUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern ONE_TEMPORARY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,249}");

    // Whoever the broker says that the sender is; of other names nothing is made.
    private static final String SENDER = "{submitter}";
    private static final Pattern ONE_SENDER = Pattern.compile("[A-Za-z0-9_-]+");

    private final List<String> patterns;

    /**
     * Allows names.
     *
     * @param patterns of queues, such as {@code drover.reply.*}; in them <code>{submitter}</code> is the user who asks,
     *     or anything where the broker knows no users
     */
    public ReplyTargets(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        patterns.forEach(Glob::of);
    }

    /** The target itself, when it is one and allowed. */
    Optional<Destination> check(Object replyTo, Optional<String> submitter) {
        if (!(replyTo instanceof Destination destination)) {
            return Optional.empty();
        }
        Optional<String> name = name(destination);
        Pattern grammar = isTemporary(destination) ? ONE_TEMPORARY : ONE_QUEUE;
        if (name.filter(it -> grammar.matcher(it).matches()).isEmpty()) {
            log.warn("No answer is sent to {}, which is not the name of one queue", destination);
            return Optional.empty();
        }
        if (isTemporary(destination)
                || name.filter(it -> isAllowed(it, submitter)).isPresent()) {
            return Optional.of(destination);
        }
        log.warn("No answer is sent to {}: drover.requests.reply-to does not allow it", destination);
        return Optional.empty();
    }

    /** Whether it may be gone before the answer comes, with whoever asked. */
    static boolean isTemporary(Destination destination) {
        return destination instanceof TemporaryQueue || destination instanceof TemporaryTopic;
    }

    private boolean isAllowed(String name, Optional<String> submitter) {
        String sender = submitter.orElse("*");
        boolean known = submitter.isEmpty() || ONE_SENDER.matcher(sender).matches();
        return patterns.stream()
                .filter(pattern -> known || !pattern.contains(SENDER))
                .anyMatch(pattern -> Glob.of(pattern.replace(SENDER, sender)).matches(name));
    }

    private static Optional<String> name(Destination destination) {
        try {
            if (destination instanceof Queue queue) {
                return Optional.ofNullable(queue.getQueueName());
            }
            return destination instanceof TemporaryTopic topic
                    ? Optional.ofNullable(topic.getTopicName())
                    : Optional.empty();
        } catch (JMSException e) {
            log.debug("A destination does not tell its name", e);
            return Optional.empty();
        }
    }
}
