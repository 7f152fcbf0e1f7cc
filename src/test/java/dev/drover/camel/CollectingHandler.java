package dev.drover.camel;

import java.util.Queue;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;

/** Keeps the messages of what it is handed. */
final class CollectingHandler implements ExceptionHandler {
    private final Queue<String> messages;

    CollectingHandler(Queue<String> messages) {
        this.messages = messages;
    }

    @Override
    public void handleException(Throwable exception) {
        messages.add(String.valueOf(exception.getMessage()));
    }

    @Override
    public void handleException(String message, Throwable exception) {
        messages.add(message + " | " + exception.getMessage());
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        messages.add(message + " | " + exception.getMessage());
    }
}
