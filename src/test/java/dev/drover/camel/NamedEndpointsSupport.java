package dev.drover.camel;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.testing.BetweenPolls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Endpoints by name: a folder, the server's directory, and one below it that the endpoint has as its root. */
abstract class NamedEndpointsSupport extends RouteTestSupport {
    /** How often a route that fails was given a file. */
    final AtomicInteger attempts = new AtomicInteger();

    Path drop;
    EndpointCatalog catalog;

    @BeforeEach
    final void configureEndpoints() throws Exception {
        drop = Files.createDirectories(folder.resolve("drop"));
        Map<String, String> properties = new HashMap<>();
        properties.put("drover.endpoint.partner.kind", "ftp");
        properties.put("drover.endpoint.partner.host", "localhost");
        properties.put("drover.endpoint.partner.port", String.valueOf(server.port()));
        properties.put("drover.endpoint.partner.username", "drover");
        properties.put("drover.endpoint.partner.password", "drover");
        properties.put("drover.endpoint.drop.kind", "local");
        properties.put("drover.endpoint.drop.root", drop.toString());
        for (String option : List.of("kind", "host", "port", "username", "password")) {
            properties.put("drover.endpoint.rooted." + option, properties.get("drover.endpoint.partner." + option));
        }
        properties.put("drover.endpoint.rooted.root", "/acme/files");
        catalog = EndpointCatalog.of(properties);
        camel.getRegistry().bind("catalog", catalog);
    }

    @AfterEach
    final void closeEndpoints() {
        BetweenPolls.stop(camel);
        catalog.close();
    }

    final void failingRoute(String uri, boolean keep) throws Exception {
        String options = (uri.contains("?") ? "&" : "?") + "initialDelay=0&delay=50";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + options).process(exchange -> {
                    attempts.incrementAndGet();
                    exchange.setProperty(KeepingStrategy.KEEP, keep);
                    throw new IOException("The server is away.");
                });
            }
        });
        camel.start();
    }

    final void putInto(String uri, String name) throws IOException {
        putInto(uri, name, "x");
    }

    final void putInto(String uri, String name, String content) throws IOException {
        Path path = rootOf(uri).resolve(name);
        Files.createDirectories(path.getParent());
        Path whole = Files.writeString(folder.resolve("whole"), content);
        Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
    }

    final List<String> filesOf(String uri) {
        return filesBelow(rootOf(uri));
    }

    final Path rootOf(String uri) {
        if (uri.startsWith("drover:rooted")) {
            return home.resolve("acme/files");
        }
        return uri.startsWith("drover:partner") ? home : drop;
    }
}
