package dev.drover.route;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.StringHelper;

/**
 * Refuses parameters that a template does not have: Camel passes over them, and a route with a misspelt option would do
 * something else than was asked for.
 */
public final class TemplateParameters implements RouteTemplateDefinition.Converter {
    // Kamelets are templates too; what Camel adds for them are not parameters of anybody.
    private static final String KAMELET_MARK = "kamelet";
    private static final Set<String> CAMELS = Set.of("templateId", "routeId", "parentRouteId", "parentProcessorId");

    /** Watches over a context; to be called before its routes are read. */
    public static void guard(CamelContext camel) {
        camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .addRouteTemplateDefinitionConverter("*", new TemplateParameters());
    }

    @Override
    public RouteDefinition apply(RouteTemplateDefinition template, Map<String, Object> parameters) throws Exception {
        Set<String> known = template.getTemplateParameters() == null
                ? Set.of()
                : template.getTemplateParameters().stream()
                        .map(RouteTemplateParameterDefinition::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        boolean isKamelet =
                parameters.keySet().stream().anyMatch(key -> key.startsWith(KAMELET_MARK) || key.equals("uuid"));
        if (!isKamelet) {
            for (String given : parameters.keySet()) {
                String name = StringHelper.dashToCamelCase(given);
                if (!known.contains(name) && !CAMELS.contains(name)) {
                    throw new IllegalArgumentException("The route template " + template.getId() + " has no parameter \""
                            + name + "\"; it has " + String.join(", ", known));
                }
            }
        }
        return template.asRouteDefinition();
    }
}
