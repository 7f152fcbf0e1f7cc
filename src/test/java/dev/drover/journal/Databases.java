package dev.drover.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The databases that a journal may stand on. Each is started once, and has one journal with two nodes for all tests. */
public enum Databases {
    H2 {
        @Override
        JournalConfig emptyDatabase(String node) throws IOException {
            Path directory = Files.createTempDirectory(Path.of("target"), "journal");
            return JournalConfig.file(node, directory.resolve("journal"));
        }
    },
    POSTGRES {
        @Override
        JournalConfig emptyDatabase(String node) throws IOException {
            String name = "j" + UUID.randomUUID().toString().replace("-", "");
            EmbeddedPostgres server = Postgres.SERVER;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IOException(e);
            }
            return JournalConfig.of(
                    node, "jdbc:postgresql://localhost:" + server.getPort() + "/" + name, "postgres", "postgres");
        }
    };

    private static final Map<Databases, List<Journal>> open = new EnumMap<>(Databases.class);

    abstract JournalConfig emptyDatabase(String node) throws IOException;

    /** An empty database of one's own; a few connections only, for there are many databases. */
    public JournalConfig empty(String node) throws IOException {
        return emptyDatabase(node).withPoolSize(4).withPatience(Duration.ofSeconds(20));
    }

    /** Two nodes on one database, emptied. Not to be closed. */
    public List<Journal> twoNodes() throws IOException {
        List<Journal> nodes;
        synchronized (open) {
            if (!open.containsKey(this)) {
                JournalConfig config = empty("node-a");
                open.put(this, List.of(Journal.open(config), Journal.open(named(config, "node-b"))));
            }
            nodes = open.get(this);
        }
        for (String table : List.of("request", "movement", "ledger", "lease")) {
            nodes.get(0).database().update("empty the tables", "DELETE FROM drover_" + table);
        }
        return nodes;
    }

    static JournalConfig named(JournalConfig config, String node) {
        return new JournalConfig(
                node, config.url(), config.user(), config.password(), config.poolSize(), config.patience());
    }

    /** Started by whoever asks first. */
    private static final class Postgres {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
