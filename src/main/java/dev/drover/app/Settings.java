package dev.drover.app;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All properties of a deployment, with their placeholders filled in and what was encrypted decrypted. Immutable. Secrets are among the values, so there is
 * no {@code toString} that shows them.
 */
final class Settings {
    /** The file that is read in a configuration directory. */
    static final String FILE = "application.properties";

    private static final String OF_ALL = "drover.";
    private static final String OF_ROUTES = "camel.routeTemplate[";

    private final Map<String, String> values;
    private final Map<String, Integer> lines;
    private final List<String> problems;
    private final List<String> warnings;

    private Settings(
            Map<String, String> values, Map<String, Integer> lines, List<String> problems, List<String> warnings) {
        this.values = values;
        this.lines = Map.copyOf(lines);
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads {@code application.properties} in a directory.
     *
     * @param overrides win over the file; they may hold placeholders too
     * @param environment looks up a variable
     * @throws SettingsException with every placeholder that cannot be filled in, or when there is no such file
     */
    static Settings read(Path directory, Map<String, String> overrides, Function<String, Optional<String>> environment)
            throws SettingsException {
        Settings settings = readWithProblems(directory, overrides, environment);
        if (!settings.problems.isEmpty()) {
            throw new SettingsException(settings.problems);
        }
        return settings;
    }

    /**
     * The same, but what is wrong with single values is only noted, for whoever wants to tell all that is wrong at once.
     *
     * @throws SettingsException when there is no such file, or it is none
     */
    static Settings readWithProblems(
            Path directory, Map<String, String> overrides, Function<String, Optional<String>> environment)
            throws SettingsException {
        Map<String, String> raw = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (PropertyFile.Entry entry : file(directory).entries()) {
            Integer before = lines.put(entry.key(), entry.line());
            if (before != null) {
                boolean isOfRoute = entry.key().startsWith(OF_ROUTES);
                (isOfRoute ? problems : warnings)
                        .add(entry.key() + ": is given in line " + before + ", too; keep one of them");
            }
            raw.put(entry.key(), entry.value());
            if (entry.value().isBlank() && entry.key().startsWith(OF_ROUTES)) {
                warnings.add(entry.key() + ": has no value, and counts as not given; write one, or leave the line out");
            }
        }
        new TreeMap<>(overrides).forEach(raw::put);
        overrides.keySet().forEach(lines::remove);
        return filled(raw, lines, environment, problems, warnings);
    }

    /** What encrypts and decrypts values of a directory's settings; the other settings need not be right. */
    static SealedValues sealedValues(Path directory, Function<String, Optional<String>> environment)
            throws SettingsException {
        List<String> problems = new ArrayList<>();
        Map<String, String> raw = new HashMap<>();
        file(directory).entries().forEach(entry -> raw.put(entry.key(), entry.value()));
        SealedValues sealed = sealed(new Placeholders(raw, environment), problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return sealed;
    }

    private static PropertyFile file(Path directory) throws SettingsException {
        Path file = directory.resolve(FILE);
        try {
            return PropertyFile.read(file);
        } catch (NoSuchFileException e) {
            throw new SettingsException(List.of("There is no " + file
                    + ". Start Drover where its config directory is, or name the directory with --config."));
        } catch (IOException e) {
            throw new SettingsException(List.of("Cannot read " + file + ": " + e.getMessage()));
        }
    }

    /** The given properties with their placeholders filled in. */
    static Settings of(Map<String, String> raw, Function<String, Optional<String>> environment)
            throws SettingsException {
        Settings settings = filled(new TreeMap<>(raw), Map.of(), environment, List.of(), List.of());
        if (!settings.problems.isEmpty()) {
            throw new SettingsException(settings.problems);
        }
        return settings;
    }

    private static Settings filled(
            Map<String, String> raw,
            Map<String, Integer> lines,
            Function<String, Optional<String>> environment,
            List<String> before,
            List<String> warnings) {
        Placeholders placeholders = new Placeholders(raw, environment);
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>(before);
        SealedValues sealed = sealed(placeholders, problems);
        raw.forEach((key, text) -> {
            try {
                values.put(key, sealed.open(placeholders.valueOf(key).strip()));
            } catch (Placeholders.UnresolvedException e) {
                problems.add(key + ": " + e.getMessage());
                // So that nothing is said to be missing besides.
                values.put(key, text);
            }
        });
        return new Settings(values, lines, problems, warnings);
    }

    private static SealedValues sealed(Placeholders placeholders, List<String> problems) {
        try {
            return SealedValues.of(placeholders);
        } catch (Placeholders.UnresolvedException e) {
            problems.add(SealedValues.PASSWORD + ": " + e.getMessage());
            return new SealedValues(Optional.empty());
        }
    }

    /** The value of a property; empty where it is absent or blank. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /** Every property, in the order of the file. */
    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** What is wrong with single values, a sentence each. */
    List<String> problems() {
        return problems;
    }

    /** What may not be meant as it is written, a sentence each. */
    List<String> warnings() {
        return warnings;
    }

    /** Sentences that begin with a property, in the order of the file and with its line; the others follow. */
    List<String> located(List<String> sentences) {
        return sentences.stream()
                .sorted(Comparator.comparingInt(sentence -> line(sentence).orElse(Integer.MAX_VALUE)))
                .map(sentence ->
                        line(sentence).map(line -> "line " + line + ": ").orElse("") + sentence)
                .toList();
    }

    /** The line of the property that a sentence begins with; of one that is not there, the first of its neighbours. */
    private Optional<Integer> line(String sentence) {
        String key = key(sentence);
        String group =
                key.startsWith(OF_ROUTES) ? key.replaceFirst("].*", "]") : key.replaceFirst("\\.[^.]*$", "") + ".";
        return Optional.ofNullable(lines.get(key)).or(() -> lines.entrySet().stream()
                .filter(line -> !group.equals(OF_ALL))
                .filter(line -> line.getKey().startsWith(group))
                .map(Map.Entry::getValue)
                .min(Comparator.naturalOrder()));
    }

    /** The property that a sentence begins with. */
    static String key(String sentence) {
        int end = sentence.indexOf(": ");
        return end < 0 ? sentence : sentence.substring(0, end);
    }
}
