package dev.drover.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills <code>{{env:NAME}}</code> and <code>{{env:NAME:otherwise}}</code>, the way of writing that Camel has too. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)(?::(.*))?");

    private final Environment environment;

    Placeholders(Environment environment) {
        this.environment = environment;
    }

    /**
     * The text with all of them filled.
     *
     * @throws IllegalArgumentException naming what is not there
     */
    String fill(String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(filled, Matcher.quoteReplacement(value(found.group(1))));
        }
        return found.appendTail(filled).toString();
    }

    private String value(String inside) {
        Matcher variable = VARIABLE.matcher(inside);
        if (!variable.matches()) {
            throw new IllegalArgumentException(
                    "the placeholder {{" + inside + "}} is not filled; only {{env:NAME}} is known here");
        }
        String value = environment.get(variable.group(1));
        if (value != null) {
            return value;
        }
        String otherwise = variable.group(2);
        if (otherwise == null) {
            throw new IllegalArgumentException("the environment variable " + variable.group(1) + " is not set");
        }
        return otherwise;
    }

    /** Where variables come from. */
    @FunctionalInterface
    interface Environment {
        @Nullable
        String get(String name);
    }
}
