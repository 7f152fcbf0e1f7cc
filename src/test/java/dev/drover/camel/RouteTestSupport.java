package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.BetweenPolls;
import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Camel context and an embedded server for each test; files are put and looked at on disk. */
abstract class RouteTestSupport extends CamelSupport {
    Path home;
    EmbeddedServer server;

    @BeforeEach
    final void beginServer() throws Exception {
        home = folder.resolve("home");
        server = startServer();
    }

    @AfterEach
    final void endServer() throws Exception {
        BetweenPolls.stop(camel);
        server.close();
    }

    EmbeddedServer startServer() throws Exception {
        return EmbeddedServer.on(home).start();
    }

    /** An endpoint of the server's directory. */
    String ftp(String directory, String... options) {
        return "ftp:localhost:" + server.port() + "/" + directory + "?username=drover&password=drover"
                + (options.length == 0 ? "" : "&" + String.join("&", options));
    }

    /** The same, polled without delay. */
    String poll(String directory, String... options) {
        return ftp(directory, options) + "&initialDelay=0&delay=50";
    }

    @Override
    String hint() {
        return "; on the server are " + files();
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

    void awaitFiles(String... expected) {
        await().atMost(PATIENCE)
                .until(() -> files().equals(Stream.of(expected).sorted().toList()));
    }
}
