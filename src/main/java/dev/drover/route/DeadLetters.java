package dev.drover.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.transfer.ErrorClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * Bean {@code deadLetters}: says whether a failed file is beyond hope, and writes the letter about it. What a broker puts
 * into a dead-letter queue of its own does not say why. Thread-safe.
 */
public final class DeadLetters {
    // A file that cannot be put aside comes back with every poll. Its letters must not fill the broker.
    private static final Duration SILENCE = Duration.ofMinutes(1);
    // What endpoints of the scheme drover look for before they move a file that failed.
    private static final String KEEP = "DroverKeepFile";
    private static final ObjectMapper json = new ObjectMapper();

    private final String node;
    private final Clock clock;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    public DeadLetters(String node, Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    /** Whether trying again is in vain, and no letter about this was written a moment ago. */
    public boolean isDue(Exchange exchange) {
        // A letter about a notice would be an event, and that one more notice.
        if (exchange.getProperty(Notices.KEY) != null) {
            return false;
        }
        Instant now = clock.instant();
        written.values().removeIf(last -> last.plus(SILENCE).isBefore(now));
        Failure failure = Failure.of(exchange);
        return failure.isFinal() && !written.containsKey(key(exchange, failure));
    }

    /** Whether the route itself tries again. What a broker brought in a transaction, the broker brings again. */
    public boolean isTriedHere(Exchange exchange) {
        return !(exchange.getFromEndpoint() instanceof JmsEndpoint jms && jms.isTransacted());
    }

    /** Whether trying again is in vain: the file itself is to blame. */
    public boolean isFinal(Exchange exchange) {
        return Failure.of(exchange).isFinal();
    }

    /** Bean {@code judge}: notes for the end of the exchange whether the file is to blame, or is to stay where it is. */
    public void judge(Exchange exchange) {
        exchange.setProperty(KEEP, !isFinal(exchange));
    }

    /** Makes the letter the body, and its main points headers to select by. */
    public void write(Exchange exchange) throws JsonProcessingException {
        Failure failure = Failure.of(exchange);
        Message message = exchange.getMessage();
        int attempts = 1 + message.getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        ObjectNode letter = json.createObjectNode()
                .put("route", exchange.getFromRouteId())
                .put("errorClass", failure.errorClass().name())
                .put("reason", failure.reason())
                .put("ftpReply", failure.reply().orElse(null))
                .put("attempts", attempts)
                .put("failedAt", clock.instant().toString())
                .put("node", node);
        file(exchange).ifPresent(file -> letter.putObject("file")
                .put("name", file.getFileName())
                .put("size", file.getFileLength())
                .put("modified", Instant.ofEpochMilli(file.getLastModified()).toString()));
        message.removeHeaders("*");
        address(message, failure.errorClass(), failure.reason(), failure.reply(), attempts);
        message.setHeader("droverRoute", exchange.getFromRouteId());
        message.setHeader("droverNode", node);
        message.setBody(json.writeValueAsString(letter));
    }

    /** Notes that the letter is with the broker. */
    public void written(Exchange exchange) {
        written.put(key(exchange, Failure.of(exchange)), clock.instant());
    }

    /** The headers by which dead letters of every origin are told apart. */
    static void address(
            Message message, ErrorClass errorClass, String reason, Optional<String> ftpReply, int attempts) {
        message.setHeader("droverErrorClass", errorClass.name());
        message.setHeader("droverFailureReason", reason);
        message.setHeader("droverAttempts", attempts);
        ftpReply.ifPresent(reply -> message.setHeader("droverFtpReply", reply));
    }

    private static String key(Exchange exchange, Failure failure) {
        String subject = file(exchange)
                .map(file -> file.getAbsoluteFilePath() + " " + file.getFileLength() + " " + file.getLastModified())
                .orElseGet(exchange::getExchangeId);
        return exchange.getFromRouteId() + " " + failure.errorClass() + " " + subject;
    }

    private static Optional<GenericFile<?>> file(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class))
                .map(file -> (GenericFile<?>) file);
    }
}
