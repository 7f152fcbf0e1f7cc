package dev.drover.app;

import dev.drover.route.TemplateParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel with the YAML routes. Whoever starts it closes it; closing lets transfers in flight end first. */
final class CamelRuntime implements AutoCloseable {
    private static final Pattern INSTANCE = Pattern.compile("(camel\\.routeTemplate\\[[^]]+]\\.).+");

    private final Main main;

    private CamelRuntime(Main main) {
        this.main = main;
    }

    /**
     * Starts every route of the routes directory, and those that the settings make of templates.
     *
     * @param beans what routes and Camel find by name
     * @throws SettingsException with everything that is wrong with routes, templates and their parameters
     * @throws IOException when Camel does not start, with the reason in one sentence
     */
    static CamelRuntime start(DroverConfig config, Map<String, Object> beans) throws IOException, SettingsException {
        CamelRuntime runtime = prepare(config, beans);
        try {
            runtime.main.start();
            return runtime;
        } catch (Exception e) {
            runtime.stopAfterFailure(e);
            throw new IOException("The routes in " + config.routes() + " do not start: " + RouteProblems.reason(e), e);
        }
    }

    /**
     * Makes every route, and starts none.
     *
     * @throws SettingsException with everything that would keep {@link #start} from starting them
     */
    static CamelRuntime prepare(DroverConfig config, Map<String, Object> beans) throws SettingsException {
        RouteProblems problems = new RouteProblems();
        RoutesContext context = new RoutesContext(problems);
        Main main = new RoutesMain(context);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setPropertyPlaceholderLocations("false");
        withTemplates(config.properties(), problems).forEach(main::addInitialProperty);
        beans.forEach(main::bind);
        main.addInitialProperty(
                "camel.component.drover.spool-directory",
                config.spool().toAbsolutePath().toString());
        configure(main.configure(), config);
        main.addMainListener(new Reading(config.routes(), problems));
        CamelRuntime runtime = new CamelRuntime(main);
        try {
            main.init();
            context.init();
        } catch (Exception e) {
            problems.add(config.routes().toString(), RouteProblems.reason(e));
        }
        if (!problems.isEmpty()) {
            SettingsException refusal = new SettingsException(problems.sentences());
            runtime.stopAfterFailure(refusal);
            throw refusal;
        }
        context.sealed();
        return runtime;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }

    private static void configure(MainConfigurationProperties camel, DroverConfig config) {
        camel.setName("drover");
        camel.setAutoConfigurationLogSummary(false);
        // Ours is read by RouteFiles, which tells all that is wrong.
        camel.setRoutesIncludePattern("false");
        // Camel knows whole seconds only, and 0 would be none at all.
        camel.setShutdownTimeout((int) Math.max(1, config.shutdownTimeout().toSeconds()));
        // It would put whole files into memory.
        camel.setStreamCachingEnabled(false);
    }

    /** The properties without those of routes that name no template. */
    private static Map<String, String> withTemplates(Map<String, String> properties, RouteProblems problems) {
        Set<String> nameless = new TreeSet<>();
        properties.keySet().forEach(key -> {
            Matcher instance = INSTANCE.matcher(key);
            if (instance.matches()
                    && !properties.containsKey(instance.group(1) + "templateId")
                    && !properties.containsKey(instance.group(1) + "template-id")) {
                nameless.add(instance.group(1));
            }
        });
        nameless.forEach(prefix -> problems.add(prefix + "templateId", "must be given: the template of the route"));
        return properties.entrySet().stream()
                .filter(entry -> nameless.stream().noneMatch(entry.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void stopAfterFailure(Exception failure) {
        try {
            main.stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Camel's program around a context of ours. */
    private static final class RoutesMain extends Main {
        private final RoutesContext context;

        RoutesMain(RoutesContext context) {
            this.context = context;
        }

        @Override
        protected CamelContext createCamelContext() {
            context.getCamelContextExtension().setRegistry(registry);
            return context;
        }
    }

    /** Reads the routes once Camel has its settings. */
    private static final class Reading extends MainListenerSupport {
        private final Path routes;
        private final RouteProblems problems;

        Reading(Path routes, RouteProblems problems) {
            this.routes = routes;
            this.problems = problems;
        }

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            TemplateParameters.guard(main.getCamelContext());
        }

        @Override
        public void afterConfigure(BaseMainSupport main) {
            try {
                new RouteFiles(main.getCamelContext(), problems).read(routes);
            } catch (IOException e) {
                problems.add(routes, e);
            }
        }
    }
}
