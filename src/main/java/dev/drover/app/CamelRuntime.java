package dev.drover.app;

import dev.drover.route.TemplateParameters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Camel with the YAML routes. Whoever starts it closes it; closing lets transfers in flight end first. */
final class CamelRuntime implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CamelRuntime.class);

    private final Main main;
    private final List<String> warnings;

    private CamelRuntime(Main main, List<String> warnings) {
        this.main = main;
        this.warnings = warnings;
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
        runtime.warnings.forEach(log::warn);
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
        config.properties().forEach((key, value) -> {
            if (!RouteInstances.isMeant(key)) {
                main.addInitialProperty(key, value);
            }
        });
        beans.forEach(main::bind);
        main.addInitialProperty(
                "camel.component.drover.spool-directory",
                config.spool().toAbsolutePath().toString());
        configure(main.configure(), config);
        main.addMainListener(new Reading(context, config, problems));
        try {
            main.init();
            context.init();
            context.noteClashes();
        } catch (Exception e) {
            problems.add(config.routes().toString(), RouteProblems.reason(e));
        }
        CamelRuntime runtime = new CamelRuntime(main, problems.warnings());
        if (!problems.isEmpty()) {
            SettingsException refusal = new SettingsException(problems.sentences(), problems.warnings());
            runtime.stopAfterFailure(refusal);
            throw refusal;
        }
        context.sealed();
        return runtime;
    }

    /** What may not be meant as it is written, a sentence each. */
    List<String> warnings() {
        return warnings;
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
        private final RoutesContext camel;
        private final DroverConfig config;
        private final RouteProblems problems;

        Reading(RoutesContext camel, DroverConfig config, RouteProblems problems) {
            this.camel = camel;
            this.config = config;
            this.problems = problems;
        }

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            TemplateParameters.guard(main.getCamelContext());
        }

        @Override
        public void afterConfigure(BaseMainSupport main) {
            attempt(() -> new RouteFiles(camel, problems).read(config.routes()));
            attempt(() -> new RouteInstances(config.properties(), problems).make(camel));
        }

        // What is wrong with the one does not hide what is wrong with the other.
        private void attempt(Step step) {
            try {
                step.run();
            } catch (Exception e) {
                problems.add(config.routes(), e);
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
