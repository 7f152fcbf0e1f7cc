package dev.drover.route;

import java.util.Arrays;
import java.util.List;

/** Parameters of templates that are lists or numbers: text, since one that is not given is the empty text. */
final class Words {
    private Words() {}

    /** What stands between commas; those within braces belong to a pattern. */
    static List<String> list(String text) {
        return Arrays.stream(text.split(",(?![^{]*\\})"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static String[] array(String text) {
        return list(text).toArray(String[]::new);
    }

    static long number(String parameter, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(parameter + " is a number, not \"" + text + "\"", e);
        }
    }
}
