package dev.drover.endpoint;

import dev.drover.endpoint.EndpointConfigException.Problem;
import dev.drover.endpoint.EndpointSettings.Kind;
import dev.drover.ftp.FtpListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * All endpoints by name. Made from properties {@code drover.endpoint.<name>.<key>}; the keys are listed in
 * {@code docs/endpoints.md}. Nothing is connected when it is made: a server that is down at start does not matter.
 * Thread-safe; close it to say goodbye to all servers.
 */
public final class EndpointCatalog implements AutoCloseable {
    /** What all properties begin with. */
    public static final String PREFIX = "drover.endpoint.";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final Map<String, Endpoint> endpoints;

    private EndpointCatalog(Map<String, Endpoint> endpoints) {
        this.endpoints = endpoints;
    }

    /** With the environment of this process and nobody listening. */
    public static EndpointCatalog of(Map<String, String> properties) {
        return of(properties, FtpListener.NONE);
    }

    /** With the environment of this process and nobody listening. */
    public static EndpointCatalog of(Properties properties) {
        Map<String, String> copy = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> copy.put(name, properties.getProperty(name)));
        return of(copy);
    }

    /**
     * Reads all properties that begin with {@link #PREFIX}; others are none of its business.
     *
     * @param listener hears what the sessions of all FTP endpoints do
     * @throws EndpointConfigException with all that is wrong
     */
    public static EndpointCatalog of(Map<String, String> properties, FtpListener listener) {
        return of(properties, listener, System::getenv);
    }

    /**
     * The same with nobody listening.
     *
     * @param variables what {@code {{env:NAME}}} is filled from, rather than from the environment
     */
    public static EndpointCatalog withVariables(
            Map<String, String> properties, Function<String, Optional<String>> variables) {
        return of(properties, FtpListener.NONE, name -> variables.apply(name).orElse(null));
    }

    static EndpointCatalog of(
            Map<String, String> properties, FtpListener listener, Placeholders.Environment environment) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Endpoint> endpoints = new TreeMap<>();
        sections(properties, new Placeholders(environment), problems).forEach((name, values) -> {
            Section section = new Section(name, PREFIX + name + ".", values, problems);
            read(section, listener).ifPresent(endpoint -> endpoints.put(name, endpoint));
        });
        EndpointCatalog catalog = new EndpointCatalog(endpoints);
        if (!problems.isEmpty()) {
            catalog.close();
            throw new EndpointConfigException(problems);
        }
        return catalog;
    }

    /**
     * The endpoint of that name.
     *
     * @throws UnknownEndpointException with the name that may have been meant
     */
    public Endpoint require(String name) throws UnknownEndpointException {
        Endpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            String hint = Nearest.to(name, endpoints.keySet())
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse("; it is not in the configuration");
            throw new UnknownEndpointException("There is no endpoint \"" + name + "\"" + hint);
        }
        return endpoint;
    }

    public Optional<Endpoint> find(String name) {
        return Optional.ofNullable(endpoints.get(name));
    }

    /** In the order of their names. */
    public Collection<Endpoint> all() {
        return List.copyOf(endpoints.values());
    }

    @Override
    public void close() {
        endpoints.values().forEach(Endpoint::close);
    }

    private static Optional<Endpoint> read(Section section, FtpListener listener) {
        if (!section.has("kind")) {
            section.problem("kind", "is missing: ftp, ftps or local");
            return Optional.empty();
        }
        int before = section.problems();
        Kind kind = section.choice("kind", Kind.LOCAL, Kind.class);
        if (section.problems() > before) {
            return Optional.empty();
        }
        Endpoint endpoint =
                kind == Kind.LOCAL ? LocalSettings.read(section) : FtpSettings.read(section, kind, listener);
        section.refuseUnknown();
        return Optional.of(endpoint);
    }

    private static Map<String, Map<String, String>> sections(
            Map<String, String> properties, Placeholders placeholders, List<Problem> problems) {
        Map<String, Map<String, String>> sections = new TreeMap<>();
        properties.forEach((property, value) -> {
            if (!property.startsWith(PREFIX)) {
                return;
            }
            String rest = property.substring(PREFIX.length());
            int dot = rest.indexOf('.');
            String name = dot < 0 ? rest : rest.substring(0, dot);
            if (dot < 0 || !NAME.matcher(name).matches()) {
                problems.add(new Problem(
                        property,
                        "is wanted as " + PREFIX + "<name>.<key>, the name in small letters, digits and dashes"));
                return;
            }
            try {
                sections.computeIfAbsent(name, n -> new TreeMap<>())
                        .put(rest.substring(dot + 1), placeholders.fill(value));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(property, String.valueOf(e.getMessage())));
            }
        });
        return sections;
    }
}
