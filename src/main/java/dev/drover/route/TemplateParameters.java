package dev.drover.route;

import dev.drover.endpoint.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.StringHelper;

/**
 * Looks at what a template is given before a route is made of it. Camel passes over parameters that a template does not have,
 * and reads values late and kindly; a route with a misspelt option would do something else than was asked for.
 */
public final class TemplateParameters implements RouteTemplateDefinition.Converter {
    // Kamelets are templates too; what Camel adds for them are not parameters of anybody.
    private static final String KAMELET_MARK = "kamelet";
    private static final Set<String> CAMELS = Set.of("templateId", "routeId", "parentRouteId", "parentProcessorId");

    private static final Set<String> OF_KAMELETS = Set.of("uuid", "noErrorHandler", "bridgeErrorHandler");

    // Settings that are defaults: they are looked at by themselves, and not told again for each route.
    private static final Pattern SETTING =
            Pattern.compile("\\{\\{drover\\.(?:poll|settle|requests\\.consumers)(?::.*)?}}");

    private final CamelContext camel;

    private TemplateParameters(CamelContext camel) {
        this.camel = camel;
    }

    /** Watches over a context; to be called before its routes are read. */
    public static void guard(CamelContext camel) {
        camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .addRouteTemplateDefinitionConverter("*", new TemplateParameters(camel));
    }

    @Override
    public RouteDefinition apply(RouteTemplateDefinition template, Map<String, Object> parameters) throws Exception {
        boolean isKamelet =
                parameters.keySet().stream().anyMatch(key -> key.startsWith(KAMELET_MARK) || key.equals("uuid"));
        if (!isKamelet) {
            // Camel has put the defaults to what was given, so what was given twice cannot be seen here.
            List<Finding> findings = new ArrayList<>();
            values(camel, template, camelCased(parameters), findings);
            if (!findings.isEmpty()) {
                throw new IllegalArgumentException(findings.stream()
                        .map(finding -> finding.named().sentence())
                        .collect(Collectors.joining("; ")));
            }
        }
        return template.asRouteDefinition();
    }

    /** Everything that is wrong or odd with what a template is given, in the order in which it is given. */
    public static List<Finding> findings(
            CamelContext camel, RouteTemplateDefinition template, Map<String, Object> given) {
        Map<String, String> values = camelCased(given);
        values.values().removeIf(String::isBlank);
        List<Finding> findings = new ArrayList<>();
        Map<String, String> right = values(camel, template, values, findings);
        if (!ParameterRules.of(template.getId()).isEmpty()) {
            Set<String> wrong = new HashSet<>();
            findings.forEach(finding -> wrong.add(finding.parameter()));
            values.keySet().removeAll(wrong);
            findings.addAll(Contradictions.of(new Parameters(camel, template.getId(), values, right)));
        }
        List<String> order = new ArrayList<>(camelCased(given).keySet());
        findings.sort(Comparator.comparingInt(
                finding -> order.contains(finding.parameter()) ? order.indexOf(finding.parameter()) : order.size()));
        return findings;
    }

    /**
     * Looks at the names of what a Kamelet is given; Camel passes over those that it does not have.
     *
     * @throws IllegalArgumentException when there is none of a name
     */
    public static void requireKnown(RouteTemplateDefinition kamelet, Map<String, Object> given) {
        Map<String, String> names = camelCased(given);
        names.keySet().removeIf(name -> name.startsWith(KAMELET_MARK) || OF_KAMELETS.contains(name));
        List<Finding> findings = unknown(kamelet, kamelet.getTemplateParameters(), names);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException(
                    findings.stream().map(finding -> finding.named().sentence()).collect(Collectors.joining("; ")));
        }
    }

    private static Map<String, String> camelCased(Map<String, Object> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(
                StringHelper.dashToCamelCase(name), String.valueOf(value).strip()));
        return values;
    }

    /** Notes the problems of single values; returns those that are right, with the defaults, filled in. */
    private static Map<String, String> values(
            CamelContext camel, RouteTemplateDefinition template, Map<String, String> given, List<Finding> findings) {
        List<RouteTemplateParameterDefinition> parameters =
                template.getTemplateParameters() == null ? List.of() : template.getTemplateParameters();
        findings.addAll(unknown(template, parameters, given));
        Map<String, ParameterRules.Rule> rules = ParameterRules.of(template.getId());
        Map<String, String> right = new LinkedHashMap<>();
        RouteTemplateContext environment = new DefaultRouteTemplateContext(camel);
        for (RouteTemplateParameterDefinition parameter : parameters) {
            String name = parameter.getName();
            String otherwise = Optional.ofNullable(environment.getEnvironmentVariable(name))
                    .map(String::valueOf)
                    .orElse(parameter.getDefaultValue());
            String value = given.getOrDefault(name, otherwise);
            if (value == null || value.isBlank()) {
                if (parameter.isRequired() && otherwise == null) {
                    findings.add(Finding.problem(name, "must be given: " + parameter.getDescription()));
                }
                continue;
            }
            String filled = filled(camel, name, value, findings);
            if (filled.isEmpty()) {
                continue;
            }
            Optional<String> refusal =
                    rules.containsKey(name) ? rules.get(name).refusal(filled, camel) : Optional.empty();
            if (refusal.isEmpty()) {
                right.put(name, filled);
            } else if (!SETTING.matcher(value).matches()) {
                findings.add(Finding.problem(name, "\"" + filled + "\" " + refusal.get()));
            }
        }
        return right;
    }

    private static List<Finding> unknown(
            RouteTemplateDefinition template,
            List<RouteTemplateParameterDefinition> parameters,
            Map<String, String> values) {
        Set<String> known = new TreeSet<>();
        parameters.forEach(parameter -> known.add(parameter.getName()));
        List<Finding> findings = new ArrayList<>();
        for (String name : values.keySet()) {
            if (!known.contains(name) && !CAMELS.contains(name)) {
                findings.add(Finding.problem(
                        name,
                        "is none of the route template " + template.getId() + ", which has " + String.join(", ", known)
                                + Nearest.hint(name, known)));
            }
        }
        return findings;
    }

    /** With placeholders filled in; empty when that cannot be done, which is noted. */
    private static String filled(CamelContext camel, String name, String value, List<Finding> findings) {
        if (value.contains("}}") && !value.contains("{{")) {
            findings.add(Finding.problem(
                    name,
                    "\"" + value + "\" has }}, which ends the name of a setting that never began; leave one } out"));
            return "";
        }
        try {
            return String.valueOf(camel.resolvePropertyPlaceholders(value)).strip();
        } catch (IllegalArgumentException e) {
            findings.add(Finding.problem(name, "is \"" + value + "\", which cannot be filled in: " + e.getMessage()));
            return "";
        }
    }
}
