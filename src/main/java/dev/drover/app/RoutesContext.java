package dev.drover.app;

import dev.drover.route.Finding;
import dev.drover.route.TemplateParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/**
 * A context that, until it is {@link #sealed}, notes what keeps a route from being made and goes on with the next one: whoever
 * has ten mistakes in his settings wants to be told ten. After that it throws, as Camel does.
 */
final class RoutesContext extends DefaultCamelContext {
    private final RouteProblems problems;
    private boolean isSealed;

    RoutesContext(RouteProblems problems) {
        super(false);
        this.problems = problems;
    }

    /** From now on, what is wrong is thrown. */
    void sealed() {
        isSealed = true;
    }

    @Override
    public String addRouteFromTemplate(String routeId, String routeTemplateId, Map<String, Object> parameters)
            throws Exception {
        if (isSealed) {
            return super.addRouteFromTemplate(routeId, routeTemplateId, parameters);
        }
        RouteTemplateDefinition template = getRouteTemplateDefinition(routeTemplateId);
        problems.begins(routeId, RouteProblems.setting(routeId, ""));
        if (template == null) {
            problems.add(RouteProblems.setting(routeId, "templateId"), RouteFiles.noTemplate(this, routeTemplateId));
            return routeId;
        }
        List<Finding> findings = TemplateParameters.findings(this, template, parameters);
        findings.forEach(finding -> problems.add(RouteProblems.setting(routeId, finding.parameter()), finding));
        try {
            Map<String, Object> all = new LinkedHashMap<>(parameters);
            all.values().removeIf(value -> String.valueOf(value).isBlank());
            all.putIfAbsent("routeId", routeId);
            return findings.stream().allMatch(Finding::isWarning)
                    ? super.addRouteFromTemplate(routeId, routeTemplateId, all)
                    : routeId;
        } catch (Exception e) {
            problems.addRoute(routeId, e);
            return routeId;
        }
    }

    @Override
    public void startRouteDefinitions(List<RouteDefinition> routes) throws Exception {
        if (isSealed) {
            super.startRouteDefinitions(routes);
            return;
        }
        for (RouteDefinition route : routes) {
            try {
                super.startRouteDefinitions(List.of(route));
            } catch (Exception e) {
                problems.addRoute(String.valueOf(route.getId()), e);
            }
        }
    }
}
