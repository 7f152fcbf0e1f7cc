package dev.drover.endpoint;

import dev.drover.endpoint.EndpointConfigException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The properties of one endpoint while they are read. What is wrong is noted and the default goes on, so that everything
 * wrong is found in one go; what nobody asked for is unknown. One thread.
 */
final class Section {
    private static final String MASK = "****";

    private final String name;
    private final String prefix;
    private final Map<String, String> values;
    private final List<Problem> problems;
    private final Set<String> asked = new TreeSet<>();
    private final Set<String> secrets = new TreeSet<>();

    Section(String name, String prefix, Map<String, String> values, List<Problem> problems) {
        this.name = name;
        this.prefix = prefix;
        this.values = values;
        this.problems = problems;
    }

    String name() {
        return name;
    }

    /** How many there are so far. */
    int problems() {
        return problems.size();
    }

    void problem(String key, String message) {
        problems.add(new Problem(prefix + key, message));
    }

    /** The value, without blanks around it; an empty one counts as not given. */
    Optional<String> text(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The given keys that begin with this one and a dot, sorted. */
    List<String> keysBelow(String key) {
        return values.keySet().stream()
                .filter(given -> given.startsWith(key + ".") && given.length() > key.length() + 1)
                .sorted()
                .toList();
    }

    boolean has(String key) {
        return text(key).isPresent();
    }

    /** A value that must be given; an empty one when it is not, and that is noted. */
    String required(String key, String why) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            problem(key, "is missing: " + why);
        }
        return value.orElse("");
    }

    /** A secret, from the property or from the file that {@code <key>-file} names; never shown. */
    Optional<String> secret(String key) {
        // Blanks at the ends may belong to a password, so it is taken as it is.
        asked.add(key);
        secrets.add(key);
        Optional<String> plain = Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
        Optional<String> file = text(key + "-file");
        if (plain.isPresent() && file.isPresent()) {
            problem(key + "-file", "stands beside " + prefix + key + "; give one of the two");
        }
        return plain.isPresent() ? plain : file.flatMap(path -> firstLine(key + "-file", path));
    }

    <T> T value(String key, T otherwise, Function<String, T> reader) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return reader.apply(text.get());
        } catch (IllegalArgumentException e) {
            problem(key, "\"" + text.get() + "\" is wrong: " + e.getMessage());
            return otherwise;
        }
    }

    int number(String key, int otherwise, int least, int most) {
        return value(key, otherwise, text -> Values.number(text, least, most));
    }

    Duration duration(String key, Duration otherwise) {
        return value(key, otherwise, Values::duration);
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, otherwise, Values::flag);
    }

    /** One of an enumeration, written in small letters with dashes. */
    <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
        return value(key, otherwise, text -> Values.choice(text, type));
    }

    /** Words divided by commas, those inside braces left alone. */
    List<String> list(String key) {
        return text(key)
                .map(all -> Arrays.stream(all.split(",(?![^{]*})"))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** Notes every property that nobody asked for, with the one that may have been meant. */
    void refuseUnknown() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                problem(key, "is no property of this kind of endpoint; " + hint(key));
            }
        }
    }

    private String hint(String key) {
        if (key.startsWith("tls.") && !asked.contains("tls.mode")) {
            return "TLS needs kind=ftps";
        }
        return Nearest.to(key, asked)
                .map(near -> "did you mean " + prefix + near + "?")
                .orElse("known are " + String.join(", ", asked));
    }

    /** All properties as they may be shown. */
    Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        values.forEach((key, value) -> shown.put(key, isSecret(key) ? MASK : value));
        return shown;
    }

    // Also what was misspelt: "pasword" may hold a password.
    private boolean isSecret(String key) {
        String word = key.toLowerCase(Locale.ROOT);
        return secrets.contains(key) || (!asked.contains(key) && word.contains("pass")) || word.contains("secret");
    }

    private Optional<String> firstLine(String key, String path) {
        try {
            List<String> lines = Files.readAllLines(Path.of(path));
            if (!lines.isEmpty() && !lines.get(0).isEmpty()) {
                return Optional.of(lines.get(0));
            }
            problem(key, "the file " + path + " is empty");
        } catch (IOException | IllegalArgumentException e) {
            problem(key, "the file " + path + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
