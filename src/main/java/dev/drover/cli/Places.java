package dev.drover.cli;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.endpoint.UnknownEndpointException;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.transfer.Location;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.RenameMode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens what arguments name: {@code endpoint:path} with an endpoint of the configuration, or a URL. Only the endpoints that
 * are named have to be right. One thread; closing it says goodbye to the servers.
 */
final class Places implements AutoCloseable {
    private static final Pattern NAMED = Pattern.compile("([a-z][a-z0-9-]*):(.*)", Pattern.DOTALL);
    private static final String URL = "url";
    private static final String PASSWORD_FILE = "password-file";

    private final ClientOptions options;
    private final Logins logins;
    private final Map<String, EndpointCatalog> open = new HashMap<>();

    Places(ClientOptions options, Logins logins) {
        this.options = options;
        this.logins = logins;
    }

    /** Whether an argument is meant for this class; else it is a path of this machine. */
    static boolean isOne(String argument) {
        return ServerUrl.isOne(argument) || NAMED.matcher(argument).matches();
    }

    Place open(String argument) throws CommandException, ConfigurationException, IOException, UnknownEndpointException {
        if (ServerUrl.isOne(argument)) {
            return open(ServerUrl.parse(argument));
        }
        Matcher named = NAMED.matcher(argument);
        if (!named.matches()) {
            throw unknown(argument);
        }
        Endpoint endpoint = endpoint(named.group(1));
        String path = named.group(2).replaceFirst("^/+", "").replaceFirst("/+$", "");
        RelativePath below = path.isEmpty() ? RelativePath.ROOT : RelativePath.of(path);
        return new Place(endpoint, endpoint.locate(below), argument, path.isEmpty() || argument.endsWith("/"));
    }

    /** A whole endpoint or server, for which its name alone will do. */
    Place openServer(String argument)
            throws CommandException, ConfigurationException, IOException, UnknownEndpointException {
        return open(!isOne(argument) && isEndpoint(argument) ? argument + ":" : argument);
    }

    private boolean isEndpoint(String argument) throws ConfigurationException {
        return names(options.settings()).contains(argument);
    }

    private CommandException unknown(String argument) throws ConfigurationException {
        if (isEndpoint(argument)) {
            return CommandException.usage("\"" + argument + "\" is the name of an endpoint: say " + argument
                    + ": for its root, or " + argument + ":path");
        }
        return CommandException.usage("\"" + argument
                + "\" is neither endpoint:path with an endpoint of the configuration nor a URL like"
                + " ftp://user@host/path");
    }

    /** An endpoint of the configuration. */
    Endpoint endpoint(String name) throws CommandException, ConfigurationException, UnknownEndpointException {
        EndpointCatalog known = open.get(name);
        if (known != null) {
            return known.require(name);
        }
        String prefix = EndpointCatalog.PREFIX + name + ".";
        Map<String, String> all = options.settings();
        Map<String, String> own = new TreeMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key, value);
            }
        });
        if (own.isEmpty()) {
            throw CommandException.notFound("There is no endpoint \"" + name + "\" in the settings of "
                    + options.directory() + "; there are: " + String.join(", ", names(all)));
        }
        options.overrides().forEach((key, value) -> own.put(prefix + key, value));
        EndpointCatalog catalog = EndpointCatalog.of(own);
        open.put(name, catalog);
        return catalog.require(name);
    }

    /** The names of all endpoints in the settings. */
    static TreeSet<String> names(Map<String, String> settings) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : settings.keySet()) {
            if (key.startsWith(EndpointCatalog.PREFIX)) {
                String rest = key.substring(EndpointCatalog.PREFIX.length());
                names.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
            }
        }
        return names;
    }

    @Override
    public void close() {
        open.values().forEach(EndpointCatalog::close);
    }

    private Place open(ServerUrl url) throws CommandException, IOException, UnknownEndpointException {
        EndpointCatalog catalog = open.get(url.server());
        if (catalog == null) {
            catalog = catalog(url, login(url));
            open.put(url.server(), catalog);
        }
        FtpEndpoint endpoint = (FtpEndpoint) catalog.require(URL);
        Location location = new RemoteLocation(
                url.server(), endpoint.client(), RemotePath.of(withoutEnd(url.path())), RenameMode.ATOMIC);
        String text = url.server() + "/" + url.path();
        return new Place(endpoint, location, text, text.endsWith("/"));
    }

    private FtpCredentials login(ServerUrl url) throws CommandException, IOException {
        return options.overrides().containsKey(PASSWORD_FILE)
                ? FtpCredentials.of(url.user().orElse("anonymous"), "")
                : logins.of(url);
    }

    private static String withoutEnd(String path) {
        String cut = path.replaceFirst("/+$", "");
        return cut.isEmpty() && path.startsWith("/") ? "/" : cut;
    }

    // By way of variables, so that a password with braces in it is not taken for a placeholder.
    private EndpointCatalog catalog(ServerUrl url, FtpCredentials login) throws CommandException {
        Map<String, String> values = new TreeMap<>();
        values.put("kind", url.tls() ? "ftps" : "ftp");
        values.put("host", url.host());
        values.put("username", "{{env:USER}}");
        if (!options.overrides().containsKey(PASSWORD_FILE)) {
            values.put("password", "{{env:PASSWORD}}");
        }
        login.account().ifPresent(account -> values.put("account", "{{env:ACCOUNT}}"));
        values.put("retry.attempts", "3");
        url.port().ifPresent(port -> values.put("port", Integer.toString(port)));
        if (url.isImplicit()) {
            values.put("tls.mode", "implicit");
        }
        values.putAll(options.overrides());
        Map<String, String> properties = new TreeMap<>();
        values.forEach((key, value) -> properties.put(EndpointCatalog.PREFIX + URL + "." + key, value));
        Map<String, String> variables = new HashMap<>();
        variables.put("USER", login.user());
        variables.put("PASSWORD", login.password());
        login.account().ifPresent(account -> variables.put("ACCOUNT", account));
        return EndpointCatalog.withVariables(
                properties, name -> Optional.ofNullable(variables.get(name)).or(() -> environment(name)));
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
