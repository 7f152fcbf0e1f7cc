package dev.drover.app;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.transform.Transforms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a deployment is told.
 *
 * @param node the name of this Drover in messages
 * @param data the directory of everything Drover writes for itself
 * @param routes the directory of the YAML routes
 * @param shutdownTimeout how long transfers in flight may go on when Drover stops
 * @param endpoints the settings of endpoints, secrets among them
 * @param transforms the settings of transforms, secrets among them
 * @param properties every setting but those of endpoints, transforms, broker, journal and secrets: what routes and Camel may read
 */
record DroverConfig(
        String node,
        Path data,
        Path routes,
        Duration shutdownTimeout,
        BrokerConfig broker,
        JournalSettings journal,
        RequestSettings requests,
        Map<String, String> endpoints,
        Map<String, String> transforms,
        Map<String, String> properties) {
    private static final String ROUTES = "drover.routes";
    private static final String INSTANCES = "camel.routeTemplate";
    private static final String BROKER = "drover.broker.";
    private static final Duration SHUTDOWN = Duration.ofSeconds(45);

    /** Reads the settings; all problems are told at once. */
    static DroverConfig read(Settings settings) throws SettingsException {
        SettingsReader reader = new SettingsReader(settings);
        DroverConfig config = read(settings, reader);
        reader.finish();
        return config;
    }

    /** The same, with defaults in place of what is wrong; the reader knows what that is. */
    static DroverConfig read(Settings settings, SettingsReader reader) {
        Path data = reader.path("drover.data", "data");
        String node = reader.text("drover.node", "drover");
        ofRoutes(reader);
        return new DroverConfig(
                node,
                data,
                routes(settings, reader),
                reader.duration("drover.shutdown-timeout", SHUTDOWN),
                BrokerConfig.read(reader, data),
                JournalSettings.read(reader, node, data),
                RequestSettings.read(reader, node),
                select(settings, key -> key.startsWith(EndpointCatalog.PREFIX)),
                select(settings, key -> key.startsWith(Transforms.PREFIX)),
                select(settings, DroverConfig::isForRoutes));
    }

    /** What the shipped routes and templates read by themselves. */
    private static void ofRoutes(SettingsReader reader) {
        reader.duration("drover.poll", Duration.ofSeconds(1));
        reader.duration("drover.settle", Duration.ofSeconds(1));
        reader.count("drover.retry.count", 1);
        reader.duration("drover.retry.first-pause", Duration.ofSeconds(1));
        reader.duration("drover.retry.longest-pause", Duration.ofSeconds(1));
        reader.duration("drover.notify-timeout", Duration.ofSeconds(1));
        reader.count("drover.requests.consumers", 1);
    }

    /** Whoever names the directory, or a template in it, wants it to be there; commands on endpoints do without. */
    private static Path routes(Settings settings, SettingsReader reader) {
        Path routes = reader.path(ROUTES, "routes");
        boolean isWanted = settings.value(ROUTES).isPresent()
                || settings.values().keySet().stream().anyMatch(key -> key.startsWith(INSTANCES));
        if (isWanted && !Files.isDirectory(routes)) {
            reader.problem(ROUTES, none(routes));
        }
        return routes;
    }

    private static String none(Path routes) {
        return "there is no directory " + routes.toAbsolutePath();
    }

    /** What is wrong when there are no routes to run. */
    Optional<String> withoutRoutes() {
        return Files.isDirectory(routes) ? Optional.empty() : Optional.of(ROUTES + ": " + none(routes));
    }

    DroverConfig withPlaces(Map<String, String> otherEndpoints, Map<String, String> otherTransforms) {
        return new DroverConfig(
                node,
                data,
                routes,
                shutdownTimeout,
                broker,
                journal,
                requests,
                otherEndpoints,
                otherTransforms,
                properties);
    }

    /** Where files lie while they are fetched from a server and routed. */
    Path spool() {
        return data.resolve("fetching");
    }

    /** Where the log files are. */
    Path log() {
        return data.resolve("log");
    }

    /** Without the settings of endpoints, which hold passwords. */
    @Override
    public String toString() {
        return node + ", " + broker + ", " + properties;
    }

    // A route has no business with hosts and passwords, so {{drover.endpoint.x.password}} must not resolve in one.
    private static boolean isForRoutes(String key) {
        return Stream.of(EndpointCatalog.PREFIX, Transforms.PREFIX, BROKER, JournalSettings.PREFIX, SealedValues.PREFIX)
                .noneMatch(key::startsWith);
    }

    private static Map<String, String> select(Settings settings, Predicate<String> wanted) {
        Map<String, String> selected = new LinkedHashMap<>();
        settings.values().forEach((key, value) -> {
            if (wanted.test(key)) {
                selected.put(key, value);
            }
        });
        return Collections.unmodifiableMap(selected);
    }
}
