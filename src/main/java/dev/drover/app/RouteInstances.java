package dev.drover.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;

/**
 * Makes the routes that the settings ask for, {@code camel.routeTemplate[NAME].PARAMETER}. Camel would do it too, but in no
 * order, not at all when one value is empty, and with names that it changes.
 */
final class RouteInstances {
    private static final Pattern FORM = Pattern.compile("(?i:camel\\.routeTemplate)\\[([^]]*)]\\.(.+)");
    private static final Pattern MEANT = Pattern.compile("(?i)camel\\.route-?templates?(?:[^A-Za-z0-9].*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private static final String TEMPLATE = "templateId";
    private static final String NAMES =
            "names of routes have letters from a to z, digits, points, dashes and underscores";

    private final RouteProblems problems;
    private final Map<String, Map<String, Object>> routes = new LinkedHashMap<>();

    RouteInstances(Map<String, String> properties, RouteProblems problems) {
        this.problems = problems;
        properties.forEach((key, value) -> {
            if (MEANT.matcher(key).matches()) {
                note(key, value);
            }
        });
    }

    /** Whether a property is one of such a route, so that Camel need not see it. */
    static boolean isMeant(String key) {
        return MEANT.matcher(key).matches();
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The sentence about a name that is none. */
    static String noName(String name) {
        return "\"" + name + "\" is no name of a route: " + NAMES;
    }

    private void note(String key, String value) {
        Matcher form = FORM.matcher(key);
        if (!form.matches()) {
            // A blank ends a key in a properties file, so that the rest of it is in the value.
            problems.add(
                    key,
                    key.contains("[") && !key.contains("]")
                            ? "has a blank, = or : in the name of the route; " + NAMES
                            : "is no setting of a route; write camel.routeTemplate[NAME].PARAMETER");
            return;
        }
        String route = form.group(1);
        if (!isName(route)) {
            problems.addOnce("camel.routeTemplate[" + route + "]", noName(route));
            return;
        }
        Map<String, Object> parameters = routes.computeIfAbsent(route, r -> new LinkedHashMap<>());
        String name = StringHelper.dashToCamelCase(form.group(2));
        if (parameters.putIfAbsent(name, value) != null) {
            problems.add(key, "is given twice, with and without dashes; keep one of them");
        }
    }

    /** Makes them, in their order; what is wrong is noted. */
    void make(RoutesContext camel) throws Exception {
        for (Map.Entry<String, Map<String, Object>> route : routes.entrySet()) {
            Map<String, Object> parameters = route.getValue();
            Object template = parameters.remove(TEMPLATE);
            String key = RouteProblems.setting(route.getKey(), TEMPLATE);
            if (template == null || template.toString().isBlank()) {
                problems.add(key, "must be given: the template of the route");
            } else {
                camel.addRouteFromTemplate(route.getKey(), template.toString(), parameters);
            }
        }
    }
}
