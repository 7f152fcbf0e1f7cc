package dev.drover.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
            Map<String, String> problems = new LinkedHashMap<>();
            values(camel, template, parameters, problems);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", sentences(problems)));
            }
        }
        return template.asRouteDefinition();
    }

    /**
     * Everything that is wrong with what a template is given.
     *
     * @return the end of a sentence for each parameter
     */
    public static Map<String, String> problems(
            CamelContext camel, RouteTemplateDefinition template, Map<String, Object> given) {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<String, String> all = values(camel, template, given, problems);
        if (problems.isEmpty() && !ParameterRules.of(template.getId()).isEmpty()) {
            problems.putAll(Contradictions.of(template.getId(), camelCased(given), all));
        }
        return problems;
    }

    private static Map<String, String> camelCased(Map<String, Object> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(StringHelper.dashToCamelCase(name), String.valueOf(value)));
        return values;
    }

    /** Notes the problems of single values; returns all of them, with the defaults. */
    private static Map<String, String> values(
            CamelContext camel,
            RouteTemplateDefinition template,
            Map<String, Object> given,
            Map<String, String> problems) {
        Map<String, String> values = camelCased(given);
        List<RouteTemplateParameterDefinition> parameters =
                template.getTemplateParameters() == null ? List.of() : template.getTemplateParameters();
        problems.putAll(unknown(template, parameters, values));
        Map<String, ParameterRules.Rule> rules = ParameterRules.of(template.getId());
        Map<String, String> all = new LinkedHashMap<>();
        RouteTemplateContext environment = new DefaultRouteTemplateContext(camel);
        for (RouteTemplateParameterDefinition parameter : parameters) {
            String name = parameter.getName();
            String otherwise = Optional.ofNullable(environment.getEnvironmentVariable(name))
                    .map(String::valueOf)
                    .orElse(parameter.getDefaultValue());
            String value = values.containsKey(name) ? values.get(name) : otherwise;
            if (value != null) {
                all.put(name, value);
            }
            if (value == null || value.isBlank()) {
                if (parameter.isRequired() && otherwise == null) {
                    problems.put(name, "must be given: " + parameter.getDescription());
                }
            } else if (rules.containsKey(name)) {
                refusal(camel, rules.get(name), value).ifPresent(refusal -> problems.put(name, refusal));
            }
        }
        return all;
    }

    /** Those problems, a sentence each. */
    public static List<String> sentences(Map<String, String> problems) {
        List<String> sentences = new ArrayList<>();
        problems.forEach((name, problem) -> sentences.add("parameter " + name + " " + problem));
        return sentences;
    }

    private static Map<String, String> unknown(
            RouteTemplateDefinition template,
            List<RouteTemplateParameterDefinition> parameters,
            Map<String, String> values) {
        Set<String> known = new TreeSet<>();
        parameters.forEach(parameter -> known.add(parameter.getName()));
        Map<String, String> problems = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            if (!known.contains(name) && !CAMELS.contains(name)) {
                problems.put(
                        name,
                        "is none of the route template " + template.getId() + ", which has "
                                + String.join(", ", known));
            }
        }
        return problems;
    }

    private static Optional<String> refusal(CamelContext camel, ParameterRules.Rule rule, String value) {
        String filled;
        try {
            filled = String.valueOf(camel.resolvePropertyPlaceholders(value)).strip();
        } catch (IllegalArgumentException e) {
            return Optional.of("is \"" + value + "\", which cannot be filled in: " + e.getMessage());
        }
        return rule.refusal(filled, camel).map(refusal -> "\"" + filled + "\" " + refusal);
    }
}
