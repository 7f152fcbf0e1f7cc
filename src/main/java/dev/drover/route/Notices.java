package dev.drover.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.transfer.Glob;
import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the events that somebody wants to be told of, and not the same again and again. Camel sets the options before the
 * route starts. Thread-safe.
 */
public final class Notices implements CamelContextAware {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final ObjectMapper json = new ObjectMapper();
    private static final int MOST_KEPT = 10_000;
    private static final String REQUEST = "transfer.";
    static final String KEY = "DroverNotice";
    private static final String DONE = REQUEST + "completed";

    // Of a notice, so that whoever makes an event of it does not have it told again, and again.
    private static final String MARK = "droverNotice";

    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    private @Nullable CamelContext camelContext;
    private String types = "";
    private String subjects = "";
    private Duration throttle = Duration.ZERO;
    private Duration timeout = Duration.ofSeconds(30);
    private String uri = "";
    private @Nullable Channel channel;

    /**
     * Makes the channel, before the route starts.
     *
     * @throws Exception when there is no such channel
     */
    public void prepare() throws Exception {
        if (camelContext == null) {
            throw new IllegalStateException("a bean of a route template is made by Camel");
        }
        channel = Channel.open(camelContext, uri, timeout);
    }

    /** Whether this event is to be told, and was not; {@link #tell} does that. Puts one sentence into the header {@code droverSummary} where there is none. */
    public boolean isDue(Exchange exchange) {
        Message message = exchange.getMessage();
        String type = type(message);
        String subject = Optional.ofNullable(message.getHeader(JobEvent.SUBJECT, String.class))
                .orElse(message.getHeader("droverEndpoint", "", String.class));
        boolean isWanted = fits(types, type) && (subjects.isEmpty() || fits(subjects, subject));
        if (message.getHeader(JobEvent.GOOD, false, Boolean.class) || type.equals(DONE)) {
            forget(type, subject);
        }
        String key = type + " " + subject;
        if (!isWanted || message.getHeader(MARK) != null || isRepeated(key)) {
            return false;
        }
        exchange.setProperty(KEY, key);
        message.setHeader(JobEvent.TYPE, type);
        message.setHeader(JobEvent.SUBJECT, subject);
        if (message.getHeader(JobEvent.SUMMARY) == null) {
            message.setHeader(JobEvent.SUMMARY, summary(message, type));
        }
        return true;
    }

    /**
     * Tells the channel, and notes that the notice has arrived.
     *
     * @throws Exception when it has not: then it is not told, and comes again
     */
    public void tell(Exchange exchange) throws Exception {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("the channel is made before the route starts");
        }
        Message message = exchange.getMessage();
        message.setHeader(MARK, String.valueOf(exchange.getFromRouteId()));
        known.send(notice -> {
            notice.getMessage().setHeaders(new HashMap<>(message.getHeaders()));
            notice.getMessage().setBody(message.getBody());
        });
        String key = exchange.getProperty(KEY, String.class);
        if (key != null && !throttle.isZero() && told.size() < MOST_KEPT) {
            told.put(key, now());
        }
    }

    private static boolean fits(String globs, String text) {
        return Words.list(globs).stream().anyMatch(glob -> Glob.of(glob).matches(text));
    }

    // Once it is well again, the next outage is news.
    private void forget(String type, String subject) {
        String kind = type.replaceFirst("\\..*", ".");
        told.keySet().removeIf(key -> key.startsWith(kind) && key.endsWith(" " + subject));
    }

    private boolean isRepeated(String key) {
        if (throttle.isZero()) {
            return false;
        }
        Instant now = now();
        told.values().removeIf(last -> last.plus(throttle).isBefore(now));
        return told.containsKey(key);
    }

    private Instant now() {
        return camelContext == null
                ? Instant.now()
                : Tools.of(camelContext).clock().instant();
    }

    // Events of requests have one word only.
    private static String type(Message message) {
        String type = message.getHeader(JobEvent.TYPE, "unknown", String.class);
        return type.indexOf('.') < 0 ? REQUEST + type : type;
    }

    private static String summary(Message message, String type) {
        String about = message.getHeader("droverRequestId", "", String.class);
        String reason = Optional.ofNullable(message.getHeader("droverFailureReason", String.class))
                .orElseGet(() -> error(message.getBody(String.class)));
        return (type + " " + about + (reason.isEmpty() ? "" : ": " + reason)).strip();
    }

    private static String error(@Nullable String event) {
        try {
            return event == null
                    ? ""
                    : json.readTree(event).at("/data/error/message").asText();
        } catch (JsonProcessingException e) {
            log.debug("An event is not JSON: {}", event, e);
            return "";
        }
    }

    /** A URI. */
    public void setChannel(String channel) {
        this.uri = channel;
    }

    /** How long the route waits for the channel. */
    public void setTimeout(String timeout) {
        this.timeout = TimeSpan.positive("timeout", timeout);
    }

    public void setTypes(String types) {
        this.types = types;
    }

    public void setSubjects(String subjects) {
        this.subjects = subjects;
    }

    public void setThrottle(String throttle) {
        this.throttle = TimeSpan.orZero("throttle", throttle);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camelContext = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }
}
