package dev.drover.route;

import dev.drover.transfer.Glob;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where answers may be sent: temporary queues and topics, which only who asked can have made, and what the settings allow.
 * Anything else would let a request write where its sender may not. Immutable.
 */
public final class ReplyTargets {
    private static final Logger log = LoggerFactory.getLogger(ReplyTargets.class);

    private final List<Glob> allowed;

    /**
     * Allows names.
     *
     * @param patterns of queues, such as {@code drover.reply.*}
     */
    public ReplyTargets(List<String> patterns) {
        allowed = patterns.stream().map(Glob::of).toList();
    }

    /** The target itself, when it is one and allowed. */
    Optional<Destination> check(Object replyTo) {
        if (!(replyTo instanceof Destination destination)) {
            return Optional.empty();
        }
        if (isTemporary(destination)
                || name(destination).filter(this::isAllowed).isPresent()) {
            return Optional.of(destination);
        }
        log.warn("No answer is sent to {}: drover.requests.reply-to does not allow it", destination);
        return Optional.empty();
    }

    /** Whether it may be gone before the answer comes, with whoever asked. */
    static boolean isTemporary(Destination destination) {
        return destination instanceof TemporaryQueue || destination instanceof TemporaryTopic;
    }

    private boolean isAllowed(String name) {
        return allowed.stream().anyMatch(glob -> glob.matches(name));
    }

    private static Optional<String> name(Destination destination) {
        try {
            return destination instanceof Queue queue ? Optional.of(queue.getQueueName()) : Optional.empty();
        } catch (JMSException e) {
            log.debug("A destination does not tell its name", e);
            return Optional.empty();
        }
    }
}
