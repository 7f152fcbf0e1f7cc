package dev.drover.app;

import dev.drover.route.Finding;
import dev.drover.route.Sentences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What keeps routes from starting: all of it, each with the file or the setting that it stands in. One thread, while Camel
 * starts.
 */
final class RouteProblems {
    private final List<String> sentences = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> origins = new HashMap<>();

    /** The setting that makes a route, or one parameter of it. */
    static String setting(String route, String parameter) {
        return "camel.routeTemplate[" + route + "]" + (parameter.isEmpty() ? "" : "." + parameter);
    }

    /** Remembers where a route comes from, for what is found later. */
    void begins(String route, String origin) {
        String first = origins.putIfAbsent(route, origin);
        if (first != null && !first.equals(origin)) {
            add(origin, "there is another route " + route + ", from " + first);
        }
    }

    /** Something is wrong with a file or a setting. */
    void add(String where, String sentence) {
        sentences.add(where + ": " + sentence);
    }

    /** The same, unless it was told before. */
    void addOnce(String where, String sentence) {
        if (!sentences.contains(where + ": " + sentence)) {
            add(where, sentence);
        }
    }

    /** What is found about a parameter: wrong, or only odd. */
    void add(String where, Finding finding) {
        (finding.isWarning() ? warnings : sentences).add(where + ": " + finding.sentence());
    }

    /** Nothing that keeps a route from starting, but perhaps not meant. */
    void warn(String where, String sentence) {
        warnings.add(where + ": " + sentence);
    }

    void add(Path file, Exception failure) {
        add(file.toString(), reason(failure));
    }

    /** A route cannot be made. */
    void addRoute(String route, Exception failure) {
        String origin = origins.getOrDefault(route, "");
        String where =
                origin.startsWith("camel.") ? origin : (origin.isEmpty() ? "" : origin + ": ") + "route " + route;
        add(where, reason(failure));
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What lies at the bottom of a failure, on one line. */
    static String reason(Exception failure) {
        return Sentences.of(failure);
    }
}
