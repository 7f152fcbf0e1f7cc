package dev.drover.route;

import dev.drover.request.ControlDesk;
import jakarta.jms.Destination;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code requestControl}: brings commands of operators to the desk, and its answers to who gave them. Thread-safe. */
public final class RequestControl {
    private static final String REPLY_TO = "DroverReplyTo";
    private static final String CORRELATION = "DroverCorrelation";

    private final ControlDesk desk;
    private final ReplyTargets replyTargets;
    private final Seal seal;
    private final ReplayedLetters letters;

    public RequestControl(ControlDesk desk, ReplyTargets replyTargets, Seal seal, ReplayedLetters letters) {
        this.letters = letters;
        this.desk = desk;
        this.replyTargets = replyTargets;
        this.seal = seal;
    }

    /** Does what the message says. The body becomes what is to be sent, one by one. */
    public void handle(Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<String> user = Optional.ofNullable(message.getHeader("JMSXUserID", String.class));
        replyTargets
                .check(message.getHeader("JMSReplyTo"), user)
                .ifPresent(target -> exchange.setProperty(REPLY_TO, target));
        String id = message.getHeader("JMSMessageID", "", String.class);
        exchange.setProperty(CORRELATION, message.getHeader("JMSCorrelationID", id, String.class));
        String body = message.getBody() instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(message.getBody());
        ControlDesk.Answer answer = desk.handle(body, user.orElse("a message"));
        List<Object> sent = new ArrayList<>();
        answer.resend().ifPresent(resend -> {
            letters.take(resend.requestId());
            sent.add(resend);
        });
        sent.add(answer.json());
        message.removeHeaders("*");
        message.setBody(sent);
    }

    /** Makes a message of what is in the body; the variable {@code letter} tells where it goes. */
    public void address(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        exchange.setVariable(
                "letter",
                message.getBody() instanceof ControlDesk.Resend resend
                        ? resend(message, resend)
                        : reply(message, exchange));
    }

    private String resend(Message message, ControlDesk.Resend resend) {
        message.setBody(resend.body());
        message.setHeader(Requests.KEY, resend.key());
        message.setHeader("JMSPriority", resend.priority());
        resend.submitter().ifPresent(name -> message.setHeader(Requests.SUBMITTER, name));
        resend.correlationId().ifPresent(id -> message.setHeader("JMSCorrelationID", id));
        seal.put(message);
        return "again";
    }

    private static String reply(Message message, Exchange exchange) {
        Destination target = exchange.getProperty(REPLY_TO, Destination.class);
        if (target == null) {
            return "none";
        }
        message.setHeader("CamelJmsDestination", target);
        message.setHeader("JMSCorrelationID", exchange.getProperty(CORRELATION));
        return ReplyTargets.isTemporary(target) ? "reply-now" : "reply";
    }
}
