package dev.drover.route;

import dev.drover.request.Event;
import dev.drover.request.EventListener;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events while work goes on, outside of any transaction. An event that cannot be sent is lost, and told in the log;
 * the journal has it. Thread-safe.
 */
public final class EventSender implements EventListener {
    private static final Logger log = LoggerFactory.getLogger(EventSender.class);
    private static final String TOPIC = "drover.events";

    // Who waits for a broker that is away does not move files meanwhile.
    private static final long SILENCE = Duration.ofSeconds(10).toNanos();

    private final ConnectionFactory connections;
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());

    /**
     * Sends with connections that take part in no transaction.
     *
     * @param connections a pool
     */
    public EventSender(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void heard(Event event) {
        if (System.nanoTime() - silentUntil.get() < 0) {
            log.debug("The event {} was not sent: the broker was away a moment ago", event.id());
            return;
        }
        try (JMSContext context = connections.createContext()) {
            JMSProducer producer = context.createProducer()
                    .setProperty("droverType", event.kind().word());
            event.requestId().ifPresent(id -> producer.setProperty("droverRequestId", id));
            event.endpoint().ifPresent(name -> producer.setProperty("droverEndpoint", name));
            event.correlationId().ifPresent(producer::setJMSCorrelationID);
            producer.send(context.createTopic(TOPIC), event.json());
        } catch (JMSRuntimeException e) {
            log.warn("The event {} could not be sent: {}", event.id(), e.getMessage());
            silentUntil.set(System.nanoTime() + SILENCE);
        }
    }

    /** The same for an event that is sent by a route. */
    static void address(Message message, Event event) {
        message.setBody(event.json());
        message.setHeader("droverType", event.kind().word());
        event.requestId().ifPresent(id -> message.setHeader("droverRequestId", id));
        event.endpoint().ifPresent(name -> message.setHeader("droverEndpoint", name));
        event.correlationId().ifPresent(id -> message.setHeader("JMSCorrelationID", id));
    }
}
