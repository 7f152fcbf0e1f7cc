package dev.drover.route;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.util.ByteSequence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Bean {@code requestMessages}: takes text and bytes out of messages, and nothing else. Objects of a sender are never
 * made, and no message fails here, for one that fails is delivered again and again and holds up those behind it. What
 * stands in place of other or damaged content is no request, so that the message becomes a dead letter. Thread-safe.
 */
public final class RequestMessages implements MessageConverter {
    private static final int LONGEST = 16 * 1024 * 1024;
    private static final Logger log = LoggerFactory.getLogger(RequestMessages.class);

    @Override
    public Object fromMessage(Message message) {
        // Reading what is damaged empties some messages.
        Optional<ByteSequence> raw = raw(message);
        try {
            if (message instanceof ActiveMQMessage direct
                    && direct.isCompressed()
                    && inflatedLength(direct) > LONGEST) {
                return unreadable(message, "more than fits", raw);
            }
            if (message instanceof TextMessage text) {
                return text.getText() == null ? "" : text.getText();
            }
            if (message instanceof BytesMessage bytes && bytes.getBodyLength() <= LONGEST) {
                byte[] content = new byte[(int) bytes.getBodyLength()];
                bytes.readBytes(content);
                return content;
            }
            return unreadable(message, "neither text nor bytes that fit", raw);
        } catch (JMSException | IOException | RuntimeException e) {
            log.debug("The content of {} is damaged", message, e);
            return unreadable(message, "damaged", raw);
        }
    }

    /** Always fails: this is for routes that take requests. */
    @Override
    public Message toMessage(Object object, Session session) {
        throw new MessageConversionException("requestMessages only reads messages");
    }

    private static UnreadableContent unreadable(Message message, String reason, Optional<ByteSequence> raw) {
        byte[] bytes = raw.map(it -> Arrays.copyOfRange(it.getData(), it.getOffset(), it.getOffset() + it.getLength()))
                .orElseGet(() -> new byte[0]);
        return new UnreadableContent(message.getClass().getSimpleName(), reason, bytes);
    }

    /**
     * How long the content says that it is. The client makes room for as much, and twenty bytes of a stranger can say two
     * gigabytes: over a connection within this program it knows no limit.
     */
    private static long inflatedLength(ActiveMQMessage message) throws IOException {
        ByteSequence content = message.getContent();
        if (content == null) {
            return 0;
        }
        InputStream bytes = new ByteArrayInputStream(content.getData(), content.getOffset(), content.getLength());
        // Of bytes the length stands before what is compressed, of texts within.
        InputStream from = message instanceof BytesMessage ? bytes : new InflaterInputStream(bytes);
        try (DataInputStream data = new DataInputStream(from)) {
            return data.readInt();
        }
    }

    private static Optional<ByteSequence> raw(Message message) {
        return message instanceof ActiveMQMessage direct
                ? Optional.ofNullable(direct.getContent())
                        .map(it -> new ByteSequence(it.getData(), it.getOffset(), it.getLength()))
                : Optional.empty();
    }
}
