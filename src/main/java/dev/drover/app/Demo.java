package dev.drover.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.app.DemoLedger.Task;
import dev.drover.app.Samples.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The world in which the demo runs: folders, an FTP server, sample files. The settings are those of a real deployment;
 * only where the server is and where the data lies is replaced. Whoever prepares it closes it, after the deployment.
 */
final class Demo implements AutoCloseable {
    private static final String USER = "demo";
    private static final String REQUESTS = "requests";
    private static final String ROUTES = "demo-routes.properties";
    private static final ObjectMapper json = new ObjectMapper();

    private final DemoFolders folders;
    private final DirectoryClaim claim;
    private final DemoServer server;
    private final Map<String, String> settings;
    private final DemoLedger ledger = new DemoLedger();

    private Demo(DemoFolders folders, DirectoryClaim claim, DemoServer server, Map<String, String> settings) {
        this.folders = folders;
        this.claim = claim;
        this.server = server;
        this.settings = settings;
    }

    /**
     * Makes the folders and starts the server.
     *
     * @throws IOException when it cannot, as when another demo runs there
     */
    static Demo prepare(Path root) throws IOException {
        DemoFolders folders = new DemoFolders(root.toAbsolutePath().normalize());
        folders.create();
        String password = UUID.randomUUID().toString();
        DirectoryClaim claim = DirectoryClaim.of(folders.root(), "demo");
        try {
            DemoServer server = DemoServer.start(folders.server(), USER, password);
            return new Demo(folders, claim, server, settings(folders, server, password));
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Puts the samples where routes find them.
     *
     * @return the transfer requests to be sent for those that no route takes by itself
     */
    List<String> seed() throws IOException {
        long seed = Clock.systemUTC().millis();
        for (Sample sample : Samples.possible()) {
            String name = sample.name();
            seed(sample, seed, "drop-to-ftp", name, folders.outbox(), folders.server("incoming"));
            seed(sample, seed, "ftp-to-drop", name, folders.server("outgoing"), folders.inbox());
            seed(sample, seed, "ftp-to-queue", name, folders.server("reports"), folders.spool("reports"));
            seed(sample, seed, "relay", name, folders.server("exchange"), folders.server("relayed"));
            seed(sample, seed, "site", name, folders.store("site"), folders.server("site"));
        }
        ledger.expectSomethingOf("nightly");
        ledger.expectSomethingOf("report");
        for (Sample sample : Samples.forRequests()) {
            String name = sample.name();
            seed(sample, seed, REQUESTS, "letters/" + name, folders.store("letters"), folders.server("requested"));
            seed(sample, seed, REQUESTS, "archive/" + name, folders.server("archive"), folders.store("fetched"));
        }
        return List.of(
                request("store", "letters", "partner", "requested"), request("partner", "archive", "store", "fetched"));
    }

    /** What differs from the settings of the deployment. */
    Map<String, String> settings() {
        return settings;
    }

    DemoFolders folders() {
        return folders;
    }

    DemoLedger ledger() {
        return ledger;
    }

    /** Where the server is, for people. */
    String address() {
        return "ftp://" + USER + "@" + DemoServer.HOST + ":" + server.port();
    }

    /** Stops the server and removes what the demo made; files of others stay. */
    @Override
    public void close() throws IOException {
        server.close();
        try (claim) {
            ledger.removeSamples();
            folders.removeFiles();
            folders.removeProducts();
        }
        folders.removeEmpty();
    }

    private void seed(Sample sample, long seed, String route, String file, Path from, Path to) throws IOException {
        String name = sample.name();
        ledger.expect(new Task(route, file, from.resolve(name), to.resolve(name), Samples.sha256(sample, seed)));
        Samples.write(sample, from, seed);
    }

    /** Routes that need no YAML, for everything that people do with files. */
    private static Map<String, String> routes() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Objects.requireNonNull(Demo.class.getResourceAsStream(ROUTES), ROUTES)) {
            properties.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static String request(String from, String directory, String to, String target) {
        ObjectNode request = json.createObjectNode()
                .put("version", 1)
                .put("id", "demo-" + UUID.randomUUID())
                .put("operation", "transfer");
        ArrayNode paths = request.putObject("source").put("endpoint", from).putArray("paths");
        Samples.forRequests().forEach(sample -> paths.add(directory + "/" + sample.name()));
        request.putObject("destination").put("endpoint", to).put("directory", target);
        return request.toString();
    }

    private static Map<String, String> settings(DemoFolders folders, DemoServer server, String password)
            throws IOException {
        Map<String, String> settings = new HashMap<>(routes());
        settings.put("drover.data", folders.root().toString());
        settings.put("drover.poll", "500ms");
        settings.put("drover.settle", "500ms");
        settings.put("drover.broker.url", "");
        settings.put("drover.broker.listen", "");
        settings.put("drover.journal.url", "");
        settings.put("drover.endpoint.partner.kind", "ftp");
        settings.put("drover.endpoint.partner.host", DemoServer.HOST);
        settings.put("drover.endpoint.partner.port", String.valueOf(server.port()));
        settings.put("drover.endpoint.partner.username", USER);
        settings.put("drover.endpoint.partner.password", password);
        return settings;
    }
}
