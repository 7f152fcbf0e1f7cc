package dev.drover.transform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The settings of one transform while they are read; what is wrong is noted, never with the value of a secret. One thread. */
final class Section {
    private final String prefix;
    private final Map<String, String> values;
    private final List<String> problems;
    private final Set<String> asked = new TreeSet<>();

    Section(String prefix, Map<String, String> values, List<String> problems) {
        this.prefix = prefix;
        this.values = values;
        this.problems = problems;
    }

    void problem(String key, String sentence) {
        problems.add(prefix + key + ": " + sentence);
    }

    Optional<String> text(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    Optional<String> required(String key, String what) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            problem(key, "is missing: " + what);
        }
        return value;
    }

    boolean flag(String key, boolean otherwise) {
        String word = text(key).orElse(String.valueOf(otherwise));
        if (!word.equals("true") && !word.equals("false")) {
            problem(key, "\"" + word + "\" is neither true nor false");
        }
        return word.equals("true");
    }

    /** At least one; divided by commas. */
    List<Path> files(String key, String what) {
        required(key, what);
        return paths(key);
    }

    Optional<Path> path(String key) {
        return paths(key).stream().findFirst();
    }

    /** Divided by commas; none when it is not given. */
    List<Path> paths(String key) {
        List<Path> paths = new ArrayList<>();
        for (String word : text(key).map(all -> all.split(",")).orElse(new String[0])) {
            try {
                paths.add(Path.of(word.strip()));
            } catch (InvalidPathException e) {
                problem(key, "\"" + word + "\" is no path");
            }
        }
        return paths;
    }

    /** From the property, or the first line of the file that {@code <key>-file} names; empty when there is none. */
    char[] secret(String key) {
        asked.add(key);
        Optional<String> plain = Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
        Optional<String> file = text(key + "-file");
        if (plain.isPresent() && file.isPresent()) {
            problem(key + "-file", "stands beside " + prefix + key + "; give one of the two");
        }
        return plain.or(() -> file.map(path -> firstLine(key + "-file", path)))
                .orElse("")
                .toCharArray();
    }

    void attempt(String key, Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            problem(key, String.valueOf(e.getMessage()));
        }
    }

    /** Notes what nobody asked for. */
    void refuseUnknown() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                problem(key, "is no property of this kind of transform; known are " + String.join(", ", asked));
            }
        }
    }

    private String firstLine(String key, String path) {
        try {
            List<String> lines = Files.readAllLines(Path.of(path));
            if (!lines.isEmpty() && !lines.get(0).isEmpty()) {
                return lines.get(0);
            }
            problem(key, "the file " + path + " is empty");
        } catch (IOException | InvalidPathException e) {
            problem(key, "the file " + path + " cannot be read: " + e.getMessage());
        }
        return "";
    }

    /** Something that reads files. */
    @FunctionalInterface
    interface Reading {
        void run() throws IOException;
    }
}
