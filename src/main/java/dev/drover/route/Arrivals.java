package dev.drover.route;

import dev.drover.request.Arrival;
import dev.drover.request.Incoming;
import java.time.Instant;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.camel.Message;
import org.apache.camel.component.jms.JmsMessage;

/** When messages came to the broker, which ActiveMQ tells and JMS does not: consumers begin them side by side. */
final class Arrivals {
    private Arrivals() {}

    static Incoming on(Message message, Incoming incoming) {
        return message instanceof JmsMessage carried
                        && carried.getJmsMessage() instanceof ActiveMQMessage told
                        && told.getBrokerInTime() > 0
                ? incoming.withArrival(new Arrival(
                        Instant.ofEpochMilli(told.getBrokerInTime()),
                        told.getMessageId().getBrokerSequenceId()))
                : incoming;
    }
}
