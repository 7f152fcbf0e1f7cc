package dev.drover.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.request.Incoming;
import dev.drover.request.Letter;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.RequestDesk;
import dev.drover.request.RequestListener;
import dev.drover.request.TransferRequest;
import dev.drover.request.TransferRequest.Source;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code requests}: brings messages to the desk, and its letters into the form in which they are sent. Thread-safe.
 */
public final class Requests {
    private static final String ORIGINAL = "DroverOriginalMessage";
    private static final String KIND = "letter";

    /** Names the message that brought a request, once it is not its own id any more. */
    static final String KEY = "droverKey";

    /** Who sent it first. */
    static final String SUBMITTER = "droverSubmitter";

    static final String RETURNS = "droverReturns";
    private static final int LONGEST = 200;
    private static final String GROUP = "JMSXGroupID";
    static final String FIRST_SEEN = "droverFirstSeen";
    // The broker keeps a message back for so many milliseconds, where its scheduler is on.
    private static final String DELAY = "AMQ_SCHEDULED_DELAY";

    // By the clock of whoever put it back.
    static final String DUE = "droverDue";
    private static final long TOLERANCE_MILLIS = 250;
    private static final long LONGEST_HOLD_MILLIS = 1000;
    private static final String OPERATION = "operation";
    // Cancels are short; what is nested deeper than a request is none.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build())
            .build();
    private static final Logger log = LoggerFactory.getLogger(Requests.class);

    private final AtomicBoolean toldOfScheduler = new AtomicBoolean();
    private final RequestDesk desk;
    private final List<MovementListener> listeners;
    private final ReplyTargets replyTargets;
    private final Seal seal;
    private final String node;
    private final Clock clock;

    /**
     * Stands before a desk.
     *
     * @param seal without which no message is believed to come from ourselves
     */
    public Requests(
            RequestDesk desk,
            List<MovementListener> listeners,
            ReplyTargets replyTargets,
            Seal seal,
            String node,
            Clock clock) {
        this.desk = desk;
        this.listeners = List.copyOf(listeners);
        this.replyTargets = replyTargets;
        this.seal = seal;
        this.node = node;
        this.clock = clock;
    }

    /** A message as it came: what must come with it when it is put back. */
    private record Original(
            Incoming incoming,
            Map<String, Object> headers,
            Optional<Destination> replyTo,
            String firstSeen,
            Optional<UnreadableContent> unreadable) {}

    /**
     * How many milliseconds to hold a message that we put back and that comes before its time, at most a second: the
     * broker has no scheduler, and without a pause the message would go round and round.
     */
    public long earliness(Exchange exchange) {
        Message message = exchange.getMessage();
        long due = seal.holds(message) ? number(message, DUE).orElse(0L) : 0;
        long early = due - clock.millis();
        if (early < TOLERANCE_MILLIS) {
            return 0;
        }
        if (toldOfScheduler.compareAndSet(false, true)) {
            log.warn(
                    "The broker delivers at once what it was to keep back for {} ms, so requests that wait keep its"
                            + " consumers busy; set schedulerSupport=\"true\" on its <broker>",
                    early);
        }
        return Math.min(early, LONGEST_HOLD_MILLIS);
    }

    /** Does what the message asks for. The body becomes the letters, to be sent one by one. */
    public void handle(Exchange exchange) {
        Message message = exchange.getMessage();
        Original original = original(message);
        message.removeHeaders("*");
        exchange.setProperty(ORIGINAL, original);
        message.setBody(desk.handle(original.incoming(), new Reporter(exchange.getFromRouteId())));
    }

    /** Does what the message asks for when it is a cancel; another request goes on to the queue for those. */
    public void cancel(Exchange exchange) {
        if (isCancel(exchange.getMessage().getBody())) {
            handle(exchange);
            return;
        }
        Message message = exchange.getMessage();
        exchange.setProperty(ORIGINAL, original(message));
        message.removeHeaders("*");
        message.setBody(List.of(new Misplaced()));
    }

    /** What came to a queue that is not for it. */
    private record Misplaced() {}

    /**
     * Makes a message of the letter in the body. The variable {@code letter} tells where it goes: {@code event},
     * {@code reply}, {@code reply-now} (who asked may be gone), {@code dead}, {@code again}, {@code misplaced}, or
     * {@code none}.
     */
    public void address(Exchange exchange) {
        Message message = exchange.getMessage();
        Original original = exchange.getProperty(ORIGINAL, Original.class);
        Object letter = message.getBody();
        message.removeHeaders("*");
        exchange.setVariable(KIND, address(message, original, letter));
    }

    /** Ends the request of a message that the broker gave up. The body becomes the letters, to be sent one by one. */
    public void bury(Exchange exchange) {
        Message message = exchange.getMessage();
        Original original = original(message);
        boolean expired = message.getHeader("originalExpiration", 0L, Long.class) > 0
                || String.valueOf(message.getHeader("dlqDeliveryFailureCause")).contains("xpired");
        String cause = expired
                ? "The message expired on its queue, by the time to live that its sender gave it."
                : "The broker gave the message up after it was delivered too often; the log says why.";
        message.removeHeaders("*");
        exchange.setProperty(ORIGINAL, original);
        message.setBody(desk.giveUp(original.incoming(), expired, cause));
    }

    private String address(Message message, Original original, Object letter) {
        if (letter instanceof Letter.Told told) {
            return tell(message, told);
        }
        if (letter instanceof Letter.Reply reply) {
            return reply(message, original, reply);
        }
        if (letter instanceof Letter.Dead dead) {
            return bury(message, original, dead);
        }
        if (letter instanceof Letter.Again again) {
            return putBack(message, original, again);
        }
        putBack(
                message,
                original,
                new Letter.Again(Duration.ZERO, 0, original.incoming().group()));
        return "misplaced";
    }

    private static String tell(Message message, Letter.Told told) {
        EventSender.address(message, told.event());
        return "event";
    }

    private static String reply(Message message, Original original, Letter.Reply reply) {
        if (original.replyTo().isEmpty()) {
            return "none";
        }
        Destination target = original.replyTo().get();
        message.setBody(reply.json());
        message.setHeader("CamelJmsDestination", target);
        message.setHeader(
                "JMSCorrelationID",
                original.incoming().correlationId().orElse(original.incoming().key()));
        message.setHeader("droverStatus", reply.status());
        reply.requestId().ifPresent(id -> message.setHeader("droverRequestId", id));
        return ReplyTargets.isTemporary(target) ? "reply-now" : "reply";
    }

    private String bury(Message message, Original original, Letter.Dead dead) {
        message.setBody(original.incoming().body());
        original.unreadable().ifPresent(content -> {
            message.setHeader("droverContent", content.toString());
            if (content.raw().length > 0) {
                message.setBody(content.raw());
            }
        });
        message.setHeader("droverErrorClass", dead.errorClass());
        message.setHeader("droverFailureReason", dead.reason());
        message.setHeader("droverAttempts", dead.attempts());
        message.setHeader("droverStatus", dead.status());
        message.setHeader("droverDeadLetterId", dead.id());
        message.setHeader("droverNode", node);
        message.setHeader(FIRST_SEEN, original.firstSeen());
        dead.ftpReply().ifPresent(reply -> message.setHeader("droverFtpReply", reply));
        dead.requestId().ifPresent(id -> message.setHeader("droverRequestId", id));
        original.incoming().submitter().ifPresent(name -> message.setHeader(SUBMITTER, name));
        original.incoming().correlationId().ifPresent(id -> message.setHeader("JMSCorrelationID", id));
        return "dead";
    }

    private String putBack(Message message, Original original, Letter.Again again) {
        message.setBody(original.incoming().body());
        original.headers().forEach(message::setHeader);
        message.setHeader(KEY, original.incoming().key());
        message.setHeader(RETURNS, again.returns());
        again.group().ifPresent(name -> message.setHeader(GROUP, name));
        message.setHeader(FIRST_SEEN, original.firstSeen());
        original.incoming().submitter().ifPresent(name -> message.setHeader(SUBMITTER, name));
        if (!again.delay().isZero()) {
            message.setHeader(DELAY, again.delay().toMillis());
            message.setHeader(DUE, clock.millis() + again.delay().toMillis());
        }
        seal.put(message);
        return "again";
    }

    private Original original(Message message) {
        String id = message.getHeader("JMSMessageID", "", String.class);
        Object body = message.getBody();
        // One that we put back comes from ourselves; who sent it first, and when, stands in headers that we sealed.
        boolean ours = seal.holds(message);
        Incoming incoming = new Incoming(
                        body instanceof byte[] bytes ? bytes : String.valueOf(body),
                        ours ? text(message, KEY).orElse(id) : id,
                        ours ? text(message, SUBMITTER) : sender(message),
                        text(message, "JMSCorrelationID"),
                        message.getHeader("JMSPriority", 4, Integer.class),
                        message.getHeader("JMSDeliveryMode", DeliveryMode.PERSISTENT, Integer.class)
                                == DeliveryMode.PERSISTENT,
                        text(message, GROUP),
                        ours ? number(message, RETURNS).orElse(0L).intValue() : 0)
                .withLimits(RequestLimits.of(message.getExchange()));
        String now = clock.instant().toString();
        return new Original(
                Arrivals.on(message, incoming),
                kept(message),
                replyTargets.check(message.getHeader("JMSReplyTo"), incoming.submitter()),
                ours ? text(message, FIRST_SEEN).orElse(now) : now,
                body instanceof UnreadableContent content ? Optional.of(content) : Optional.empty());
    }

    // What an external broker keeps back or puts aside, it sends under a name of its own.
    private static Optional<String> sender(Message message) {
        return text(message, "JMSXUserID").filter(name -> !name.equals("ActiveMQBroker"));
    }

    // What is no sound JSON is refused where it came to.
    private static boolean isCancel(Object body) {
        try {
            JsonNode json =
                    body instanceof byte[] bytes ? MAPPER.readTree(bytes) : MAPPER.readTree(String.valueOf(body));
            return !json.has(OPERATION) || "cancel".equals(json.path(OPERATION).asText());
        } catch (IOException e) {
            log.debug("A message on a queue for cancels is none", e);
            return true;
        }
    }

    // Headers are a stranger's: what is of another type, or too long to be ours, is not there.
    private static Optional<String> text(Message message, String name) {
        return message.getHeader(name) instanceof String text && !text.isEmpty() && text.length() <= LONGEST
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Optional<Long> number(Message message, String name) {
        return message.getHeader(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    private static Map<String, Object> kept(Message message) {
        Map<String, Object> kept = new HashMap<>();
        for (String name :
                List.of("JMSCorrelationID", "JMSReplyTo", "JMSPriority", "JMSExpiration", "JMSDeliveryMode")) {
            Optional.ofNullable(message.getHeader(name)).ifPresent(value -> kept.put(name, value));
        }
        return kept;
    }

    /** Tells of the files of a request as of those of any other route. */
    private final class Reporter implements RequestListener {
        private final String route;

        Reporter(String route) {
            this.route = route;
        }

        @Override
        public void itemEnded(TransferRequest request, Item item) {
            boolean moved =
                    item.status() == ItemStatus.COMPLETED && item.transfer().isPresent();
            if (moved || item.status() == ItemStatus.FAILED) {
                Movement movement = new Movement(
                        route,
                        request.source().map(Source::endpoint).orElse(""),
                        item.path(),
                        item.bytes(),
                        item.duration(),
                        outcome(item),
                        item.failure().map(Requests::failure));
                listeners.forEach(listener -> listener.moved(movement));
            }
        }

        private static Movement.Outcome outcome(Item item) {
            if (item.status() == ItemStatus.COMPLETED) {
                return Movement.Outcome.MOVED;
            }
            return item.failure().filter(Failure::retryable).isPresent()
                    ? Movement.Outcome.WAITING
                    : Movement.Outcome.DEAD;
        }
    }

    private static dev.drover.route.Failure failure(Failure why) {
        return new dev.drover.route.Failure(
                why.errorClass(), why.message(), why.reply().map(Object::toString));
    }
}
