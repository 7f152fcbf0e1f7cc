package dev.drover.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.transfer.ErrorClass;
import java.io.IOException;
import java.util.UUID;
import org.apache.camel.Message;

/**
 * What a job found or did, as others hear of it: a CloudEvent as body, and its main points as headers to select by.
 *
 * @param type two words, such as {@code mirror.completed}
 * @param isGood whether all is as it should be
 * @param isNews whether an operator wants to read of it: something was done, or is other than before
 * @param subject the endpoint or place that it is about
 * @param summary one sentence for people
 * @param data the figures
 */
record JobEvent(String type, boolean isGood, boolean isNews, String subject, String summary, ObjectNode data) {
    static final String TYPE = "droverType";

    static final String SUBJECT = "droverSubject";
    static final String SUMMARY = "droverSummary";
    static final String GOOD = "droverGood";
    private static final ObjectMapper json = new ObjectMapper();

    static ObjectNode noData() {
        return json.createObjectNode();
    }

    /** A job that could not be done. */
    static JobEvent failed(String kind, String subject, IOException failure) {
        Failure sorted = Failure.of(failure);
        ObjectNode data = noData().put("errorClass", ErrorClass.of(failure).name())
                .put("retryable", ErrorClass.of(failure).retryable())
                .put("ftpReply", sorted.reply().orElse(null));
        return new JobEvent(kind + ".failed", false, true, subject, sorted.reason(), data);
    }

    /** Makes this the message. */
    void write(Message message, Tools tools, String route) throws JsonProcessingException {
        ObjectNode event = json.createObjectNode()
                .put("specversion", "1.0")
                .put("id", UUID.randomUUID().toString())
                .put("source", "/drover/" + tools.node())
                .put("type", "drover." + type + ".v1")
                .put("subject", subject)
                .put("time", tools.clock().instant().toString());
        ObjectNode all = event.putObject("data");
        all.put("route", route).put("good", isGood).put("summary", summary).setAll(data);
        message.removeHeaders("*");
        message.setHeader(TYPE, type);
        message.setHeader(SUBJECT, subject);
        message.setHeader(SUMMARY, summary);
        message.setHeader(GOOD, isGood);
        message.setHeader("droverRoute", route);
        message.setHeader("droverNode", tools.node());
        message.setBody(json.writeValueAsString(event));
    }
}
