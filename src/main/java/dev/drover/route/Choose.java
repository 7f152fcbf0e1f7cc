package dev.drover.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * Property function {@code choose}: turns a parameter of a template into the options of Camel that it stands for.
 * {@code {{choose:{{after}},delete->true,keep->false}}} is {@code true} for {@code delete}; an option whose result is empty
 * is left out; a word that is not listed is refused with those that are.
 */
public final class Choose implements PropertiesFunction {
    private static final String ARROW = "->";

    @Override
    public String getName() {
        return "choose";
    }

    @Override
    public @Nullable String apply(String remainder) {
        String[] parts = remainder.split(",(?=[a-z]+" + ARROW + ")");
        String word = parts[0].strip();
        List<String> known = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            int arrow = parts[i].indexOf(ARROW);
            String name = parts[i].substring(0, arrow);
            if (name.equals(word)) {
                String result = parts[i].substring(arrow + ARROW.length());
                return result.isEmpty() ? null : result;
            }
            known.add(name);
        }
        throw new IllegalArgumentException(
                "\"" + word + "\" is none of the words that a parameter of the template takes: " + known);
    }

    @Override
    public boolean optional(String remainder) {
        return true;
    }
}
