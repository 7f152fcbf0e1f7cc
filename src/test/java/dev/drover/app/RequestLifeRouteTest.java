package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.cli.DroverCommand;
import dev.drover.cli.ExitCode;
import dev.drover.cli.RequestsCommand;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.Loopback;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Requests that wait, fail and come again, are answered, asked about, cancelled and replayed, on one deployment. */
@TestInstance(Lifecycle.PER_CLASS)
class RequestLifeRouteTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    private static Path directory;

    private EmbeddedServer server;
    private TestDeployment drover;
    private JMSContext context;
    private List<String> events;

    @BeforeAll
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        String listen = "tcp://127.0.0.1:" + Loopback.freePort();
        drover = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.broker.listen", listen)
                .with("drover.endpoint.partner.retry.base", "200ms")
                .with("drover.endpoint.partner.retry.attempts", "20")
                .with("drover.endpoint.partner.allow.delete", "**")
                .with("drover.endpoint.line.kind", "local")
                .with(
                        "drover.endpoint.line.root",
                        directory.resolve("data/line").toString())
                .with("drover.endpoint.line.create", "true")
                .with("drover.endpoint.line.allow.put", "**")
                .with("drover.endpoint.line.ordered", "true")
                .start();
        context = new ActiveMQConnectionFactory(listen).createContext();
        events = drover.listen("drover.events");
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), "drover.broker.listen=" + listen + "\n");
        drop(drover.folder("store"), "a.txt", CONTENT);
    }

    @AfterAll
    void stop() {
        context.close();
        drover.close();
        server.close();
    }

    @Test
    void theOutcomeIsRepliedWithItsCorrelationId() throws Exception {
        Queue answers = context.createTemporaryQueue();

        String id = send(request("a.txt", "replied", ""), answers, "order-4711");

        Message answer = receive(answers);
        assertThat(answer.getJMSCorrelationID()).isEqualTo("order-4711");
        assertThat(answer.getStringProperty("droverStatus")).isEqualTo("COMPLETED");
        JsonNode json = json(answer.getBody(String.class));
        assertThat(json.at("/results/0/target").asText()).isEqualTo("replied/a.txt");
        assertThat(json.at("/results/0/sha256").asText()).hasSize(64);
        await().atMost(PATIENCE).until(() -> types(id).contains("completed"));
        assertThat(events)
                .filteredOn(event -> json(event).path("subject").asText().equals(id))
                .allSatisfy(event ->
                        assertThat(json(event).path("correlationid").asText()).isEqualTo("order-4711"));
    }

    @Test
    void listenersSelectEventsByHeaders() throws Exception {
        try (JMSContext listener = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                JMSConsumer begun = listener.createConsumer(
                        listener.createTopic("drover.events"),
                        "droverType = 'started' AND droverEndpoint = 'partner'");
                JMSConsumer ended =
                        listener.createConsumer(listener.createTopic("drover.events"), "droverType = 'completed'")) {
            String id = send(request("a.txt", "selected", ""), null, "c");

            assertThat(begun.receive(PATIENCE.toMillis()).getStringProperty("droverRequestId"))
                    .isEqualTo(id);
            assertThat(ended.receive(PATIENCE.toMillis()).getStringProperty("droverRequestId"))
                    .isEqualTo(id);
        }
    }

    @Test
    void aRequestThatHadToWaitIsStillReplied() throws Exception {
        Queue answers = context.createQueue("drover.reply.billing");

        send(request("a.txt", "later", "\"notBefore\":\"" + Instant.now().plusMillis(800) + "\","), answers, "c");

        assertThat(receive(answers).getStringProperty("droverStatus")).isEqualTo("COMPLETED");
    }

    @Test
    void nothingIsSentToAQueueThatIsNotForReplies() throws Exception {
        Queue victim = context.createQueue("somebody.else");

        String id = send(request("a.txt", "unanswered", ""), victim, "c");

        await().atMost(PATIENCE).until(() -> types(id).contains("completed"));
        try (JMSConsumer consumer = context.createConsumer(victim)) {
            assertThat(consumer.receive(200)).isNull();
        }
    }

    @Test
    void aServerThatComesBackGetsTheFile() throws Exception {
        server.stop();
        String id;
        try {
            id = send(request("a.txt", "back", ""), null, "c");
            await().atMost(PATIENCE).until(() -> types(id).contains("retry-scheduled"));
            assertThat(find(id).state()).isIn(RequestState.RETRY_WAIT, RequestState.RUNNING);
        } finally {
            server.restart();
        }

        await().atMost(PATIENCE).until(() -> types(id).contains("completed"));
        assertThat(server.home().resolve("back/a.txt")).hasBinaryContent(CONTENT);
    }

    @Test
    void whatTheBrokerGaveUpIsADeadLetterWithAReason() throws Exception {
        Queue givenUp = context.createQueue("DLQ.drover.requests");
        context.createProducer().send(givenUp, "poison");
        assertThat(letterAbout("poison").getStringProperty("droverErrorClass")).isEqualTo("POISON");

        // The broker sees that it expired when somebody comes for it, and puts it aside.
        Queue idle = context.createQueue("idle");
        TestDeployment.sendTooLate(context, "idle", "too late");
        try (JMSConsumer consumer = context.createConsumer(idle);
                JMSConsumer aside = context.createConsumer(context.createQueue("DLQ.idle"))) {
            assertThat(consumer.receive(200)).isNull();
            Message expired = aside.receive(PATIENCE.toMillis());
            assertThat(expired.getLongProperty("originalExpiration")).isPositive();
            context.createProducer().send(givenUp, expired);
        }
        Message letter = letterAbout("too late");
        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("EXPIRED");
        assertThat(letter.getStringProperty("droverFailureReason")).contains("time to live");
    }

    @Test
    void theDeadLetterOfAMessageThatTheBrokerGaveUpNamesItsRequest() throws Exception {
        String body = request("a.txt", "given-up", "");

        context.createProducer().send(context.createQueue("DLQ.drover.requests"), body);

        Message letter = letterAbout(body);
        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("POISON");
        assertThat(letter.getStringProperty("droverRequestId"))
                .isEqualTo(json(body).path("id").asText());
    }

    @Test
    void whoAskedMayBeGoneWhenTheAnswerComes() throws Exception {
        String id;
        try (JMSContext gone = drover.connections().createContext()) {
            Queue answers = gone.createTemporaryQueue();
            id = send(
                    request("a.txt", "gone", "\"notBefore\":\"" + Instant.now().plusMillis(1500) + "\","),
                    answers,
                    "c");
            await().atMost(PATIENCE)
                    .until(() -> state(id).filter(RequestState.WAITING::equals).isPresent());
        }

        await().atMost(PATIENCE).until(() -> types(id).contains("completed"));
        assertThat(find(id).state()).isEqualTo(RequestState.COMPLETED);
        assertThat(drover.journal().history().attempts(id)).hasSize(1);
        assertThat(types(id).stream().filter("completed"::equals)).hasSize(1);
    }

    @Test
    void requestsOfAnOrderedEndpointKeepTheirOrder() throws Exception {
        List<String> ids = IntStream.range(0, 6)
                .mapToObj(number ->
                        send(request("a.txt", "n" + number, "").replace("\"partner\"", "\"line\""), null, "c", "line"))
                .toList();

        assertThat(inTheOrderOfTheirStart(ids)).containsExactlyElementsOf(ids);
    }

    @Test
    void requestsOfAnOrderedEndpointKeepTheirOrderWithoutAGroup() throws Exception {
        List<String> ids = IntStream.range(0, 30)
                .mapToObj(number ->
                        send(request("a.txt", "u" + number, "").replace("\"partner\"", "\"line\""), null, "c", null))
                .toList();

        assertThat(inTheOrderOfTheirStart(ids)).containsExactlyElementsOf(ids);
    }

    private List<String> inTheOrderOfTheirStart(List<String> ids) {
        await().atMost(PATIENCE)
                .until(() -> ids.stream().allMatch(id -> types(id).contains("completed")));
        return events.stream()
                .map(RequestLifeRouteTest::json)
                .filter(event -> event.path("type").asText().contains(".started."))
                .map(event -> event.path("subject").asText())
                .filter(ids::contains)
                .toList();
    }

    @Test
    void aDeadRequestIsReplayedFromTheCommandLine() throws Exception {
        String id = send(request("missing.txt", "replayed", ""), null, "c");
        await().atMost(PATIENCE).until(() -> types(id).contains("dead-lettered"));
        await().atMost(PATIENCE).until(() -> lettersAbout(id) == 1);
        assertThat(run("dead", "--limit", "10")).contains(id).contains("LOCAL");
        drop(drover.folder("store"), "missing.txt", CONTENT);

        assertThat(run("replay", id)).contains("SENT AGAIN");

        assertThat(lettersAbout(id)).as("letters about what is replayed").isZero();
        await().atMost(PATIENCE).until(() -> types(id).contains("completed"));
        assertThat(server.home().resolve("replayed/missing.txt")).hasBinaryContent(CONTENT);
        assertThat(run("status", id, "-o", "json")).contains("\"COMPLETED\"").contains("replayed");
        assertThat(exitCode("replay", id)).isEqualTo(ExitCode.REFUSED);
        assertThat(exitCode("status", "no-such-request")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void aWaitingRequestIsCancelledFromTheCommandLine() throws Exception {
        String id = send(
                request("a.txt", "never", "\"notBefore\":\"" + Instant.now().plus(Duration.ofHours(1)) + "\","),
                null,
                "c");
        await().atMost(PATIENCE).until(() -> drover.journal()
                .history()
                .find(id)
                .filter(r -> r.state() == RequestState.WAITING)
                .isPresent());

        assertThat(run("cancel", id)).contains("CANCELLED");

        await().atMost(PATIENCE).until(() -> types(id).contains("cancelled"));
        assertThat(run("list", "--state", "cancelled")).contains(id);
    }

    @Test
    void aRequestIsSubmittedFromTheCommandLineAndWaitedFor() throws Exception {
        Path file = Files.writeString(directory.resolve("request.json"), request("a.txt", "submitted", ""));

        assertThat(run("submit", file.toString(), "--wait", "20s")).contains("COMPLETED");
    }

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        int code = execute(out, arguments);
        assertThat(code).as(out.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    private int exitCode(String... arguments) {
        return execute(new StringWriter(), arguments);
    }

    private static int execute(StringWriter out, String... arguments) {
        ConfigurationFile configuration = new ConfigurationFile();
        CommandLine line = DroverCommand.with(new Application(), configuration)
                .addSubcommand(RequestsCommand.with(configuration, new BrokerLink()));
        PrintWriter writer = new PrintWriter(out);
        line.setOut(writer);
        line.setErr(writer);
        String[] whole = new String[arguments.length + 3];
        whole[0] = "requests";
        System.arraycopy(arguments, 0, whole, 1, arguments.length);
        whole[arguments.length + 1] = "--config";
        whole[arguments.length + 2] = directory.resolve("config").toString();
        return line.execute(whole);
    }

    private String send(String body, Queue replyTo, String correlation) throws JMSException {
        return send(body, replyTo, correlation, null);
    }

    private String send(String body, Queue replyTo, String correlation, String group) {
        try {
            TextMessage message = context.createTextMessage(body);
            message.setJMSCorrelationID(correlation);
            message.setJMSReplyTo(replyTo);
            if (group != null) {
                message.setStringProperty("JMSXGroupID", group);
            }
            context.createProducer().send(context.createQueue("drover.requests"), message);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
        return json(body).path("id").asText();
    }

    private long lettersAbout(String id) throws JMSException {
        try (QueueBrowser browser =
                context.createBrowser(context.createQueue("drover.dead"), "droverRequestId = '" + id + "'")) {
            return Collections.list(browser.getEnumeration()).size();
        }
    }

    private Message receive(Queue queue) {
        try (JMSConsumer consumer = context.createConsumer(queue)) {
            Message message = consumer.receive(PATIENCE.toMillis());
            assertThat(message).as("a message on %s", queue).isNotNull();
            return message;
        }
    }

    private Message letterAbout(String body) throws JMSException {
        Message letter = receive(context.createQueue("drover.dead"));
        assertThat(letter.getBody(String.class)).isEqualTo(body);
        return letter;
    }

    private Optional<RequestState> state(String id) throws IOException {
        return drover.journal().history().find(id).map(RequestRecord::state);
    }

    private RequestRecord find(String id) throws IOException {
        return drover.journal().history().find(id).orElseThrow();
    }

    private List<String> types(String id) {
        return events.stream()
                .filter(text -> json(text).path("subject").asText().equals(id))
                .map(text -> json(text).path("type").asText().replaceAll("drover[.]transfer[.](.*)[.]v1", "$1"))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String request(String path, String target, String more) {
        return """
                {"version":1,"id":"life-%04d","operation":"transfer",%s
                 "source":{"endpoint":"store","paths":["%s"]},
                 "destination":{"endpoint":"partner","directory":"%s"}}"""
                .formatted(COUNT.incrementAndGet(), more, path, target);
    }
}
