package dev.drover.route;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Bean {@code requestMessages}: takes text and bytes out of messages, and nothing else. Objects of a sender are never
 * made, and no message fails here, for one that fails is delivered again and again and holds up those behind it. What
 * stands in place of other content is no request, so that the message becomes a dead letter. Thread-safe.
 */
public final class RequestMessages implements MessageConverter {
    private static final int LONGEST = 16 * 1024 * 1024;

    @Override
    public Object fromMessage(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? "" : text.getText();
        }
        if (message instanceof BytesMessage bytes && bytes.getBodyLength() <= LONGEST) {
            byte[] content = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(content);
            return content;
        }
        return "(neither text nor bytes that fit: " + message.getClass().getSimpleName() + ")";
    }

    /** Always fails: this is for routes that take requests. */
    @Override
    public Message toMessage(Object object, Session session) {
        throw new MessageConversionException("requestMessages only reads messages");
    }
}
