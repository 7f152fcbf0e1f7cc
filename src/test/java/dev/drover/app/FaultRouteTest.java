package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.route.Movement;
import dev.drover.route.Movement.Outcome;
import dev.drover.testing.EmbeddedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes that the repository ships, when something is wrong: a clear sentence, and nothing lost. */
class FaultRouteTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private TestDeployment drover;

    @BeforeEach
    void prepare() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        drover = new TestDeployment(directory.resolve("data")).partner(server);
    }

    @AfterEach
    void stop() {
        drover.close();
        server.close();
    }

    @Test
    void aServerThatIsDownAtStartGetsTheFilesWhenItComes() throws Exception {
        server.stop();
        drop(drover.folder("outbox"), "a.txt", CONTENT);
        drover.start();
        Movement waiting = awaitMovement("a.txt", Outcome.WAITING);
        assertThat(waiting.detail()).contains("refused");
        assertThat(drover.folder("outbox").resolve("a.txt")).hasBinaryContent(CONTENT);

        server.restart();

        awaitMovement("a.txt", Outcome.MOVED);
        assertThat(server.home().resolve("incoming/a.txt")).hasBinaryContent(CONTENT);
    }

    @Test
    void anUnknownHostIsNamedAndTheFileStays() throws Exception {
        drop(drover.folder("outbox"), "a.txt", CONTENT);
        drover.partner("no-such-host.invalid", 21, "drover", "drover").start();

        Movement waiting = awaitMovement("a.txt", Outcome.WAITING);

        assertThat(waiting.detail()).contains("no-such-host.invalid").doesNotContain("\n", "Exception");
        assertStays("a.txt");
    }

    @Test
    void aWrongPasswordIsToldWithTheReplyAndTheFileStays() throws Exception {
        drop(drover.folder("outbox"), "a.txt", CONTENT);
        drover.partner(server.host(), server.port(), EmbeddedServer.USER, "wrong-secret")
                .start();

        Movement waiting = awaitMovement("a.txt", Outcome.WAITING);

        assertThat(waiting.detail()).contains("530").doesNotContain("wrong-secret");
        assertStays("a.txt");
    }

    @Test
    void aMissingRemoteDirectoryPutsTheFileAsideWithADeadLetter() throws Exception {
        // A file where the directory should be: it can neither be entered nor made.
        drop(server.home(), "incoming", CONTENT);
        drop(drover.folder("outbox"), "a.txt", CONTENT);
        drover.start();

        Exchange letter = drover.receive("drover.dead");

        JsonNode body = new ObjectMapper().readTree(letter.getMessage().getBody(String.class));
        assertThat(body.get("route").asText()).isEqualTo("drop-to-ftp");
        assertThat(body.get("errorClass").asText()).isEqualTo("PERMANENT_REMOTE");
        assertThat(body.get("ftpReply").asText()).startsWith("5");
        assertThat(body.at("/file/name").asText()).isEqualTo("a.txt");
        assertThat(letter.getMessage().getHeader("droverFailureReason", String.class))
                .contains("incoming");
        awaitMovement("a.txt", Outcome.DEAD);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(names(drover.folder("outbox"))).containsExactly(".error"));
        assertThat(names(drover.folder("outbox").resolve(".error")))
                .singleElement()
                .asString()
                .endsWith("-a.txt");
    }

    @Test
    void aFolderThatCannotBeWrittenKeepsTheFileOnTheServer() throws Exception {
        drop(server.home().resolve("outgoing"), "a.txt", CONTENT);
        drover.start();
        awaitMovement("a.txt", Outcome.MOVED);
        // Also root cannot write into a file.
        Path inbox = drover.folder("inbox");
        Files.delete(inbox.resolve("a.txt"));
        Files.delete(inbox);
        Files.write(inbox, CONTENT);
        drop(server.home().resolve("outgoing"), "b.txt", CONTENT);

        Movement waiting = awaitMovement("b.txt", Outcome.WAITING);

        assertThat(waiting.detail()).contains("inbox").doesNotContain("Exception");
        assertThat(server.home().resolve("outgoing/b.txt")).hasBinaryContent(CONTENT);

        Files.delete(inbox);
        awaitMovement("b.txt", Outcome.MOVED);
        assertThat(inbox.resolve("b.txt")).hasBinaryContent(CONTENT);
    }

    @Test
    void aSecondDroverInTheSameDirectoryIsRefusedAndTouchesNothing() throws Exception {
        Path left = Files.createDirectories(directory.resolve("data/fetching/drover-1"));
        Files.write(left.resolve("body"), CONTENT);
        drover.start();
        assertThat(left).as("of a process that was killed").doesNotExist();
        drop(directory.resolve("data/fetching"), "body", CONTENT);

        assertThatThrownBy(() -> new TestDeployment(directory.resolve("data"))
                        .partner(server)
                        .start())
                .hasMessageStartingWith("Another drover runs in ");

        assertThat(directory.resolve("data/fetching/body")).exists();
    }

    @Test
    void aFileThatIsThereAlreadyIsNotReplaced() throws Exception {
        drop(server.home().resolve("incoming"), "a.txt", "older".getBytes(StandardCharsets.UTF_8));
        drop(drover.folder("outbox"), "a.txt", CONTENT);
        drover.start();

        Exchange letter = drover.receive("drover.dead");

        assertThat(letter.getMessage().getHeader("droverErrorClass")).isEqualTo("CONFLICT");
        assertThat(server.home().resolve("incoming/a.txt")).hasContent("older");
    }

    @Test
    void aFileThatCannotBeSentForNowIsNeverPutAside() throws Exception {
        server.stop();
        drop(drover.folder("outbox"), "a.txt", CONTENT);
        drover.with("drover.retry.count", "1").start();

        await().atMost(PATIENCE).until(() -> drover.movements().size() > 2);
        drover.close();

        assertThat(drover.movements()).extracting(Movement::outcome).containsOnly(Outcome.WAITING);
        assertThat(names(drover.folder("outbox"))).containsExactly("a.txt");
    }

    private void assertStays(String name) throws Exception {
        assertThat(drover.folder("outbox").resolve(name)).hasBinaryContent(CONTENT);
        assertThat(drover.receive("drover.dead", Duration.ofMillis(500))).isNull();
    }

    private Movement awaitMovement(String file, Outcome outcome) {
        return await().atMost(PATIENCE)
                .until(
                        () -> drover.movements().stream()
                                .filter(movement -> movement.file().equals(file) && movement.outcome() == outcome)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }
}
