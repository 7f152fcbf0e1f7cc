package dev.drover.app;

import dev.drover.endpoint.Nearest;
import dev.drover.route.Finding;
import dev.drover.route.TemplateParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Reads the YAML files of a routes directory into a context, as Camel would: what all routes share, then routes and templates,
 * then the routes made of templates. A file that cannot be read does not keep the others from being looked at.
 */
final class RouteFiles {
    private static final String ENDING = ".camel.yaml";

    private final CamelContext camel;
    private final RouteProblems problems;

    RouteFiles(CamelContext camel, RouteProblems problems) {
        this.camel = camel;
        this.problems = problems;
    }

    void read(Path directory) throws IOException {
        Map<Path, RoutesBuilder> builders = new LinkedHashMap<>();
        for (Path file : files(directory)) {
            attempt(file, () -> builders.put(file, builder(file)));
        }
        builders.entrySet()
                .removeIf(entry -> !attempt(entry.getKey(), () -> {
                    if (entry.getValue() instanceof RouteConfigurationsBuilder shared) {
                        camel.addRoutesConfigurations(shared);
                    }
                }));
        builders.entrySet().removeIf(entry -> !attempt(entry.getKey(), () -> add(entry.getKey(), entry.getValue())));
        builders.forEach((file, builder) -> {
            if (builder instanceof RouteBuilder routes) {
                for (TemplatedRouteDefinition route :
                        routes.getTemplatedRouteCollection().getTemplatedRoutes()) {
                    make(file, route);
                }
            }
        });
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path each : List.of(directory.resolve("templates"), directory)) {
            if (Files.isDirectory(each)) {
                try (Stream<Path> found = Files.list(each)) {
                    found.filter(file -> file.toString().endsWith(ENDING))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    private RoutesBuilder builder(Path file) throws Exception {
        return PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(ResourceHelper.resolveMandatoryResource(camel, "file:" + file.toAbsolutePath()))
                .iterator()
                .next();
    }

    private void add(Path file, RoutesBuilder builder) throws Exception {
        if (builder instanceof RouteBuilder routes) {
            for (RouteDefinition route : routes.configureRoutes(camel).getRoutes()) {
                if (route.getId() != null) {
                    problems.begins(route.getId(), file.toString());
                }
            }
        }
        camel.addRoutes(builder);
    }

    private void make(Path file, TemplatedRouteDefinition route) {
        String id = String.valueOf(route.getRouteId());
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        RouteTemplateDefinition template = model.getRouteTemplateDefinition(route.getRouteTemplateRef());
        if (route.getRouteId() != null) {
            problems.begins(id, file.toString());
            route.parameter("routeId", id);
        }
        String where = file + ": " + (route.getRouteId() == null ? "a route without routeId" : "route " + id);
        if (route.getRouteId() != null && !RouteInstances.isName(id)) {
            problems.add(where, RouteInstances.noName(id));
            return;
        }
        if (template == null) {
            problems.add(where, noTemplate(camel, route.getRouteTemplateRef()));
            return;
        }
        Optional<Map<String, Object>> parameters = parameters(where, route);
        if (parameters.isEmpty()) {
            return;
        }
        Map<String, Object> given = parameters.get();
        List<Finding> findings = TemplateParameters.findings(camel, template, given);
        findings.forEach(finding -> problems.add(where, finding.named()));
        if (findings.stream().allMatch(Finding::isWarning)) {
            attempt(file, () -> model.addRouteFromTemplatedRoute(route));
        }
    }

    /** What a route is given; empty when the list of it cannot be read, which is noted. */
    private Optional<Map<String, Object>> parameters(String where, TemplatedRouteDefinition route) {
        Map<String, Object> given = new LinkedHashMap<>();
        if (route.getParameters() == null) {
            return Optional.of(given);
        }
        for (TemplatedRouteParameterDefinition parameter : route.getParameters()) {
            if (parameter.getName() == null) {
                problems.add(where, "a parameter has no name; write {name: poll, value: 5s}");
                return Optional.empty();
            }
            parameter.setValue(
                    parameter.getValue() == null ? "" : parameter.getValue().strip());
            if (given.put(parameter.getName(), parameter.getValue()) != null) {
                problems.add(where, "parameter " + parameter.getName() + " is given twice; keep one of them");
            }
        }
        return Optional.of(given);
    }

    /** The sentence about a template that is not there. */
    static String noTemplate(CamelContext camel, String name) {
        List<String> known =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteTemplateDefinitions().stream()
                        .map(RouteTemplateDefinition::getId)
                        .sorted()
                        .toList();
        return "there is no route template \"" + name + "\"; there are " + String.join(", ", known)
                + Nearest.hint(name, known);
    }

    private boolean attempt(Path file, Step step) {
        try {
            step.run();
            return true;
        } catch (Exception e) {
            problems.add(file, e);
            return false;
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
