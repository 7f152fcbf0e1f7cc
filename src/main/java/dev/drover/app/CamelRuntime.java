package dev.drover.app;

import dev.drover.route.TemplateParameters;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel with the YAML routes. Whoever starts it closes it; closing lets transfers in flight end first. */
final class CamelRuntime implements AutoCloseable {
    private final Main main;

    private CamelRuntime(Main main) {
        this.main = main;
    }

    /**
     * Starts every route of the routes directory.
     *
     * @param beans what routes and Camel find by name
     * @throws IOException when a route cannot be read or started, with the reason in one sentence
     */
    static CamelRuntime start(DroverConfig config, Map<String, Object> beans) throws IOException {
        Main main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setPropertyPlaceholderLocations("false");
        config.properties().forEach(main::addInitialProperty);
        beans.forEach(main::bind);
        main.addInitialProperty(
                "camel.component.drover.spool-directory",
                config.spool().toAbsolutePath().toString());
        configure(main.configure(), config);
        main.addMainListener(new TemplateGuard());
        CamelRuntime runtime = new CamelRuntime(main);
        try {
            main.start();
        } catch (Exception e) {
            runtime.stopAfterFailure(e);
            throw new IOException("The routes in " + config.routes() + " do not start: " + reason(e), e);
        }
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
        String routes = "file:" + config.routes().toAbsolutePath();
        camel.setRoutesIncludePattern(routes + "/templates/*.camel.yaml," + routes + "/*.camel.yaml");
        // Camel knows whole seconds only, and 0 would be none at all.
        camel.setShutdownTimeout((int) Math.max(1, config.shutdownTimeout().toSeconds()));
        // It would put whole files into memory.
        camel.setStreamCachingEnabled(false);
    }

    /** Before any route is read. */
    private static final class TemplateGuard extends MainListenerSupport {
        @Override
        public void beforeConfigure(BaseMainSupport main) {
            TemplateParameters.guard(main.getCamelContext());
        }
    }

    private void stopAfterFailure(Exception failure) {
        try {
            main.stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static String reason(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
