package dev.drover.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What keeps routes from starting: all of it, each with the file or the setting that it stands in. One thread, while Camel
 * starts.
 */
final class RouteProblems {
    private static final Pattern LINE_ENDS = Pattern.compile("\\s*\\R\\s*");

    private final List<String> sentences = new ArrayList<>();
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

    /** What lies at the bottom of a failure, on one line. */
    static String reason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return LINE_ENDS.matcher(message.strip()).replaceAll(" ");
    }
}
