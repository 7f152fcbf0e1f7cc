package dev.drover.route;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What failures of Java and Camel come to for people who know neither. */
public final class Sentences {
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern CLASS_NAME =
            Pattern.compile("(?:class )?\\b(?:[a-z][a-z0-9_]*\\.){2,}(?:[A-Z]\\w*[.$])*([A-Z]\\w*)");
    private static final Pattern WORDS_WITHIN = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern UNKNOWN_OPTION =
            Pattern.compile("Failed to resolve endpoint: (\\w[\\w.+-]*:).* due to: There are \\d+ parameters.*"
                    + "Unknown parameters=\\[\\{(.*)}].*");
    private static final Pattern NO_PROPERTY =
            Pattern.compile("Property with key \\[(.*?)] not found in properties from text: .*");
    private static final List<String> ENDINGS = List.of("Exception", "Error");

    private Sentences() {}

    /** What lies at the bottom of a failure, on one line, and without the names of classes. */
    public static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null || root.getMessage().isBlank()
                ? words(root.getClass().getSimpleName())
                : root.getMessage();
        String line = LINE_ENDS.matcher(message.strip()).replaceAll(" ");
        String plain = UNKNOWN_OPTION.matcher(line).replaceFirst("$1 has no option $2");
        String known = NO_PROPERTY.matcher(plain).replaceFirst("the setting $1 is needed, and is not there");
        return CLASS_NAME.matcher(known).replaceAll(name -> words(name.group(1)));
    }

    /** {@code NumberFormatException} as people would say it: number format. */
    private static String words(String className) {
        String name = className;
        for (String ending : ENDINGS) {
            if (name.endsWith(ending) && !name.equals(ending)) {
                name = name.substring(0, name.length() - ending.length());
            }
        }
        return WORDS_WITHIN.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
