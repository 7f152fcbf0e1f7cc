package dev.drover.app;

import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static dev.drover.app.TestDeployment.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.drover.journal.MovementRecord;
import dev.drover.route.Movement;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the templates of file routes promise of digests, news and groups. One deployment runs all routes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileTemplatesTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
    private static final String SHA_256 = "6e569e05cb6f8608572c79d63b365dc31617bf84d7393d2cb9d2f1ffe0edf95b";

    private static final String ODD = "odd/50%41 a+b#1&c=d?e Größe (x)";

    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Integer> leftAtSource = new CopyOnWriteArrayList<>();
    private EmbeddedServer server;
    private ScriptedServer liar;
    private HttpServer hook;
    private SilentServer silent;
    private TestDeployment drover;
    private List<String> events;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        // What it says of the first file is wrong once, and then right.
        liar = FtpScript.server()
                .features("XSHA256", "EPSV", "SIZE", "MLST type*;size*;modify*;")
                .directory("/sealed")
                .once("XSHA256", "250 " + "0".repeat(64))
                .on("XSHA256", "250 " + SHA_256)
                .start();
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            leftAtSource.add(names(server.home().resolve("untold")).size());
            refused.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(500, -1);
        });
        hook.start();
        silent = SilentServer.start();
        drover = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.endpoint.liar.kind", "ftp")
                .with("drover.endpoint.liar.host", liar.host())
                .with("drover.endpoint.liar.port", String.valueOf(liar.port()))
                .with("drover.endpoint.liar.username", "u")
                .with("drover.endpoint.liar.password", "p");
        instances();
        for (String folder : List.of("in", "untold", "grouped", "skipped")) {
            Files.createDirectories(server.home().resolve(folder));
        }
        drop(server.home().resolve("sent"), "there.csv", "the first one".getBytes(StandardCharsets.UTF_8));
        drover.start();
        events = drover.listen("drover.events");
    }

    @AfterAll
    void stop() throws IOException {
        drover.close();
        server.close();
        liar.close();
        hook.stop(0);
        silent.close();
    }

    private void instances() {
        route(
                "told",
                "drop-to-remote",
                Map.of(
                        "folder", "store/told",
                        "endpoint", "partner",
                        "directory", "in",
                        "recursive", "true",
                        "fileName", "acme-${file:onlyname}",
                        "verify", "checksum",
                        "ifExists", "skip",
                        "window", "MON-SUN 00:00-24:00",
                        "notify", "jms-now:topic:drover.events"));
        route(
                "odd",
                "drop-to-remote",
                Map.of(
                        "folder", "store:/100% done/what?",
                        "endpoint", "partner",
                        "directory", ODD,
                        "include", "*a+b%20*",
                        "fileName", "c+d %41-${file:onlyname}",
                        "after", "archive",
                        "archive", ".done, old->keep->1+1 %25/${file:name}"));
        route(
                "odd-back",
                "remote-to-folder",
                Map.of(
                        "endpoint", "partner",
                        "directory", ODD,
                        "folder", "store/back %3F?#",
                        "window", "MON-SUN 00:00-24:00",
                        "timezone", "Etc/GMT+3",
                        "errors", ".bad & 100%/R+${file:onlyname}"));
        String silence = "http://127.0.0.1:" + silent.port() + "/";
        drover.with("drover.notify-timeout", "200ms");
        route(
                "hung",
                "remote-to-folder",
                Map.of("endpoint", "partner", "directory", "hung", "folder", "store/hung", "notify", silence));
        route("tell-silence", "notify", Map.of("types", "silence.*", "channel", silence, "throttle", "0"));
        route("tell-queue", "notify", Map.of("types", "silence.*", "channel", "jms-now:topic:heard", "throttle", "0"));
        route(
                "report",
                "report-upload",
                Map.of(
                        "source", "language:constant:the second one",
                        "endpoint", "partner",
                        "directory", "sent",
                        "fileName", "there.csv",
                        "format", "as_is",
                        "ifExists", "skip",
                        "first", "1s",
                        "cron", "none"));
        route(
                "untold",
                "remote-to-folder",
                Map.of(
                        "endpoint", "partner",
                        "directory", "untold",
                        "folder", "store/untold",
                        "notify", "http://127.0.0.1:" + hook.getAddress().getPort() + "/"));
        route(
                "relayed",
                "remote-to-remote",
                Map.of(
                        "from", "partner",
                        "fromDirectory", "relay",
                        "to", "partner",
                        "toDirectory", "relayed",
                        "verify", "checksum",
                        "spool", "stream",
                        "notify", "jms-now:topic:drover.events"));
        route(
                "grouped",
                "remote-to-jms",
                Map.of(
                        "endpoint", "partner",
                        "directory", "grouped",
                        "queue", "grouped",
                        "body", "text",
                        "order", "file:name",
                        "headers", "file=${file:name}",
                        "group", "${file:name.ext}"));
        route(
                "announced",
                "remote-to-jms",
                Map.of(
                        "endpoint", "partner",
                        "directory", "announced",
                        "queue", "announced",
                        "order", "file:name",
                        "headers", "file=${file:name}",
                        "ifExists", "skip"));
        route(
                "sealed",
                "drop-to-remote",
                Map.of("folder", "store/sealed", "endpoint", "liar", "directory", "sealed", "verify", "checksum"));
    }

    @Test
    void placesAndNamesAreWhatStandsThereWhateverUrisMakeOfIt() throws Exception {
        drop(store("100% done/what?"), "1 a+b%20.csv", CONTENT);
        drop(store("100% done/what?"), "1 a b .csv", CONTENT);
        Path taken = store("back %3F?#").resolve("taken.csv");
        drop(taken.getParent(), "taken.csv", new byte[0]);
        Path partner = server.home().resolve(ODD);
        drop(partner, "taken.csv", CONTENT);

        soon(() -> assertThat(store("back %3F?#/c+d %41-1 a+b%20.csv")).hasBinaryContent(CONTENT));
        soon(() -> assertThat(store("100% done/what?/1 a+b%20.csv")).doesNotExist());
        assertThat(store("100% done/what?/1 a b .csv"))
                .as("what the glob does not fit")
                .exists();
        assertThat(store("100% done/what?/.done, old->keep->1+1 %25/1 a+b%20.csv"))
                .hasBinaryContent(CONTENT);
        soon(() -> assertThat(partner.resolve(".bad & 100%/R+taken.csv")).hasBinaryContent(CONTENT));
        assertThat(taken).as("what was there").isEmptyFile();
        soon(() -> assertThat(names(partner)).containsExactly(".bad & 100%"));
        assertThat(names(drover.folder("store")))
                .contains("100% done", "back %3F?#")
                .doesNotContain("100% done_what");
        assertThat(names(server.home().resolve("odd"))).containsExactly(ODD.substring(4));
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads, which the log names")
                .extracting(Thread::getName)
                .anyMatch(name -> name.endsWith("drover://partner/" + ODD))
                .anyMatch(name -> name.endsWith("store/100% done/what?"))
                .noneMatch(name -> name.contains("\u00A4"));
    }

    @Test
    void aFileThatHasArrivedIsToldOnce() throws Exception {
        drop(store("told/deep"), "d.pdf", CONTENT);
        soon(() -> assertThat(moved("told/deep/d.pdf")).isNotEmpty());
        drop(server.home().resolve("relay"), "r.pdf", CONTENT);
        soon(() -> assertThat(moved("relay/r.pdf")).isNotEmpty());

        assertThat(moved("told/deep/d.pdf")).hasSize(1);
        JsonNode event = moved("told/deep/d.pdf").get(0);
        assertThat(event.get("type").asText()).isEqualTo("drover.file.moved.v1");
        assertThat(event.get("subject").asText()).isEqualTo("partner/in");
        assertThat(event.at("/data/source/endpoint").asText()).isEqualTo("store");
        assertThat(event.at("/data/target/path").asText()).isEqualTo("in/acme-d.pdf");
        assertThat(event.at("/data/size").asLong()).isEqualTo(CONTENT.length);
        assertThat(event.at("/data/sha256").asText()).isEqualTo(SHA_256);
        JsonNode relayed = moved("relay/r.pdf").get(0);
        assertThat(relayed.at("/data/target/path").asText()).isEqualTo("relayed/r.pdf");
        assertThat(relayed.at("/data/sha256").asText()).isEqualTo(SHA_256);
    }

    @Test
    void aFileThatWasSkippedHasNotArrived() throws Exception {
        drop(server.home().resolve("in"), "acme-s.pdf", new byte[0]);
        drop(store("told"), "s.pdf", CONTENT);
        drop(store("told"), "t.pdf", CONTENT);
        soon(() -> assertThat(moved("told/t.pdf")).hasSize(1));
        soon(() -> assertThat(store("told/s.pdf")).doesNotExist());
        assertThat(moved("told/s.pdf")).isEmpty();
        soon(() -> assertThat(drover.movements())
                .anyMatch(each -> each.file().equals("s.pdf") && each.outcome() == Movement.Outcome.SKIPPED)
                .noneMatch(each -> each.file().equals("s.pdf") && each.outcome() == Movement.Outcome.MOVED)
                .anyMatch(each -> each.file().equals("t.pdf") && each.outcome() == Movement.Outcome.MOVED));
    }

    @Test
    void aReportThatWasSkippedIsNotSaidToBeSent() throws Exception {
        soon(() -> assertThat(events).anyMatch(event -> event.contains("drover.report.skipped.v1")));
        JsonNode event = events.stream()
                .map(TestDeployment::parse)
                .filter(each -> each.get("type").asText().startsWith("drover.report."))
                .findFirst()
                .orElseThrow();
        assertThat(event.at("/data/file").asText()).isEqualTo("there.csv");
        assertThat(outcomes("report")).containsExactly(Movement.Outcome.SKIPPED);
        assertThat(server.home().resolve("sent/there.csv")).hasContent("the first one");
        soon(() -> assertThat(drover.journal()
                        .movements()
                        .list(Instant.EPOCH, Instant.now().plusSeconds(60), Optional.of("report"), 10))
                .extracting(MovementRecord::outcome)
                .containsExactly(MovementRecord.Outcome.SKIPPED));
    }

    @Test
    void aChannelThatFailsNeitherHoldsAFileNorSendsItTwice() throws Exception {
        Path source = server.home().resolve("untold");
        drop(source, "a.txt", CONTENT);
        soon(() -> assertThat(refused).hasSize(1));
        drop(source, "b.txt", CONTENT);
        soon(() -> assertThat(refused).hasSize(2));

        assertThat(leftAtSource)
                .as("files at the source when the channel heard")
                .containsExactly(0, 0);
        assertThat(refused.stream().map(text -> TestDeployment.parse(text)
                        .at("/data/target/path")
                        .asText()))
                .containsExactly("untold/a.txt", "untold/b.txt");
        assertThat(names(store("untold"))).containsExactly("a.txt", "b.txt");
        soon(() -> assertThat(outcomes("untold")).containsExactly(Movement.Outcome.MOVED, Movement.Outcome.MOVED));
    }

    @Test
    void aChannelThatNeverAnswersHoldsNeitherFilesNorOtherNotices() throws Exception {
        Path source = server.home().resolve("hung");
        drop(source, "a.txt", CONTENT);
        drop(source, "b.txt", CONTENT);
        soon(() -> assertThat(names(store("hung"))).containsExactly("a.txt", "b.txt"));
        soon(() -> assertThat(outcomes("hung")).containsExactly(Movement.Outcome.MOVED, Movement.Outcome.MOVED));

        List<String> heard = drover.listen("heard");
        try (JMSContext context = drover.connections().createContext()) {
            Topic topic = context.createTopic("drover.events");
            JMSProducer producer = context.createProducer().setProperty("droverType", "silence.failed");
            int before = silent.accepted();
            soon(() -> {
                producer.setProperty("droverSummary", "silence").send(topic, "{}");
                assertThat(heard).as("through the other route").contains("silence");
                assertThat(silent.accepted()).as("told again").isGreaterThan(before + 1);
            });
            context.createProducer()
                    .setProperty("droverType", "silence.failed")
                    .setProperty("droverSummary", "a notice that came back")
                    .setProperty("droverNotice", "tell-queue")
                    .send(topic, "{}");
            producer.setProperty("droverSummary", "the last one").send(topic, "{}");
            soon(() -> assertThat(heard).contains("the last one"));
        }
        assertThat(heard).doesNotContain("a notice that came back");
        assertThat(outcomes("hung")).hasSize(2);
    }

    @Test
    void aFileThatArrivesAsAnotherStaysAndIsSentAgain() throws Exception {
        drop(store("sealed"), "a.txt", CONTENT);
        soon(() -> assertThat(liar.file("/sealed/a.txt")).hasValue(CONTENT));
        soon(() -> assertThat(names(store("sealed"))).isEmpty());

        List<String> heard = liar.commands();
        assertThat(heard.stream().filter(line -> line.startsWith("STOR "))).hasSize(2);
        assertThat(heard.stream().filter(line -> line.startsWith("RNTO "))).containsExactly("RNTO sealed/a.txt");
        assertThat(heard.indexOf("RNTO sealed/a.txt"))
                .isGreaterThan(heard.stream()
                        .filter(line -> line.startsWith("XSHA256 "))
                        .mapToInt(heard::lastIndexOf)
                        .max()
                        .orElseThrow());
        soon(() -> assertThat(outcomes("sealed")).containsExactly(Movement.Outcome.WAITING, Movement.Outcome.MOVED));
    }

    @Test
    void messagesOfOneGroupGoToOneConsumerInTheirOrder() throws Exception {
        List<List<String>> heard = List.of(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
        try (JMSContext one = drover.connections().createContext();
                JMSContext other = drover.connections().createContext()) {
            listen(one, "grouped", heard.get(0));
            listen(other, "grouped", heard.get(1));
            Path folder = server.home().resolve("grouped");
            for (int i = 0; i < 8; i++) {
                drop(folder, i + ".red", CONTENT);
                drop(folder, i + ".blue", CONTENT);
            }
            soon(() -> assertThat(heard.get(0).size() + heard.get(1).size()).isEqualTo(16));
        }
        for (String group : List.of(".red", ".blue")) {
            List<List<String>> shares = heard.stream()
                    .map(all ->
                            all.stream().filter(name -> name.endsWith(group)).toList())
                    .filter(share -> !share.isEmpty())
                    .toList();
            assertThat(shares).as("who heard of %s", group).hasSize(1);
            assertThat(shares.get(0)).hasSize(8).isSorted();
        }
        assertThat(heard).as("two groups have two consumers").noneMatch(List::isEmpty);
    }

    @Test
    void anOlderFileIsNotAnnouncedAsTheOneThatWasSkipped() throws Exception {
        Path spool = drover.folder("spool").resolve("fetched");
        drop(spool, "a other.csv", "an older one".getBytes(StandardCharsets.UTF_8));
        drop(spool, "b same.csv", CONTENT);
        List<String> heard = new CopyOnWriteArrayList<>();
        Path folder = server.home().resolve("announced");
        try (JMSContext one = drover.connections().createContext()) {
            listen(one, "announced", heard);
            for (String name : List.of("a other.csv", "b same.csv", "c new.csv")) {
                drop(folder, name, CONTENT);
            }
            soon(() -> assertThat(heard).containsExactlyInAnyOrder("b same.csv", "c new.csv"));
            soon(() -> assertThat(names(folder)).isEmpty());
        }
        assertThat(heard).as("what was skipped").hasSize(2);
        assertThat(spool.resolve("a other.csv")).hasContent("an older one");
        soon(() -> assertThat(drover.movements())
                .anyMatch(each -> each.file().equals("a other.csv") && each.outcome() == Movement.Outcome.SKIPPED)
                .noneMatch(each -> each.file().equals("a other.csv") && each.outcome() == Movement.Outcome.MOVED)
                .anyMatch(each -> each.file().equals("b same.csv") && each.outcome() == Movement.Outcome.MOVED));
    }

    private static void listen(JMSContext context, String queue, List<String> heard) {
        context.createConsumer(context.createQueue(queue + "?consumer.prefetchSize=1"))
                .setMessageListener(message -> {
                    try {
                        heard.add(message.getStringProperty("file"));
                    } catch (JMSException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private Stream<Movement.Outcome> outcomes(String route) {
        return drover.movements().stream()
                .filter(movement -> movement.route().equals(route))
                .map(Movement::outcome);
    }

    private List<JsonNode> moved(String source) {
        return events.stream()
                .map(TestDeployment::parse)
                .filter(event -> event.at("/data/source/path").asText().equals(source))
                .toList();
    }

    private Path store(String below) throws IOException {
        return drover.folder("store").resolve(below);
    }

    private void route(String id, String template, Map<String, String> parameters) {
        String prefix = "camel.routeTemplate[" + id + "].";
        drover.with(prefix + "templateId", template);
        parameters.forEach((name, value) -> drover.with(prefix + name, value));
    }
}
