package dev.drover.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * All properties of a deployment, with their placeholders filled in and what was encrypted decrypted. Immutable. Secrets are among the values, so there is
 * no {@code toString} that shows them.
 */
final class Settings {
    /** The file that is read in a configuration directory. */
    static final String FILE = "application.properties";

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
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
        Map<String, String> raw = raw(directory);
        raw.putAll(overrides);
        return of(raw, environment);
    }

    /** What encrypts and decrypts values of a directory's settings; the other settings need not be right. */
    static SealedValues sealedValues(Path directory, Function<String, Optional<String>> environment)
            throws SettingsException {
        List<String> problems = new ArrayList<>();
        SealedValues sealed = sealed(new Placeholders(raw(directory), environment), problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return sealed;
    }

    private static Map<String, String> raw(Path directory) throws SettingsException {
        Path file = directory.resolve(FILE);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new SettingsException(List.of("There is no " + file
                    + ". Start Drover where its config directory is, or name the directory with --config."));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(List.of("Cannot read " + file + ": " + e.getMessage()));
        }
        Map<String, String> raw = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> raw.put(key, properties.getProperty(key)));
        return raw;
    }

    /** The given properties with their placeholders filled in. */
    static Settings of(Map<String, String> raw, Function<String, Optional<String>> environment)
            throws SettingsException {
        Placeholders placeholders = new Placeholders(raw, environment);
        Map<String, String> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        SealedValues sealed = sealed(placeholders, problems);
        for (String key : new TreeSet<>(raw.keySet())) {
            try {
                values.put(key, sealed.open(placeholders.valueOf(key).strip()));
            } catch (Placeholders.UnresolvedException e) {
                problems.add(key + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(values);
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

    /** Every property, sorted. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }
}
