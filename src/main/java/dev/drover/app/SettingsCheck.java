package dev.drover.app;

import dev.drover.cli.Verdict;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.EndpointConfigException;
import dev.drover.transform.TransformConfigException;
import dev.drover.transform.Transforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds all that is wrong with the settings of a directory at once, in the order of the file, whatever it is that would keep a
 * deployment from starting first. What is wrong lower down gets something in its place, so that what stands on it can be looked at.
 */
final class SettingsCheck {
    // The data directory need not be there before the first run.
    private static final String EXISTING = System.getProperty("java.io.tmpdir");

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> doubtful = new HashSet<>();

    private final boolean runs;

    private SettingsCheck(boolean runs) {
        this.runs = runs;
    }

    /**
     * Looks at everything, and starts nothing.
     *
     * @param overrides win over the file
     * @param environment looks up a variable
     */
    static Verdict of(Path directory, Map<String, String> overrides, Function<String, Optional<String>> environment) {
        return of(directory, overrides, environment, new SettingsCheck(false));
    }

    /** The same for a deployment that is to start now, which takes routes. */
    static Verdict ofStart(
            Path directory, Map<String, String> overrides, Function<String, Optional<String>> environment) {
        return of(directory, overrides, environment, new SettingsCheck(true));
    }

    private static Verdict of(
            Path directory,
            Map<String, String> overrides,
            Function<String, Optional<String>> environment,
            SettingsCheck check) {
        try {
            return check.check(Settings.readWithProblems(directory, overrides, environment));
        } catch (SettingsException e) {
            return new Verdict(e.problems(), e.warnings());
        }
    }

    private Verdict check(Settings settings) {
        problems.addAll(settings.problems());
        warnings.addAll(settings.warnings());
        Set<String> told = new HashSet<>();
        problems.forEach(problem -> told.add(Settings.key(problem)));
        SettingsReader reader = new SettingsReader(settings);
        DroverConfig config = DroverConfig.read(settings, reader);
        note(reader.problems(), told);
        DroverConfig usable = config.withPlaces(endpoints(config, told), transforms(config, told));
        Optional<String> without = config.withoutRoutes();
        if (without.isEmpty()) {
            routes(usable, told);
        } else if (runs && !problems.contains(without.get())) {
            problems.add(without.get());
        } else {
            warnings.add(without.get() + "; drover run does not start without it, other commands do");
        }
        problems.forEach(problem -> told.add(Settings.key(problem)));
        warnings.removeIf(warning -> isSetting(warning) && told.contains(Settings.key(warning)));
        return new Verdict(settings.located(problems), settings.located(warnings));
    }

    private void routes(DroverConfig config, Set<String> told) {
        try {
            warnings.addAll(Deployment.check(config));
        } catch (SettingsException e) {
            note(e.problems(), told);
            warnings.addAll(e.warnings());
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /** What is said of a value that is known to be wrong is not said again in other words. */
    private void note(List<String> found, Set<String> told) {
        found.stream()
                .filter(problem -> !told.contains(Settings.key(problem)))
                .filter(problem -> doubtful.stream().noneMatch(Settings.key(problem)::endsWith))
                .forEach(problems::add);
    }

    private static boolean isSetting(String sentence) {
        return sentence.startsWith("camel.") || sentence.startsWith("drover.");
    }

    /** The settings of endpoints, with a stand-in for each that is wrong. */
    private Map<String, String> endpoints(DroverConfig config, Set<String> told) {
        try {
            EndpointCatalog.of(config.endpoints()).close();
            return config.endpoints();
        } catch (EndpointConfigException e) {
            for (EndpointConfigException.Problem problem : e.problems()) {
                note(List.of(problem.toString()), told);
                // A variable that is not set leaves a key that is missing, and so on.
                told.add(problem.property());
            }
            Map<String, String> usable = new LinkedHashMap<>(config.endpoints());
            e.problems().forEach(problem -> replace(problem.property(), config, usable));
            return usable;
        }
    }

    private static void replace(String property, DroverConfig config, Map<String, String> endpoints) {
        int end = property.indexOf('.', EndpointCatalog.PREFIX.length());
        String prefix = end < 0 ? property : property.substring(0, end + 1);
        boolean isHere = "local".equals(config.endpoints().get(prefix + "kind"));
        endpoints.keySet().removeIf(key -> key.startsWith(prefix));
        if (end >= 0) {
            endpoints.putAll(
                    isHere
                            ? Map.of(prefix + "kind", "local", prefix + "root", EXISTING)
                            : Map.of(prefix + "kind", "ftp", prefix + "host", "localhost"));
        }
    }

    private Map<String, String> transforms(DroverConfig config, Set<String> told) {
        try {
            Transforms.of(config.transforms());
            return config.transforms();
        } catch (TransformConfigException e) {
            note(e.problems(), told);
            doubtful.addAll(Set.of("].transform", "].encrypt"));
            return new HashMap<>();
        }
    }
}
