package dev.drover.app;

import dev.drover.endpoint.EndpointCatalog;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code {{name}}}, {@code {{name:default}}}, {@code {{env:NAME}}} and {@code {{env:NAME:default}}}: the forms of
 * Camel that make sense in a settings file. Done before Camel starts, since the broker and the endpoints need values too,
 * and so that secrets need not be handed to Camel at all. What a variable holds is taken as it is, braces included.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final String ENVIRONMENT = "env:";

    private final Map<String, String> raw;
    private final Function<String, Optional<String>> environment;
    private final Set<String> open = new LinkedHashSet<>();

    Placeholders(Map<String, String> raw, Function<String, Optional<String>> environment) {
        this.raw = raw;
        this.environment = environment;
    }

    /** The value of a property of the map. Not thread-safe. */
    String valueOf(String key) throws UnresolvedException {
        if (!open.add(key)) {
            throw new UnresolvedException("it is defined by itself: " + String.join(" -> ", open) + " -> " + key);
        }
        try {
            return fill(raw.getOrDefault(key, ""));
        } finally {
            open.remove(key);
        }
    }

    private String fill(String text) throws UnresolvedException {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            filled.append(text, end, matcher.start()).append(lookUp(matcher.group(1)));
            end = matcher.end();
        }
        return filled.append(text.substring(end)).toString();
    }

    private String lookUp(String expression) throws UnresolvedException {
        boolean variable = expression.startsWith(ENVIRONMENT);
        String rest = variable ? expression.substring(ENVIRONMENT.length()) : expression;
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        if (variable && isOfAnEndpoint()) {
            return "{{" + expression + "}}";
        }
        if (variable) {
            Optional<String> value = environment.apply(name);
            if (value.isPresent()) {
                return value.get();
            }
        } else if (raw.containsKey(name)) {
            return valueOf(name);
        }
        if (colon >= 0) {
            return rest.substring(colon + 1);
        }
        throw new UnresolvedException(
                variable
                        ? "the environment variable " + name + " is not set"
                        : "there is no property " + name + " to fill in {{" + name + "}}");
    }

    // The catalog of endpoints reads variables by itself, so that a secret is where it is used and nowhere else.
    private boolean isOfAnEndpoint() {
        return open.size() == 1 && open.iterator().next().startsWith(EndpointCatalog.PREFIX);
    }

    /** A property has no value; the message says why. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnresolvedException(String message) {
            super(message);
        }
    }
}
