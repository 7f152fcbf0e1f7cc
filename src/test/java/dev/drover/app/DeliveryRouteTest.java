package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static dev.drover.app.TestDeployment.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.route.Movement;
import dev.drover.route.Movement.Outcome;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes that the repository ships, with a server that does what it should. */
class DeliveryRouteTest {
    private static final Map<String, byte[]> FILES = Map.of(
            "empty.txt", new byte[0],
            "one.bin", new byte[] {42},
            "ten mebibytes.bin", random(10 << 20),
            "Überweisung März.csv", random(4_321),
            "月次報告 二〇二六.pdf", random(54_321),
            "#1 is 100% a+b.dat", random(9_876),
            "-leading dash.txt", random(123),
            "list[1] (copy).xml", random(7_777));

    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private TestDeployment drover;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        drover = new TestDeployment(directory.resolve("data")).partner(server);
    }

    @AfterEach
    void stop() {
        drover.close();
        server.close();
    }

    @Test
    void whatIsDroppedArrivesOnTheServerAndNothingStaysBehind() throws Exception {
        Path incoming = server.home().resolve("incoming");
        Path outbox = drover.folder("outbox");
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            drop(outbox, file.getKey(), file.getValue());
        }
        drover.with("drover.endpoint.partner.rate", "20MB");
        try (FirstSights sights = FirstSights.of(incoming)) {
            drover.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(moved("drop-to-ftp"))
                    .containsExactlyInAnyOrderElementsOf(FILES.keySet()));

            assertSameContent(incoming);
            assertNoPartSeen(sights);
        }
        assertThat(names(outbox)).isEmpty();
        assertThat(names(incoming)).containsExactlyInAnyOrderElementsOf(FILES.keySet());
    }

    @Test
    void whatLiesOnTheServerComesIntoTheFolderAndNothingStaysBehind() throws Exception {
        Path outgoing = server.home().resolve("outgoing");
        Path inbox = drover.folder("inbox");
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            drop(outgoing, file.getKey(), file.getValue());
        }
        try (FirstSights sights = FirstSights.of(inbox)) {
            drover.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(moved("ftp-to-drop"))
                    .containsExactlyInAnyOrderElementsOf(FILES.keySet()));

            assertSameContent(inbox);
            assertNoPartSeen(sights);
        }
        assertThat(names(outgoing)).isEmpty();
        assertThat(names(inbox)).containsExactlyInAnyOrderElementsOf(FILES.keySet());
    }

    @Test
    void aReportIsStoredAndAnnouncedWithItsChecksum() throws Exception {
        String name = "Überweisung März.csv";
        drop(server.home().resolve("reports"), name, FILES.get(name));
        drover.start();

        Exchange message = drover.receive("drover.files");

        JsonNode reference = new ObjectMapper().readTree(message.getMessage().getBody(String.class));
        Path stored = drover.folder("spool").resolve("reports").resolve(name);
        assertThat(stored).hasBinaryContent(FILES.get(name));
        assertThat(reference.get("endpoint").asText()).isEqualTo("spool");
        assertThat(reference.get("path").asText()).isEqualTo("reports/" + name);
        assertThat(reference.get("size").asLong()).isEqualTo(FILES.get(name).length);
        assertThat(reference.get("sha256").asText()).isEqualTo(Samples.sha256(stored));
        assertThat(message.getMessage().getHeaders()).containsEntry("droverFileSha256", Samples.sha256(stored));
        soon(() -> assertThat(names(server.home().resolve("reports"))).isEmpty());
    }

    private List<String> moved(String route) {
        return drover.movements().stream()
                .filter(movement -> movement.route().equals(route))
                .filter(movement -> movement.outcome() == Outcome.MOVED)
                .map(Movement::file)
                .toList();
    }

    private static void assertSameContent(Path target) {
        assertThat(FILES)
                .allSatisfy((name, content) -> assertThat(target.resolve(name)).hasBinaryContent(content));
    }

    private static void assertNoPartSeen(FirstSights sights) {
        assertThat(sights.sizes()).allSatisfy((file, size) -> assertThat(size)
                .as("size of %s when first seen", file)
                .isEqualTo(FILES.get(file.getFileName().toString()).length));
        assertThat(sights.sizes()).hasSameSizeAs(FILES);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
