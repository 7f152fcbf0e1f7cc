package dev.drover.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Headers that a route adds to the messages it makes of files: {@code orderType=invoice,file=${file:name}}, values in the
 * simple language of Camel, and the group whose messages one consumer gets in their order. Both are worked out while the
 * message is still about the file, and set when it is about to leave. Thread-safe once its route has started.
 */
public final class MessageHeaders implements CamelContextAware {
    private static final String PROPERTY = "DroverMessageHeaders";
    private static final String GROUP = "JMSXGroupID";

    // Words of selectors; Jakarta Messaging 3.1, section 3.5.1.
    private static final Set<String> WORDS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    // Those of JMS and of the broker mean something to it, those of Camel never leave, and ours are set by ourselves.
    private static final List<String> RESERVED = List.of("jms", "amq_", "_amq", "camel", "drover");

    private String headers = "";
    private String group = "";
    private Map<String, Expression> expressions = Map.of();
    private @Nullable CamelContext camelContext;

    public void setHeaders(String headers) {
        this.headers = headers;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    /** Makes the expressions; Camel calls it when the options are set. */
    public void prepare() {
        if (camelContext == null) {
            throw new IllegalStateException("a bean of a route template is made by Camel");
        }
        expressions = expressions(camelContext, headers, group);
    }

    /** Works out all values, from the file and what its route knows of it. */
    public void note(Exchange exchange) {
        Map<String, String> values = new LinkedHashMap<>();
        expressions.forEach((name, expression) -> {
            String value = expression.evaluate(exchange, String.class);
            // No group is not the group without a name.
            if (value != null && !(name.equals(GROUP) && value.isBlank())) {
                values.put(name, value);
            }
        });
        exchange.setProperty(PROPERTY, values);
    }

    /** Sets them on the message that is to be sent. */
    public void write(Exchange exchange) {
        Map<?, ?> values = exchange.getProperty(PROPERTY, Map.of(), Map.class);
        values.forEach((name, value) -> exchange.getMessage().setHeader(String.valueOf(name), value));
    }

    /**
     * The headers of a text, by name.
     *
     * @throws IllegalArgumentException with the end of a sentence that begins with the text
     */
    static Map<String, String> parse(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("has \"" + part
                        + "\", where name=value is wanted, such as orderType=invoice,file=${file:name}");
            }
            String name = part.substring(0, equals).strip();
            checkName(name);
            if (headers.put(name, part.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("has the header \"" + name + "\" twice");
            }
        }
        return headers;
    }

    /**
     * Whether they can be worked out.
     *
     * @throws IllegalArgumentException when there is no sense in one of them
     */
    static Map<String, Expression> expressions(CamelContext camel, String headers, String group) {
        Map<String, String> texts = headers.isBlank() ? new LinkedHashMap<>() : parse(headers);
        if (!group.isBlank()) {
            texts.put(GROUP, group.strip());
        }
        Map<String, Expression> expressions = new LinkedHashMap<>();
        texts.forEach((name, text) -> expressions.put(name, simple(camel, text)));
        return expressions;
    }

    /**
     * A text in the simple language.
     *
     * @throws IllegalArgumentException when it is not, with the end of a sentence
     */
    static Expression simple(CamelContext camel, String text) {
        try {
            Expression expression = camel.resolveLanguage("simple").createExpression(text);
            expression.init(camel);
            return expression;
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException(
                    "has \"" + text + "\", which is not in Camel's simple language: " + reason, e);
        }
    }

    /** What stands between commas; those within {@code ${...}} belong to a value. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == ',' && depth <= 0) {
                parts.add(text.substring(begin, at).strip());
                begin = at + 1;
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }

    private static void checkName(String name) {
        boolean isIdentifier = !name.isEmpty()
                && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
        if (!isIdentifier || WORDS.contains(name.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("has \"" + name
                    + "\", which is no name of a header of JMS: those are letters, digits and underscores, do not begin"
                    + " with a digit, and are no words of selectors");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.stream().anyMatch(lower::startsWith)) {
            throw new IllegalArgumentException(
                    "has \"" + name
                            + "\", which is reserved: names that begin with JMS, AMQ, Camel or drover have a meaning of their own");
        }
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
