package dev.drover.app;

import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.AttemptRecord;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.journal.RequestState;
import dev.drover.testing.DatabaseServer;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.LongTest;
import dev.drover.testing.WatchedBroker;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed at each step of a request, and started again. The server and the broker do it, at the moment that they
 * see the step: nothing in the program knows of it.
 */
@LongTest
@TestInstance(Lifecycle.PER_CLASS)
class CrashTableIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SIZE = 3_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private final Set<String> endings = ConcurrentHashMap.newKeySet();
    private final Watcher watcher = new Watcher();
    private EmbeddedServer server;
    private DatabaseServer database;
    private WatchedBroker broker;
    private JMSContext context;
    private DroverNode node;
    private Journal journal;
    private Path store;
    private byte[] content;

    @BeforeAll
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).ftplet(watcher).start();
        database = DatabaseServer.in(directory);
        broker = WatchedBroker.in(directory.resolve("broker"));
        store = Files.createDirectories(directory.resolve("store"));
        context = new ActiveMQConnectionFactory(broker.url()).createContext();
        JMSContext listener = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        listener.createConsumer(listener.createTopic("drover.events")).setMessageListener(this::hear);
        node = node().start().awaitRunning();
        journal = Journal.open(
                JournalConfig.of("observer", database.url(), DatabaseServer.USER, DatabaseServer.PASSWORD));
        content = new byte[SIZE];
        new Random(1).nextBytes(content);
    }

    @AfterAll
    void stop() throws Exception {
        journal.close();
        node.close();
        context.close();
        broker.close();
        database.close();
        server.close();
    }

    @Test
    void killedAfterTheClaimBeforeAnythingIsSent() throws Exception {
        watcher.killAt(command -> command.startsWith("USER"));

        String id = upload("claimed");

        awaitDeath();
        assertThat(state(id)).isEqualTo(RequestState.RUNNING);
        assertThat(names(server.home().resolve("claimed"))).isEmpty();
        restart();
        uploaded(id, "claimed");
        assertThat(attempts(id)).hasSize(2);
    }

    @Test
    void killedInTheMiddleOfTheFile() throws Exception {
        String id = upload("partial");

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> names(server.home().resolve("partial")).stream().anyMatch(this::isHalfThere));
        node.kill();
        assertThat(state(id)).isEqualTo(RequestState.RUNNING);
        assertThat(names(server.home().resolve("partial")))
                .singleElement()
                .asString()
                .endsWith(".part");
        restart();
        uploaded(id, "partial");
        assertThat(journal.history().outcome(id).orElseThrow())
                .as("it went on where it had ended")
                .containsPattern("\"resumedFrom\":[1-9]");
    }

    @Test
    void killedWhenTheFileIsWholeBeforeItHasItsName() throws Exception {
        watcher.killAt(command -> command.startsWith("RNFR"));

        String id = upload("unnamed");

        awaitDeath();
        assertThat(names(server.home().resolve("unnamed")))
                .singleElement()
                .asString()
                .endsWith(".part");
        restart();
        uploaded(id, "unnamed");
    }

    @Test
    void killedWhenTheFileHasItsNameBeforeTheNodeHearsOfIt() throws Exception {
        watcher.killAfterRename(server.home());

        String id = upload("renamed");

        awaitDeath();
        assertThat(state(id)).isEqualTo(RequestState.RUNNING);
        assertThat(names(server.home().resolve("renamed"))).containsExactly("file.bin");
        watcher.forget();
        restart();
        uploaded(id, "renamed");
        assertThat(watcher.heard())
                .as("what the server was asked after the restart")
                .noneMatch(isUpload());
    }

    @Test
    void killedAfterTheJournalBeforeTheSourceIsDeleted() throws Exception {
        watcher.killAt(command -> command.startsWith("DELE"));

        String id = download("kept");

        awaitDeath();
        assertThat(server.home().resolve("kept/file.bin")).exists();
        restart();
        downloaded(id, "kept");
    }

    @Test
    void killedAfterTheSourceIsDeletedBeforeTheNodeHearsOfIt() throws Exception {
        watcher.killAfterDeletion(server.home());

        String id = download("deleted");

        awaitDeath();
        assertThat(server.home().resolve("deleted/file.bin")).doesNotExist();
        restart();
        downloaded(id, "deleted");
    }

    @Test
    void killedAfterTheJournalBeforeTheMessageIsAcknowledged() throws Exception {
        broker.beforeCommit(() -> {
            node.kill();
            throw new JMSException("the client is dead");
        });

        String id = upload("unacknowledged");

        awaitDeath();
        assertThat(state(id)).isEqualTo(RequestState.COMPLETED);
        assertThat(endings).noneMatch(ending -> ending.startsWith(id));
        watcher.forget();
        restart();
        uploaded(id, "unacknowledged");
        assertThat(watcher.heard())
                .as("what the server was asked after the restart")
                .isEmpty();
        assertThat(attempts(id)).hasSize(1);
    }

    @Test
    void killedAfterTheMessageIsAcknowledged() throws Exception {
        broker.afterCommit(node::kill);

        String id = upload("acknowledged");

        awaitDeath();
        watcher.forget();
        restart();
        uploaded(id, "acknowledged");
        assertThat(watcher.heard())
                .as("what the server was asked after the restart")
                .isEmpty();
    }

    private void awaitDeath() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !node.isAlive());
    }

    private void restart() throws IOException {
        node.start().awaitRunning();
    }

    private String upload(String directoryName) throws IOException {
        Files.createDirectories(store.resolve(directoryName));
        Files.write(store.resolve(directoryName).resolve("file.bin"), content);
        return send(directoryName, "store", "partner");
    }

    private String download(String directoryName) throws IOException {
        Files.createDirectories(server.home().resolve(directoryName));
        Files.write(server.home().resolve(directoryName).resolve("file.bin"), content);
        return send(directoryName, "partner", "store");
    }

    private String send(String directoryName, String from, String to) {
        String id = "crash-" + directoryName;
        ObjectNode request =
                JSON.createObjectNode().put("version", 1).put("id", id).put("operation", "transfer");
        request.putObject("source")
                .put("endpoint", from)
                .put("onSuccess", "delete")
                .putArray("paths")
                .add(directoryName + "/file.bin");
        request.putObject("destination").put("endpoint", to).put("directory", directoryName);
        context.createProducer().send(context.createQueue("drover.requests"), request.toString());
        return id;
    }

    private void uploaded(String id, String directoryName) throws Exception {
        completed(id, server.home().resolve(directoryName), store.resolve(directoryName));
    }

    private void downloaded(String id, String directoryName) throws Exception {
        completed(id, store.resolve(directoryName), server.home().resolve(directoryName));
    }

    /** It was told once, the file is there once, its source is gone, and the journal is done with it. */
    private void completed(String id, Path target, Path source) throws Exception {
        await().atMost(PATIENCE).until(() -> endings.stream().anyMatch(ending -> ending.startsWith(id)));
        assertThat(endings)
                .filteredOn(ending -> ending.startsWith(id))
                .singleElement()
                .asString()
                .contains("/completed/");
        assertThat(names(target)).containsExactly("file.bin");
        assertThat(target.resolve("file.bin")).hasBinaryContent(content);
        assertThat(names(source)).isEmpty();
        assertThat(state(id)).isEqualTo(RequestState.COMPLETED);
        assertThat(journal.history().counts().keySet()).containsOnly(RequestState.COMPLETED);
    }

    private RequestState state(String id) throws Exception {
        return journal.history().find(id).orElseThrow().state();
    }

    private List<AttemptRecord> attempts(String id) throws Exception {
        return journal.history().attempts(id);
    }

    private boolean isHalfThere(String name) {
        return server.home().resolve("partial").resolve(name).toFile().length() > SIZE / 3;
    }

    private static Predicate<String> isUpload() {
        return command -> command.startsWith("STOR") || command.startsWith("APPE") || command.startsWith("RN");
    }

    private void hear(Message message) {
        try {
            JsonNode event = JSON.readTree(message.getBody(String.class));
            if (event.get("type")
                    .asText()
                    .matches(".*[.](completed|partially-completed|failed|rejected|cancelled)[.].*")) {
                endings.add(event.get("id").asText());
            }
        } catch (JMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private DroverNode node() throws IOException {
        DroverNode made = DroverNode.in(directory, "node")
                .with("drover.broker.url", "failover:(" + broker.url() + ")?maxReconnectDelay=500")
                .with("drover.journal.url", database.url())
                .with("drover.journal.user", DatabaseServer.USER)
                .with("drover.journal.password", DatabaseServer.PASSWORD)
                .with("drover.requests.lease", "2s")
                .with("drover.requests.consumers", "1")
                .with("drover.endpoint.store.root", store.toString())
                .with("drover.endpoint.store.allow.delete", "**")
                .with("drover.endpoint.partner.host", server.host())
                .with("drover.endpoint.partner.port", String.valueOf(server.port()))
                .with("drover.endpoint.partner.username", EmbeddedServer.USER)
                .with("drover.endpoint.partner.password", EmbeddedServer.PASSWORD)
                .with("drover.endpoint.partner.allow.delete", "**")
                .with("drover.endpoint.partner.rate", "5MB");
        return made.route("failures.camel.yaml").route("requests.camel.yaml");
    }

    /** Hears what the server is asked, and kills the node at the command that it waits for. */
    private final class Watcher extends DefaultFtplet {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile Predicate<String> wanted = command -> false;
        private volatile WatchedBroker.Action first = () -> {};

        void killAt(Predicate<String> command) {
            first = () -> {};
            wanted = command;
        }

        /** The server renames, then the node dies, without an answer. */
        void killAfterRename(Path home) {
            killAt(command -> command.startsWith("RNTO"));
            first = () -> {
                String from = heard.stream()
                        .filter(command -> command.startsWith("RNFR"))
                        .reduce((a, b) -> b)
                        .orElseThrow();
                String to = heard.get(heard.size() - 1);
                Files.move(path(home, from), path(home, to));
            };
        }

        /** The server deletes, then the node dies, without an answer. */
        void killAfterDeletion(Path home) {
            killAt(command -> command.startsWith("DELE"));
            first = () -> Files.delete(path(home, heard.get(heard.size() - 1)));
        }

        void forget() {
            heard.clear();
        }

        List<String> heard() {
            return List.copyOf(heard);
        }

        @Override
        public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException, IOException {
            heard.add(request.getRequestLine());
            if (!wanted.test(request.getRequestLine())) {
                return FtpletResult.DEFAULT;
            }
            wanted = command -> false;
            try {
                first.run();
                node.kill();
            } catch (Exception e) {
                throw new IOException(e);
            }
            return FtpletResult.DISCONNECT;
        }

        private static Path path(Path home, String command) {
            return home.resolve(command.substring(command.indexOf(' ') + 1).replaceFirst("^/", ""));
        }
    }
}
