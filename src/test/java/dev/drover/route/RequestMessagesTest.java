package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
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
}
