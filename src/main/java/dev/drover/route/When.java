package dev.drover.route;

import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * Property function {@code when}: {@code {{when:{{after}}=archive->{{exact:{{archive}} }} }}} is the text of the parameter
 * {@code archive} when the parameter {@code after} is {@code archive}; else the option is left out. Commas and arrows in that
 * text are its own.
 */
public final class When implements PropertiesFunction {
    private static final String EQUALS = "=";
    private static final String ARROW = "->";

    @Override
    public String getName() {
        return "when";
    }

    @Override
    public @Nullable String apply(String remainder) {
        int equals = remainder.indexOf(EQUALS);
        int arrow = remainder.indexOf(ARROW);
        if (equals < 0 || arrow < equals) {
            throw new IllegalArgumentException("{{when:value=word->text }} is wanted, not " + remainder);
        }
        String word = remainder.substring(equals + EQUALS.length(), arrow);
        String text = remainder.substring(arrow + ARROW.length()).strip();
        return text.isEmpty() || !word.equals(remainder.substring(0, equals).strip()) ? null : text;
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
