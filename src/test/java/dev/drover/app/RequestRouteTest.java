package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.journal.RequestState;
import dev.drover.testing.EmbeddedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by message: done, or answered with a dead letter that says why. */
class RequestRouteTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private EmbeddedServer server;
    private TestDeployment drover;
    private List<String> events;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        drover = new TestDeployment(directory.resolve("data")).partner(server).start();
        events = drover.listen("drover.events");
    }

    @AfterEach
    void stop() {
        drover.close();
        server.close();
    }

    @Test
    void aFileIsSentToAServer() throws Exception {
        drop(drover.folder("store"), "März.csv", CONTENT);

        drover.send("drover.requests", request("store", "März.csv", "partner", "in"));

        await().atMost(PATIENCE).until(() -> types().contains("completed"));
        assertThat(types()).containsExactly("accepted", "started", "item-completed", "completed");
        JsonNode event = event("completed");
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("type").asText()).isEqualTo("drover.transfer.completed.v1");
        assertThat(event.get("subject").asText()).isEqualTo("request-1");
        assertThat(event.at("/data/requestId").asText()).isEqualTo("request-1");
        assertThat(event.at("/data/status").asText()).isEqualTo("COMPLETED");
        assertThat(event.at("/data/items/done").asInt()).isEqualTo(1);
        assertThat(drover.journal().history().find("request-1").orElseThrow().state())
                .isEqualTo(RequestState.COMPLETED);
        assertThat(server.home().resolve("in/März.csv")).hasBinaryContent(CONTENT);
        assertThat(names(server.home().resolve("in"))).containsExactly("März.csv");
        assertThat(drover.folder("store").resolve("März.csv")).exists();
    }

    @Test
    void aFileIsFetchedFromAServer() throws Exception {
        drop(server.home().resolve("out"), "a.txt", CONTENT);

        drover.send("drover.requests", request("partner", "out/a.txt", "store", "fetched"));

        await().atMost(PATIENCE).until(() -> types().contains("completed"));
        assertThat(drover.folder("store").resolve("fetched/a.txt")).hasBinaryContent(CONTENT);
        assertThat(server.home().resolve("out/a.txt")).exists();
    }

    @Test
    void aRouteAsksByTheKamelet() throws Exception {
        drop(drover.folder("store").resolve("out"), "März 1.csv", CONTENT);
        drop(drover.folder("store").resolve("out"), "b.csv", CONTENT);
        drover.addRoutes(
                """
                - from:
                    uri: direct:ask
                    steps:
                      - to:
                          uri: kamelet:drover-request-action
                          parameters:
                            sourceEndpoint: store
                            sourcePath: "out/${header.name}"
                            destinationEndpoint: partner
                            destinationDirectory: in
                            fileName: "${header.as}"
                """);

        // Headers of the message are for the route, not for the request.
        Exchange asked = drover.ask(
                "direct:ask",
                Map.of("name", "März 1.csv", "as", "a.csv", "CamelJmsDestinationName", "elsewhere", "JMSReplyTo", "x"));
        assertThat(asked.getException()).isNull();
        await().atMost(PATIENCE).until(() -> types().contains("completed"));
        assertThat(event("completed").get("subject").asText())
                .isEqualTo(asked.getMessage().getHeader("droverRequestId"));
        assertThat(server.home().resolve("in/a.csv")).hasBinaryContent(CONTENT);

        drover.ask("direct:ask", Map.of("name", "b.csv", "as", "b\",\"directory\":\"elsewhere"));
        assertThat(drover.receive("drover.dead").getMessage().getHeader("droverFailureReason", String.class))
                .startsWith("No request was sent: fileName may not be \"b\",");
        assertThat(names(server.home())).containsExactly("in");
        assertThat(events).filteredOn(text -> text.contains("accepted")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{\"version\":1}",
                "{\"version\":1,\"id\":\"request-1\",\"operation\":\"transfer\",\"host\":\"evil.example\"}"
            })
    void aMalformedRequestIsADeadLetterWithTheReason(String text) throws Exception {
        drover.send("drover.requests", text);

        Exchange letter = drover.receive("drover.dead");

        assertThat(letter.getMessage().getHeader("droverErrorClass")).isEqualTo("INVALID");
        assertThat(letter.getMessage().getHeader("droverFailureReason", String.class))
                .isNotBlank()
                .doesNotContain("Exception");
        assertThat(letter.getMessage().getBody(String.class)).isEqualTo(text);
        await().atMost(PATIENCE).until(() -> types().contains("dead-lettered"));
        assertThat(types()).containsExactly("rejected", "dead-lettered");
        assertThat(event("rejected").at("/data/status").asText()).isEqualTo("REJECTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Object", "Stream", "Map"})
    void aMessageThatIsNeitherTextNorBytesIsADeadLetterAtOnce(String type) throws Exception {
        Object content = type.equals("Map") ? Map.of("version", 1) : "{}";
        drover.send("drover.requests?jmsMessageType=" + type, content);

        Exchange letter = drover.receive("drover.dead");

        assertThat(letter.getMessage().getHeader("droverErrorClass")).isEqualTo("INVALID");
        assertThat(letter.getMessage().getHeader("droverContent", String.class))
                .contains("neither text nor bytes", "ActiveMQ" + type + "Message");
        assertThat(letter.getMessage().getBody(byte[].class))
                .as("the content as it came")
                .isNotEmpty();
    }

    @Test
    void anUnknownEndpointIsADeadLetterThatNamesIt() throws Exception {
        String request = request("store", "a.txt", "partnr", "in");
        drover.send("drover.requests", request);

        Exchange letter = drover.receive("drover.dead");

        assertThat(letter.getMessage().getBody(String.class)).isEqualTo(request);
        assertThat(letter.getMessage().getHeader("droverFailureReason", String.class))
                .contains("\"partnr\"")
                .contains("did you mean \"partner\"?");
        assertThat(letter.getMessage().getHeader("droverRequestId")).isEqualTo("request-1");
    }

    @Test
    void theSameRequestAgainIsAnsweredAndNotDoneAgain() throws Exception {
        drop(drover.folder("store"), "a.txt", CONTENT);
        String request = request("store", "a.txt", "partner", "in");
        drover.send("drover.requests", request);
        await().atMost(PATIENCE).until(() -> types().contains("completed"));
        Files.delete(server.home().resolve("in/a.txt"));

        drover.send("drover.requests", request);

        await().atMost(PATIENCE).until(() -> types().contains("duplicate"));
        assertThat(event("duplicate").at("/data/status").asText()).isEqualTo("COMPLETED");
        assertThat(server.home().resolve("in/a.txt")).doesNotExist();
    }

    @Test
    void anotherRequestOfTheSameIdIsADeadLetter() throws Exception {
        drop(drover.folder("store"), "a.txt", CONTENT);
        drover.send("drover.requests", request("store", "a.txt", "partner", "in"));
        await().atMost(PATIENCE).until(() -> types().contains("completed"));

        drover.send("drover.requests", request("store", "a.txt", "partner", "other"));

        Exchange letter = drover.receive("drover.dead");
        assertThat(letter.getMessage().getHeader("droverErrorClass")).isEqualTo("INVALID");
        assertThat(letter.getMessage().getHeader("droverFailureReason", String.class))
                .contains("Another request had the id");
        assertThat(server.home().resolve("other")).doesNotExist();
    }

    @Test
    void aMissingSourceIsADeadLetterAndLeavesNothingAtTheTarget() throws Exception {
        drover.send("drover.requests", request("store", "missing.txt", "partner", "in"));

        Exchange letter = drover.receive("drover.dead");

        assertThat(letter.getMessage().getHeader("droverErrorClass")).isEqualTo("LOCAL");
        assertThat(letter.getMessage().getHeader("droverStatus")).isEqualTo("FAILED");
        assertThat(names(server.home().resolve("in"))).isEmpty();
    }

    private List<String> types() {
        return events.stream()
                .map(text -> json(text).get("type").asText().replaceAll("drover[.]transfer[.](.*)[.]v1", "$1"))
                .toList();
    }

    private JsonNode event(String type) {
        return events.stream()
                .map(RequestRouteTest::json)
                .filter(event -> event.get("type").asText().equals("drover.transfer." + type + ".v1"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String request(String from, String path, String to, String target) {
        return """
                {"version":1,"id":"request-1","operation":"transfer",
                 "source":{"endpoint":"%s","paths":["%s"]},
                 "destination":{"endpoint":"%s","directory":"%s"}}"""
                .formatted(from, path, to, target);
    }
}
