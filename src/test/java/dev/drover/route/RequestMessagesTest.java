package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RequestMessagesTest {
    private final RequestMessages messages = new RequestMessages();

    @Test
    void aTextMessageWithoutTextIsEmpty() throws Exception {
        assertThat(messages.fromMessage(new ActiveMQTextMessage())).isEqualTo("");
    }

    @Test
    void bytesComeAsTheyAre() throws Exception {
        ActiveMQBytesMessage message = new ActiveMQBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        message.reset();
        assertThat(messages.fromMessage(message)).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void contentThatIsNotWhatItSaysBecomesItsRawBytes() throws Exception {
        ActiveMQTextMessage shortOfItsLength = new ActiveMQTextMessage();
        shortOfItsLength.setContent(new ByteSequence(new byte[] {0x7f, 1, 2, 3}));
        ActiveMQTextMessage notCompressed = new ActiveMQTextMessage();
        notCompressed.setContent(new ByteSequence(new byte[] {1, 2, 3}));
        notCompressed.setCompressed(true);
        ActiveMQBytesMessage negative = compressedBytes(-16);

        for (ActiveMQMessage damaged : List.of(shortOfItsLength, notCompressed, negative)) {
            byte[] content = damaged.getContent().toArray();
            assertThat(messages.fromMessage(damaged))
                    .isInstanceOfSatisfying(UnreadableContent.class, unreadable -> assertThat(unreadable.raw())
                            .isEqualTo(content));
        }
    }

    @Test
    void noRoomIsMadeForWhatAFewBytesPretendToBe() throws Exception {
        ActiveMQTextMessage text = new ActiveMQTextMessage();
        text.setContent(new ByteSequence(deflated(new byte[] {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xf0, 'x'})));
        text.setCompressed(true);

        for (ActiveMQMessage giant : List.of(text, compressedBytes(Integer.MAX_VALUE - 16))) {
            assertThat(messages.fromMessage(giant)).asString().contains("more than fits");
        }
    }

    @Test
    void compressedTextIsText() throws Exception {
        byte[] utf = "\0\0\0\5hello".getBytes(StandardCharsets.UTF_8);
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        message.setContent(new ByteSequence(deflated(utf)));
        message.setCompressed(true);

        assertThat(messages.fromMessage(message)).isEqualTo("hello");
    }

    @Test
    void aMessageGoesOnWithoutHeadersThatCannotBeRead() throws Exception {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        message.setJMSMessageID("ID:a-1-2-3:4:5:6:7:8");
        message.setText("hello");
        message.setMarshalledProperties(new ByteSequence(new byte[] {1, 2, 3}));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            DefaultExchange exchange = new DefaultExchange(camel);
            exchange.setMessage(new JmsMessage(exchange, message, null, new JmsBinding()));

            new ReadableHeaders().process(exchange);

            assertThat(exchange.getMessage().getBody()).isEqualTo("hello");
            assertThat(exchange.getMessage().getHeader("JMSMessageID")).isEqualTo(message.getJMSMessageID());
        }
    }

    private static ActiveMQBytesMessage compressedBytes(int length) throws IOException {
        ActiveMQBytesMessage message = new ActiveMQBytesMessage();
        byte[] content = ByteBuffer.allocate(64)
                .putInt(length)
                .put(deflated(new byte[] {1}))
                .array();
        message.setContent(new ByteSequence(content));
        message.setCompressed(true);
        message.setReadOnlyBody(true);
        return message;
    }

    private static byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(content);
        }
        return bytes.toByteArray();
    }
}
