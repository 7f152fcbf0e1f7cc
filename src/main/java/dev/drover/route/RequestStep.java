package dev.drover.route;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.request.RequestReader;
import dev.drover.request.RequestRejectedException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A step of a route that asks for a transfer: it makes a request of its values, which may be in the simple language of
 * Camel, reads it as Drover will read it, and sends it in a message of its own. The message of the route stays as it is, but
 * for the header {@code droverRequestId}. What a value comes to is text in one field of the request, whatever characters it
 * has. Thread-safe once its route has started.
 */
public final class RequestStep implements Processor, CamelContextAware {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String REQUESTS = "drover.requests";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    // An expression is tried with a text that is right for its field, so that the other fields are checked at start.
    private enum Field {
        ID("id", "", "00000000"),
        OPERATION("operation", "", "transfer"),
        SOURCE_ENDPOINT("sourceEndpoint", "source", "endpoint"),
        SOURCE_PATH("sourcePath", "source", "paths"),
        SOURCE_DIRECTORY("sourceDirectory", "source", "directory"),
        INCLUDE("include", "source", "include"),
        ON_SUCCESS("onSuccess", "source", "keep"),
        DESTINATION_ENDPOINT("destinationEndpoint", "destination", "endpoint"),
        DESTINATION_DIRECTORY("destinationDirectory", "destination", "directory"),
        FILE_NAME("fileName", "destination", "name"),
        IF_EXISTS("ifExists", "destination", "fail"),
        CANCEL_ID("cancelId", "", "00000000"),
        JOB_NAME("jobName", "", "job");

        private final String parameter;
        private final String parent;
        private final String sample;

        Field(String parameter, String parent, String sample) {
            this.parameter = parameter;
            this.parent = parent;
            this.sample = sample;
        }

        private String key() {
            return switch (this) {
                case SOURCE_ENDPOINT, DESTINATION_ENDPOINT -> "endpoint";
                case SOURCE_DIRECTORY, DESTINATION_DIRECTORY -> "directory";
                case SOURCE_PATH -> "paths";
                default -> parameter;
            };
        }

        /** As the reader of requests calls it. */
        private String place() {
            String place = (parent.isEmpty() ? "/" : "/" + parent + "/") + key();
            return this == SOURCE_PATH ? place + "/0" : place;
        }

        private void write(ObjectNode request, String value) {
            ObjectNode node = parent.isEmpty() ? request : request.withObject("/" + parent);
            if (this == SOURCE_PATH) {
                node.putArray(key()).add(value);
            } else {
                node.put(key(), value);
            }
        }
    }

    private final RequestReader reader = new RequestReader();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<Field, Expression> expressions = new EnumMap<>(Field.class);
    private String component = "jms-now";
    private String queue = REQUESTS;
    private @Nullable CamelContext camelContext;
    private @Nullable Sender sender;

    /** How requests leave. */
    private record Sender(ProducerTemplate template, Endpoint endpoint) {}

    /** The values of the request by the parameters of the Kamelet, for Camel to fill; an empty one is none. */
    public Map<String, String> getValues() {
        return values;
    }

    public void setComponent(String component) {
        this.component = component.strip();
    }

    public void setQueue(String queue) {
        this.queue = queue.strip();
    }

    /**
     * Checks the values, as far as they do not hang on messages; Camel calls it when they are set.
     *
     * @throws IllegalArgumentException with everything that the reader of requests says against them
     */
    public void prepare() throws Exception {
        CamelContext camel = camelContext;
        if (camel == null) {
            throw new IllegalStateException("a bean of a route template is made by Camel");
        }
        checkNames();
        Map<Field, String> tried = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String text = values.getOrDefault(field.parameter, "").strip();
            if (!text.isEmpty()) {
                expressions.put(field, expression(camel, field, text));
                tried.put(field, isExpression(text) ? field.sample : text);
            }
        }
        checkSource(tried);
        read(tried);
        checkEndpoints(camel);
        ProducerTemplate template = camel.createProducerTemplate();
        camel.addService(template);
        sender = new Sender(template, camel.getEndpoint(component + ":queue:" + queue));
    }

    private static boolean isExpression(String text) {
        return text.contains("${");
    }

    private static Expression expression(CamelContext camel, Field field, String text) {
        if (!isExpression(text)) {
            return ExpressionBuilder.constantExpression(text);
        }
        try {
            return MessageHeaders.simple(camel, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("No request can be made: " + field.parameter + " " + e.getMessage());
        }
    }

    private void checkNames() {
        for (String name : new String[] {component, queue}) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("A request cannot be sent to " + component + ":queue:" + queue
                        + ": component and queue are names of letters, digits, dots, dashes and underscores");
            }
        }
    }

    // Another queue may be that of a Drover with other endpoints.
    private void checkEndpoints(CamelContext camel) {
        @Nullable EndpointCatalog catalog = CamelContextHelper.findSingleByType(camel, EndpointCatalog.class);
        if (catalog == null || !queue.equals(REQUESTS)) {
            return;
        }
        for (Field field : new Field[] {Field.SOURCE_ENDPOINT, Field.DESTINATION_ENDPOINT}) {
            String name = values.getOrDefault(field.parameter, "").strip();
            if (!name.isEmpty() && !isExpression(name) && catalog.find(name).isEmpty()) {
                throw new IllegalArgumentException("No request can be made: " + field.parameter + " is \"" + name
                        + "\", and there is no such endpoint in the configuration");
            }
        }
    }

    // What the schema says of it would be that one of two forms is wanted, and not which.
    private static void checkSource(Map<Field, String> given) {
        if (given.containsKey(Field.SOURCE_ENDPOINT)
                && given.containsKey(Field.SOURCE_PATH) == given.containsKey(Field.SOURCE_DIRECTORY)) {
            throw new IllegalArgumentException(
                    "No request can be made: with sourceEndpoint goes either sourcePath or sourceDirectory");
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Sender known = sender;
        if (known == null) {
            throw new IllegalStateException("a bean of a route template is prepared by Camel");
        }
        Map<Field, String> found = new EnumMap<>(Field.class);
        expressions.forEach((field, expression) -> found.put(field, value(field, expression, exchange)));
        String request = read(found);
        String id = MAPPER.readTree(request).path("id").asText();
        // A message of its own: headers of the route's, such as a destination or a reply queue, are not for the
        // request.
        Exception failure = known.template()
                .send(known.endpoint(), ExchangePattern.InOnly, sent -> sent.getMessage()
                        .setBody(request))
                .getException();
        if (failure != null) {
            throw failure;
        }
        exchange.getMessage().setHeader(DeadQueue.REQUEST, id);
    }

    private String value(Field field, Expression expression, Exchange exchange) {
        String value = expression.evaluate(exchange, String.class);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("No request was sent: " + field.parameter + ", which is "
                    + values.get(field.parameter) + ", is empty for this message");
        }
        return value;
    }

    /** The request as JSON that Drover will not refuse for its form. */
    private String read(Map<Field, String> found) {
        ObjectNode request = MAPPER.createObjectNode().put("version", 1);
        if (!found.containsKey(Field.ID)) {
            Field.ID.write(request, UUID.randomUUID().toString());
        }
        found.forEach((field, value) -> field.write(request, value));
        String text = request.toString();
        try {
            reader.read(text);
            return text;
        } catch (RequestRejectedException e) {
            // Without it as a cause: of causes the innermost is told, and this sentence names the parameter.
            throw new IllegalArgumentException(
                    "No request was sent: " + reason(e.rejection().message(), found));
        }
    }

    private static String reason(String message, Map<Field, String> found) {
        Optional<Map.Entry<Field, String>> wrong = found.entrySet().stream()
                .filter(entry -> message.contains(" " + entry.getKey().place() + ": "))
                .findFirst();
        return wrong.map(entry -> entry.getKey().parameter + " may not be \"" + shortened(entry.getValue())
                        + "\"; see docs/requests.md")
                .orElse(message);
    }

    private static String shortened(String value) {
        return Quantities.printable(value.length() <= 100 ? value : value.substring(0, 100) + "...");
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
