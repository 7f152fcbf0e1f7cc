package dev.drover.app;

import dev.drover.endpoint.UriText;
import dev.drover.route.Finding;
import dev.drover.route.TemplateParameters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.master.MasterEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * A context that, until it is {@link #sealed}, notes what keeps a route from being made and goes on with the next one: whoever
 * has ten mistakes in his settings wants to be told ten. After that it throws, as Camel does.
 */
final class RoutesContext extends DefaultCamelContext {
    private static final String OURS = "drover-";

    private final RouteProblems problems;

    // By the routes that Camel makes of Kamelets, the routes that use them.
    private final Map<String, String> parents = new HashMap<>();
    private boolean isSealed;

    RoutesContext(RouteProblems problems) {
        super(false);
        this.problems = problems;
        // Camel names threads by the URI that they poll, and the log has their names.
        getExecutorServiceManager().addThreadFactoryListener((source, factory) -> task -> {
            Thread thread = factory.newThread(task);
            thread.setName(UriText.shown(URISupport.sanitizeUri(thread.getName())));
            return thread;
        });
    }

    /** Notes routes that would begin at one place, of which Camel lets only one. To be called when all are made. */
    void noteClashes() {
        Map<Object, String> first = new HashMap<>();
        for (RouteService service : getRouteServices().values()) {
            if (!service.isAutoStartup()) {
                continue;
            }
            Endpoint from = service.getRoute().getEndpoint();
            if (from instanceof MasterEndpoint master) {
                from = master.getEndpoint();
            }
            boolean isSubscription = from instanceof JmsEndpoint jms && jms.isSubscriptionDurable();
            boolean isShared =
                    from instanceof MultipleConsumersSupport several && several.isMultipleConsumersSupported();
            if (!isSubscription && isShared) {
                continue;
            }
            Object place = isSubscription ? String.valueOf(((JmsEndpoint) from).getClientId()) : from;
            String other = first.putIfAbsent(place, service.getId());
            if (other != null) {
                problems.addRoute(service.getId(), new IllegalArgumentException(clash(other, place, from)));
            }
        }
    }

    private static String clash(String other, Object place, Endpoint from) {
        String uri = UriText.shown(URISupport.sanitizeUri(from.getEndpointUri()));
        return place instanceof String name
                ? "it has the subscription \"" + name + "\" of the route " + other
                        + ", and the broker lets one of them hear; give each a name of its own"
                : "it begins at " + uri + " with the same options as the route " + other
                        + ", and only one of them may; let them differ, such as by directory or globs, or leave one out";
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

    /** Camel names the Kamelet only, and goes on with none of the others. */
    @Override
    public String addRouteFromKamelet(
            String routeId,
            String routeTemplateId,
            @Nullable String prefixId,
            @Nullable String parentRouteId,
            @Nullable String parentProcessorId,
            Map<String, Object> parameters)
            throws Exception {
        if (isSealed) {
            return super.addRouteFromKamelet(
                    routeId, routeTemplateId, prefixId, parentRouteId, parentProcessorId, parameters);
        }
        String parent = parentRouteId == null ? routeId : parentRouteId;
        parents.put(routeId, parent);
        try {
            if (routeTemplateId.startsWith(OURS)) {
                TemplateParameters.requireKnown(getRouteTemplateDefinition(routeTemplateId), parameters);
            }
            return super.addRouteFromKamelet(
                    routeId, routeTemplateId, prefixId, parentRouteId, parentProcessorId, parameters);
        } catch (Exception e) {
            problems.addRoute(parent, e);
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
            if (route == null) { // of a Kamelet that could not be made
                continue;
            }
            try {
                super.startRouteDefinitions(List.of(route));
            } catch (Exception e) {
                String id = String.valueOf(route.getId());
                problems.addRoute(parents.getOrDefault(id, id), e);
            }
        }
    }
}
