package dev.drover.app;

import dev.drover.transfer.ByteSize;
import dev.drover.transfer.TimeSpan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads typed values and collects what is wrong, so that all problems are told at once. A value that cannot be read comes
 * back as its default; {@link #finish} then throws. Not thread-safe.
 */
final class SettingsReader {
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,7}");
    private static final int MOST = 1_000_000;

    private final Settings settings;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Settings settings) {
        this.settings = settings;
    }

    String text(String key, String otherwise) {
        return settings.value(key).orElse(otherwise);
    }

    Optional<String> text(String key) {
        return settings.value(key);
    }

    /** Words divided by commas. */
    List<String> words(String key) {
        return text(key).stream()
                .flatMap(words -> Stream.of(words.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A secret: the value of the property, or the first line of the file that {@code <key>-file} names. */
    Optional<String> secret(String key) {
        Optional<String> plain = settings.value(key);
        Optional<String> file = settings.value(key + "-file");
        if (plain.isPresent() && file.isPresent()) {
            problem(key + "-file", "stands beside " + key + "; give one of the two");
        }
        if (plain.isPresent() || file.isEmpty()) {
            return plain;
        }
        try {
            return Optional.of(SealedValues.firstLine(file.get()));
        } catch (Placeholders.UnresolvedException e) {
            problem(key + "-file", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    Path path(String key, String otherwise) {
        return read(key, Path.of(otherwise), "a path", value -> {
            try {
                return Optional.of(Path.of(value));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    /** A number with {@code ms}, {@code s}, {@code m}, {@code h}, {@code d} or {@code w}. */
    Duration duration(String key, Duration otherwise) {
        return read(key, otherwise, "a time like " + TimeSpan.EXAMPLES, TimeSpan::parse);
    }

    long bytes(String key, long otherwise) {
        return read(key, otherwise, "a size like " + ByteSize.EXAMPLES, value -> ByteSize.parse(value).stream()
                .boxed()
                .findFirst());
    }

    /** A count, from 0 to a million. */
    int count(String key, int otherwise) {
        return read(
                key,
                otherwise,
                "a number from 0 to 1000000",
                text -> COUNT.matcher(text).matches()
                        ? Optional.of(Integer.valueOf(text)).filter(number -> number <= MOST)
                        : Optional.empty());
    }

    boolean flag(String key, boolean otherwise) {
        return read(key, otherwise, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** Notes a problem of a property. */
    void problem(String key, String sentence) {
        problems.add(key + ": " + sentence);
    }

    /** All that was wrong. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Throws when anything was wrong. */
    void finish() throws SettingsException {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private <T> T read(String key, T otherwise, String expected, Function<String, Optional<T>> parser) {
        Optional<String> value = settings.value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        Optional<T> parsed = parser.apply(value.get());
        if (parsed.isEmpty()) {
            problem(key, "\"" + value.get() + "\" is not " + expected);
        }
        return parsed.orElse(otherwise);
    }
}
