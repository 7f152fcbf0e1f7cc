package dev.drover.route;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the dead letters about a request from their queue when it is replayed: whoever reads the queue would do again what
 * is being done. What stays there by accident does no harm, for the journal knows the request. Thread-safe.
 */
public final class ReplayedLetters {
    private static final Duration WAIT = Duration.ofMillis(300);
    private static final String QUEUE = "drover.dead";
    private static final Logger log = LoggerFactory.getLogger(ReplayedLetters.class);

    private final ConnectionFactory connections;

    /**
     * Takes them with connections that take part in no transaction.
     *
     * @param connections a pool
     */
    public ReplayedLetters(ConnectionFactory connections) {
        this.connections = connections;
    }

    /**
     * Takes all letters about a request.
     *
     * @param requestId of a request that the journal knows, so that it has no quotes in it
     */
    void take(String requestId) {
        try (JMSContext context = connections.createContext();
                JMSConsumer letters =
                        context.createConsumer(context.createQueue(QUEUE), "droverRequestId = '" + requestId + "'")) {
            while (letters.receive(WAIT.toMillis()) != null) {
                log.debug("A dead letter about {} is taken away: it is replayed", requestId);
            }
        } catch (JMSRuntimeException e) {
            log.warn("The dead letters about {}, which is replayed, stay: {}", requestId, e.getMessage());
        }
    }
}
