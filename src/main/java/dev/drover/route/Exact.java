package dev.drover.route;

import dev.drover.endpoint.UriText;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * Property function {@code exact}: {@code {{exact:{{archive}} }}} is the text of a parameter for an option of a {@code drover:}
 * URI, where a percent sign, a plus or an ampersand would be read as something else. A blank stands before the end since Camel
 * takes the brace of {@code ${file:name}} for its own; an option without text is left out.
 */
public final class Exact implements PropertiesFunction {
    @Override
    public String getName() {
        return "exact";
    }

    @Override
    public @Nullable String apply(String remainder) {
        String text = remainder.strip();
        return text.isEmpty() ? null : UriText.write(text);
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
