package dev.drover.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL of one's own, that can go away and come back with what it had committed, on the port it had. */
public final class DatabaseServer implements AutoCloseable {
    public static final String USER = "postgres";
    public static final String PASSWORD = "postgres";

    private final Path data;
    private EmbeddedPostgres server;
    private int port;

    private DatabaseServer(Path data) {
        this.data = data;
    }

    /** Starts one whose data lie in this directory. */
    public static DatabaseServer in(Path directory) throws IOException {
        DatabaseServer server = new DatabaseServer(directory.resolve("database"));
        server.start();
        return server;
    }

    /** Starts it again. */
    public void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "100")
                .setPGStartupWait(Duration.ofSeconds(60));
        server = (port == 0 ? builder : builder.setPort(port)).start();
        port = server.getPort();
    }

    /** Ends it and every connection to it. */
    public void stop() throws IOException {
        server.close();
    }

    public int port() {
        return port;
    }

    public String url() {
        return url(port);
    }

    /** The same over another port, such as a proxy's. */
    public String url(int other) {
        return "jdbc:postgresql://127.0.0.1:" + other + "/postgres";
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
