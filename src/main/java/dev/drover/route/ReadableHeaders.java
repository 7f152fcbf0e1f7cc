package dev.drover.route;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code readableHeaders}: the first step of a route that takes messages of strangers. Where headers cannot be read,
 * the message goes on without them: one that fails here would be delivered again and again. Thread-safe.
 */
public final class ReadableHeaders implements Processor {
    private static final Logger log = LoggerFactory.getLogger(ReadableHeaders.class);

    @Override
    public void process(Exchange exchange) {
        try {
            exchange.getMessage().getHeaders();
        } catch (RuntimeCamelException e) {
            log.warn("A message came with headers that cannot be read: {}", e.getMessage());
            exchange.setMessage(withoutHeaders(exchange));
        }
    }

    private static DefaultMessage withoutHeaders(Exchange exchange) {
        DefaultMessage bare = new DefaultMessage(exchange);
        bare.setBody(exchange.getMessage().getBody());
        Message original = exchange.getMessage(JmsMessage.class).getJmsMessage();
        try {
            bare.setHeader("JMSMessageID", original.getJMSMessageID());
            bare.setHeader("JMSDeliveryMode", original.getJMSDeliveryMode());
        } catch (JMSException e) {
            log.debug("Not even its id can be read", e);
        }
        return bare;
    }
}
