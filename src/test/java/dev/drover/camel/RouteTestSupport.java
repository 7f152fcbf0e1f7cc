package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Camel context and an embedded server for each test; files are put and looked at on disk. */
abstract class RouteTestSupport {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    Path home;
    EmbeddedServer server;
    CamelContext camel;
    ProducerTemplate template;
    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** What a route saw of one file, taken down while it was there. */
    record Received(String name, String body, Exchange exchange) {
        Object header(String header) {
            return exchange.getIn().getHeader(header);
        }
    }

    @BeforeEach
    final void begin() throws Exception {
        home = folder.resolve("home");
        server = startServer();
        camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(5);
        configure(camel);
        template = camel.createProducerTemplate();
    }

    @AfterEach
    final void end() throws Exception {
        template.close();
        camel.close();
        server.close();
    }

    EmbeddedServer startServer() throws Exception {
        return EmbeddedServer.on(home).start();
    }

    void configure(CamelContext context) throws Exception {}

    /** An endpoint of the server's directory. */
    String ftp(String directory, String... options) {
        return "ftp:localhost:" + server.port() + "/" + directory + "?username=drover&password=drover"
                + (options.length == 0 ? "" : "&" + String.join("&", options));
    }

    /** The same, polled without delay. */
    String poll(String directory, String... options) {
        return ftp(directory, options) + "&initialDelay=0&delay=50";
    }

    /** Starts a route that notes what it receives. */
    void receiveFrom(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("receiver").process(RouteTestSupport.this::note);
            }
        });
        camel.start();
    }

    void note(Exchange exchange) {
        received.add(new Received(
                exchange.getIn().getHeader(Exchange.FILE_NAME, String.class),
                exchange.getIn().getBody(String.class),
                exchange));
    }

    Received take() throws InterruptedException {
        Received next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was received; on the server are " + files());
        }
        return next;
    }

    Path put(String name, String content) {
        try {
            Path file = home.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) throws IOException {
        return Files.readString(home.resolve(name), UTF_8);
    }

    /** All files of the server, relative to its home, sorted. */
    List<String> files() {
        return filesBelow(home);
    }

    static List<String> filesBelow(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitFiles(String... expected) {
        await().atMost(PATIENCE)
                .until(() -> files().equals(Stream.of(expected).sorted().toList()));
    }
}
