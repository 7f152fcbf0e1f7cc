package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.CapturedLog;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.Loopback;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody can try who may put messages on the queue of requests, each against the running program: refused with a
 * dead letter that says why, and without effect.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HostileRequestTest {
    private static final byte[] SECRET = "the secret of somebody else".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
    private static final String PASSWORD = "Geheim-4711";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    private static Path directory;

    private Path outside;
    private EmbeddedServer server;
    private ScriptedServer liar;
    private ServerSocketChannel canary;
    private CapturedLog log;
    private TestDeployment drover;
    private ActiveMQConnectionFactory broker;
    private JMSContext submitter;
    private JMSContext operator;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Message> letters = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start() throws Exception {
        outside = Files.createDirectories(directory.resolve("outside"));
        Files.write(outside.resolve("secret.txt"), SECRET);
        server = EmbeddedServer.on(directory.resolve("server")).start();
        canary = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        canary.configureBlocking(false);
        liar = FtpScript.server()
                .lacks("EPSV")
                .file("/out/a.txt", CONTENT)
                .on("PASV")
                .namesAddress("192.0.2.1")
                .start();
        log = CapturedLog.ofEverything();
        int port = Loopback.freePort();
        drover = deployment("tcp://127.0.0.1:" + port).start();
        broker = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
        submitter = broker.createContext("billing", PASSWORD + "-billing");
        operator = broker.createContext("drover", PASSWORD + "-broker");
        JMSContext listener = operator.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        listener.createConsumer(listener.createTopic("drover.events")).setMessageListener(this::hear);
        listener.createConsumer(listener.createQueue("drover.dead")).setMessageListener(letters::add);
        drop(drover.folder("store"), "good.txt", CONTENT);
    }

    @AfterAll
    void stop() throws IOException {
        operator.close();
        submitter.close();
        drover.close();
        log.close();
        liar.close();
        server.close();
        canary.close();
    }

    @AfterEach
    void nothingLeftTheJail() throws IOException {
        assertThat(canary.accept())
                .as("a connection to a host that a request named")
                .isNull();
        assertThat(names(outside)).containsExactly("secret.txt");
        assertThat(outside.resolve("secret.txt")).hasBinaryContent(SECRET);
        try (Stream<Path> all = Files.walk(server.home())) {
            assertThat(all.filter(Files::isRegularFile)).noneMatch(file -> hasContent(file, SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"endpoint\":\"ftp://127.0.0.1:CANARY\"",
                "\"endpoint\":\"127.0.0.1:CANARY\"",
                "\"endpoint\":\"partner\",\"host\":\"127.0.0.1\",\"port\":CANARY",
                "\"endpoint\":\"partner\",\"url\":\"http://127.0.0.1:CANARY/\"",
                "\"endpoint\":\"partner\",\"proxy\":{\"host\":\"127.0.0.1\",\"port\":CANARY}"
            })
    void serverSideRequestForgeryByAHostInTheRequest(String source) throws Exception {
        String aimed = source.replace("CANARY", String.valueOf(canary.socket().getLocalPort()));

        Message letter = refused("{" + aimed + ",\"paths\":[\"a.txt\"]}", "{\"endpoint\":\"store\"}");

        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("INVALID");
    }

    @Test
    void serverSideRequestForgeryByTheDataAddressOfAServer() throws Exception {
        String id = send(paths("liar", "out/a.txt"), to("store", "from-liar"));

        awaitStatus(id, "COMPLETED");
        assertThat(liar.commands()).contains("PASV");
        assertThat(drover.folder("store").resolve("from-liar/a.txt")).hasBinaryContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../outside/secret.txt",
                "a/../../outside/secret.txt",
                "./../outside/secret.txt",
                "..",
                "a//../b",
                "%2e%2e/outside/secret.txt",
                "..\\\\outside\\\\secret.txt",
                "C:/Windows/win.ini",
                "~root/.ssh/id_rsa/"
            })
    void pathTraversalInASource(String path) throws Exception {
        Message letter = refused(paths("store", path), to("partner", "in"));

        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("INVALID");
    }

    @Test
    void pathTraversalByASymbolicLink() throws Exception {
        Path store = drover.folder("store");
        link(store.resolve("link.txt"), outside.resolve("secret.txt"));
        link(store.resolve("linked"), outside);

        for (String path : List.of("link.txt", "linked/secret.txt")) {
            refused(paths("store", path), to("partner", "in"));
        }
        refused(paths("store", "good.txt"), to("store", "linked"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sub?jailStartingDirectory=false&fileName=../../outside/x.txt",
                "sub&fileName=../../outside/x.txt",
                "RAW(../../outside)",
                "sub#x",
                "sub;password=x"
            })
    void uriOptionInjectionInADirectory(String path) throws Exception {
        String id = send(paths("store", "good.txt"), to("store", path));

        if (path.matches(".*[?#].*")) {
            assertThat(deadLetter(id).getStringProperty("droverErrorClass")).isEqualTo("INVALID");
        } else {
            // No URI is ever made of it, so it is a directory of that name or nothing.
            settled(id);
        }
    }

    @Test
    void headerInjectionInAnyCase() throws Exception {
        Map<String, Object> headers = Map.of(
                "CamelFileName", "../../outside/pwned.txt",
                "CAmelFileName", "../../outside/pwned.txt",
                "camelfilename", "../../outside/pwned.txt",
                "CamelOverruleFileName", "../../outside/pwned.txt",
                "droverErrorClass", "forged",
                "DroverStatus", "forged",
                "droverRequestId", "forged",
                "DroverKeepFile", "true");
        String id = send(paths("store", "good.txt"), to("partner", "headers"), headers);
        awaitStatus(id, "COMPLETED");
        assertThat(server.home().resolve("headers/good.txt")).hasBinaryContent(CONTENT);

        Message letter = deadLetter(send(paths("store", "missing.txt"), to("partner", "headers"), headers));

        for (Object name : Collections.list(letter.getPropertyNames())) {
            assertThat(name.toString()).doesNotContainIgnoringCase("camel").isNotEqualToIgnoringCase("droverKeepFile");
        }
        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("LOCAL");
        assertThat(String.join("\n", told)).doesNotContain("forged").doesNotContain("pwned");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:PATH}", "{{drover.node}}", "$simple{sys.user.home}", "#{1+1}", "{{env:PATH}}"})
    void expressionsInNames(String expression) throws Exception {
        assertThat(refused(paths("store", expression), to("partner", "in")).getStringProperty("droverErrorClass"))
                .isEqualTo("INVALID");
        assertThat(refused(paths("store", "good.txt"), to("partner", expression))
                        .getStringProperty("droverErrorClass"))
                .isEqualTo("INVALID");
    }

    @Test
    void expressionsInLabelsStayText() throws Exception {
        String id = newId();
        submit(
                "{\"version\":1,\"id\":\"" + id + "\",\"operation\":\"transfer\",\"source\":"
                        + paths("store", "good.txt") + ",\"destination\":" + to("partner", "labels")
                        + ",\"labels\":{\"a\":\"${sys.user.home}{{drover.node}}\"}}",
                Map.of());

        awaitStatus(id, "COMPLETED");
        assertThat(String.join("\n", told)).doesNotContain(System.getProperty("user.home") + "drover");
    }

    @Test
    void javaDeserialization() throws Exception {
        submitter.createProducer().send(submitter.createQueue("drover.requests"), new Gadget());

        assertThat(rubbish(1).get(0).getStringProperty("droverErrorClass")).isEqualTo("INVALID");
        assertThat(Gadget.MADE).isFalse();
    }

    @Test
    void contentThatBreaksWhoeverReadsIt() throws Exception {
        byte[] broken = {1, 2, 3};
        // As many as there are consumers: each would be busy with one for minutes.
        for (int i = 0; i < 4; i++) {
            ActiveMQTextMessage damaged = new ActiveMQTextMessage();
            damaged.setContent(new ByteSequence(broken));
            damaged.setCompressed(true);
            sendAsItIs(damaged);
        }
        ActiveMQTextMessage shortOfItsLength = new ActiveMQTextMessage();
        shortOfItsLength.setContent(new ByteSequence(new byte[] {0x7f, 1, 2, 3}));
        sendAsItIs(shortOfItsLength);
        ActiveMQBytesMessage bomb = new ActiveMQBytesMessage();
        bomb.setContent(new ByteSequence(new byte[] {0x7f, -1, -1, -16, 1, 2, 3, 4}));
        bomb.setCompressed(true);
        sendAsItIs(bomb);
        Instant sent = Instant.now();
        String id = send(paths("store", "good.txt"), to("partner", "after-damage"));

        awaitStatus(id, "COMPLETED");
        assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(10));
        List<Message> refused = rubbish(6);
        for (Message letter : refused) {
            assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("INVALID");
        }
        assertThat(refused.get(0).getBody(byte[].class)).isEqualTo(broken);
        assertThat(refused.get(0).getStringProperty("droverContent")).contains("damaged", "ActiveMQTextMessage");
    }

    @Test
    void ftpCommandInjectionByLineBreaks() throws Exception {
        drop(server.home().resolve("in"), "victim.txt", CONTENT);

        for (String path : List.of("a\\r\\nDELE in/victim.txt", "a\\nDELE in/victim.txt", "a\\u0000b", "a\\u007fb")) {
            assertThat(refused(paths("partner", path), to("store", "")).getStringProperty("droverErrorClass"))
                    .isEqualTo("INVALID");
        }
        assertThat(server.home().resolve("in/victim.txt")).hasBinaryContent(CONTENT);
    }

    @Test
    void overwritingAndDeletingElsewhere() throws Exception {
        drop(drover.folder("narrow").resolve("in"), "good.txt", SECRET);
        drop(drover.folder("narrow").resolve("private"), "kept.txt", CONTENT);

        Message overwrite = refused(paths("store", "good.txt"), to("narrow", "in"));
        Message elsewhere = refused(paths("store", "good.txt"), to("narrow", "private"));
        Message read = refused(paths("narrow", "private/kept.txt"), to("store", ""));
        Message remove = deadLetter(sendOperation("delete", "\"source\":" + paths("narrow", "private/kept.txt")));
        Message moved = deadLetter(sendOperation(
                "move", "\"source\":" + paths("store", "good.txt") + ",\"destination\":" + to("partner", "in")));
        Message notAsked = refused(paths("ops-only", "a.txt"), to("store", ""));

        assertThat(overwrite.getStringProperty("droverErrorClass")).isEqualTo("CONFLICT");
        for (Message forbidden : List.of(elsewhere, read, remove, moved, notAsked)) {
            assertThat(forbidden.getStringProperty("droverErrorClass")).isEqualTo("FORBIDDEN");
        }
        assertThat(drover.folder("narrow").resolve("in/good.txt")).hasBinaryContent(SECRET);
        assertThat(drover.folder("narrow").resolve("private/kept.txt")).hasBinaryContent(CONTENT);
        assertThat(drover.folder("store").resolve("good.txt")).hasBinaryContent(CONTENT);
        Files.delete(drover.folder("narrow").resolve("in/good.txt"));
    }

    @Test
    void pretendingToBeAnotherSubmitter() throws Exception {
        Map<String, Object> headers = Map.of("JMSXUserID", "ops", "droverSubmitter", "ops");
        drop(drover.folder("ops"), "a.txt", SECRET);
        drop(drover.folder("billing"), "a.txt", CONTENT);

        Message letter = deadLetter(send(paths("ops-only", "a.txt"), to("partner", "in"), headers));
        String own = send(paths("billing-only", "a.txt"), to("partner", "billing"), headers);

        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("FORBIDDEN");
        awaitStatus(own, "COMPLETED");
        assertThat(server.home().resolve("billing/a.txt")).hasBinaryContent(CONTENT);
    }

    @Test
    void pretendingToBeAnotherSubmitterWithTheLoginOfDrover() throws Exception {
        String id = newId();
        drop(drover.folder("ops"), "b.txt", SECRET);
        operator.createProducer()
                .setProperty("droverSubmitter", "ops")
                .setProperty("droverSeal", "bm9uZSBhdCBhbGw=")
                .send(
                        operator.createQueue("drover.requests"),
                        transfer(id, paths("ops-only", "b.txt"), to("partner", "in")));

        Message letter = deadLetter(id);
        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("FORBIDDEN");
        assertThat(letter.getStringProperty("droverSubmitter")).isEqualTo("drover");
    }

    @Test
    void askingOnAQueueThatIsForOthers() throws Exception {
        String theirs = newId();
        String ours = newId();
        JMSProducer pretender = operator.createProducer().setProperty("JMSXUserID", "billing");
        pretender.send(
                operator.createQueue("for-billing"),
                transfer(theirs, paths("store", "good.txt"), to("partner", "refused")));
        pretender.send(
                operator.createQueue("for-drover"),
                transfer(ours, paths("store", "good.txt"), to("partner", "queues")));

        Message letter = deadLetter(theirs);
        assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("FORBIDDEN");
        assertThat(letter.getStringProperty("droverFailureReason"))
                .contains("\"drover\" may not ask for anything on this queue.");
        awaitStatus(ours, "COMPLETED");
        assertThat(server.home().resolve("queues/good.txt")).hasBinaryContent(CONTENT);
        assertThat(server.home().resolve("refused")).doesNotExist();
    }

    @Test
    void pretendingToHaveBeenPutBack() throws Exception {
        Map<String, Object> headers = Map.of(
                "droverKey",
                "made up",
                "droverReturns",
                1_000_000,
                "droverFirstSeen",
                "yesterday",
                "droverDue",
                Long.MAX_VALUE);

        Message letter = deadLetter(send(paths("store", "good.txt"), to("nowhere", "in"), headers));

        assertThat(letter.getStringProperty("droverFirstSeen")).startsWith("20");
        assertThat(letter.getStringProperty("droverDeadLetterId")).doesNotContain("made up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim",
                "drover.requests",
                "drover.dead",
                "drover.files",
                "drover.reply.ops",
                "drover.reply.billing,victim",
                "drover.reply.x,victim",
                "drover.reply.x,queue://victim",
                "drover.reply.x,topic://drover.events",
                "drover.reply.x,drover.requests"
            })
    void replyBombingAndReplyLoops(String name) throws Exception {
        replyIsRefused(new ActiveMQQueue(name));
    }

    @Test
    void replyBombingByATemporaryQueueThatIsMore() throws Exception {
        ActiveMQTempQueue temporary = new ActiveMQTempQueue();
        temporary.setPhysicalName(submitter.createTemporaryQueue().getQueueName() + ",queue://victim");
        replyIsRefused(temporary);
    }

    private void replyIsRefused(Queue replyTo) throws JMSException {
        String id = newId();
        JMSProducer producer = submitter.createProducer().setJMSReplyTo(replyTo);
        producer.send(
                submitter.createQueue("drover.requests"),
                transfer(id, paths("store", "good.txt"), to("partner", "reply-" + id)));

        awaitStatus(id, "COMPLETED");
        // What is sent in the transaction of the request is there once the event of its end is.
        assertThat(events).noneMatch(event -> event.contains(id) && !event.contains("specversion"));
        assertThat(letters).noneMatch(letter -> isAbout(id, letter));
        String queue = replyTo.getQueueName().replaceFirst(".*[,/]", "");
        try (QueueBrowser victim =
                operator.createBrowser(operator.createQueue(queue), "droverRequestId = '" + id + "'")) {
            assertThat(victim.getEnumeration().hasMoreElements()).isFalse();
        }
    }

    @Test
    void giantRequestsAndGiantLists() throws Exception {
        String many = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> "\"f" + i + "\"")
                .collect(Collectors.joining(",", "{\"endpoint\":\"store\",\"paths\":[", "]}"));
        assertThat(refused(many, to("partner", "in")).getStringProperty("droverErrorClass"))
                .isEqualTo("INVALID");
        for (String body : List.of(
                transfer(newId(), paths("store", "good.txt"), to("partner", "x".repeat(300 * 1024))),
                "[".repeat(50_000),
                "{\"version\":" + "9".repeat(100_000) + "}")) {
            submit(body, Map.of());
            assertThat(rubbish(1).get(0).getStringProperty("droverErrorClass")).isEqualTo("INVALID");
        }
        drop(drover.folder("store"), "large.bin", new byte[2048]);
        assertThat(refused(paths("store", "large.bin"), to("narrow", "in")).getStringProperty("droverErrorClass"))
                .isNotNull();
        assertThat(names(drover.folder("narrow").resolve("in"))).isEmpty();
    }

    @Test
    void aDirectoryOfMoreFilesThanARequestMayMatch() throws Exception {
        Path crowd = Files.createDirectories(drover.folder("store").resolve("crowd"));
        for (int i = 0; i <= 10_000; i++) {
            Files.createFile(crowd.resolve("f" + i));
        }
        Message letter = refused("{\"endpoint\":\"store\",\"directory\":\"crowd\"}", to("partner", "crowd"));

        assertThat(letter.getStringProperty("droverFailureReason")).contains("10000");
        assertThat(server.home().resolve("crowd")).doesNotExist();
    }

    @Test
    void aFloodOfRubbishDoesNotKeepAGoodRequestFromBeingDone() throws Exception {
        for (int i = 0; i < 100; i++) {
            submit("rubbish " + i, Map.of());
        }
        String id = send(paths("store", "good.txt"), to("partner", "flood"));

        awaitStatus(id, "COMPLETED");
        for (Message letter : rubbish(100)) {
            assertThat(letter.getStringProperty("droverErrorClass")).isEqualTo("INVALID");
        }
    }

    @Test
    void logInjectionByLineBreaksAndEscapes() throws Exception {
        for (String wrong : List.of(
                "\"jobName\":\"x\\n2026-11-20 INFO all is well\"",
                "\"jobName\":\"\\u001b[2J\"",
                "\"x\\n2026-11-20 INFO all is well\":1",
                "\"labels\":{\"a\\nb\":\"c\"}")) {
            String id = newId();
            submit(
                    "{\"version\":1,\"id\":\"" + id + "\",\"operation\":\"transfer\",\"source\":"
                            + paths("store", "good.txt") + ",\"destination\":" + to("partner", "log") + "," + wrong
                            + "}",
                    Map.of());

            assertThat(deadLetter(id).getStringProperty("droverFailureReason")).doesNotContainPattern("\\p{Cntrl}");
        }
        drop(server.home().resolve("out"), "x\n2026-11-20 INFO all is well", CONTENT);
        settled(send("{\"endpoint\":\"partner\",\"directory\":\"out\"}", to("store", "listed")));
        assertThat(log.lines()).noneMatch(line -> line.contains("\n2026-11-20 INFO all is well"));
    }

    @Test
    void secretsInErrors() throws Exception {
        String id = newId();
        // Its login is refused, so it waits rather than knock again; until its deadline.
        submit(
                transfer(id, paths("store", "good.txt"), to("locked", "in"))
                        .replaceFirst("}$", ",\"deadline\":\"" + Instant.now().plusSeconds(3) + "\"}"),
                Map.of());
        Message letter = deadLetter(id);

        assertThat(told).anyMatch(text -> text.contains(id) && text.contains("\"AUTH\""));
        told.add(letter.getStringProperty("droverFailureReason"));
        for (Object name : Collections.list(letter.getPropertyNames())) {
            told.add(name + "=" + letter.getObjectProperty(name.toString()));
        }
        assertThat(told).noneMatch(text -> text.contains(PASSWORD));
        assertThat(log.lines()).isNotEmpty().noneMatch(text -> text.contains(PASSWORD));
    }

    private TestDeployment deployment(String listen) throws IOException {
        TestDeployment made = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.broker.listen", listen)
                .with("drover.broker.user", "drover")
                .with("drover.broker.password", PASSWORD + "-broker")
                .with("drover.broker.submitters", "billing")
                .with("drover.broker.submitter.billing.password", PASSWORD + "-billing")
                .with("drover.endpoint.store.allow.list", "crowd,crowd/**");
        requestsFrom(made, "for-billing", "bill*");
        requestsFrom(made, "for-drover", "ops,dro*");
        endpoint(made, "liar", "kind=ftp", "host=" + liar.host(), "port=" + liar.port(), "allow.get=**");
        endpoint(
                made,
                "locked",
                "kind=ftp",
                "host=" + server.host(),
                "port=" + server.port(),
                "username=drover",
                "password=" + PASSWORD,
                "allow.put=**");
        endpoint(
                made,
                "narrow",
                "kind=local",
                "create=true",
                "root=" + directory.resolve("data/narrow"),
                "allow.put=in/*",
                "allow.get=public/**",
                "max-file-size=1KB");
        endpoint(
                made,
                "ops-only",
                "kind=local",
                "create=true",
                "root=" + directory.resolve("data/ops"),
                "submitters=ops",
                "allow.get=**");
        endpoint(
                made,
                "billing-only",
                "kind=local",
                "create=true",
                "root=" + directory.resolve("data/billing"),
                "submitters=billing",
                "allow.get=**");
        return made;
    }

    /** A queue of its own name, for certain submitters. */
    private static void requestsFrom(TestDeployment deployment, String queue, String submitters) {
        deployment
                .with("camel.routeTemplate[" + queue + "].templateId", "jms-requests")
                .with("camel.routeTemplate[" + queue + "].queue", queue)
                .with("camel.routeTemplate[" + queue + "].submitters", submitters);
    }

    private static void endpoint(TestDeployment deployment, String name, String... settings) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            deployment.with(
                    "drover.endpoint." + name + "." + setting.substring(0, equals), setting.substring(equals + 1));
        }
    }

    private void hear(Message message) {
        try {
            String text = message.getBody(String.class);
            told.add(text);
            events.add(text);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a transfer and waits for its dead letter. */
    private Message refused(String source, String destination) throws Exception {
        return deadLetter(send(source, destination));
    }

    private String send(String source, String destination) throws Exception {
        return send(source, destination, Map.of());
    }

    private String send(String source, String destination, Map<String, Object> headers) throws Exception {
        String id = newId();
        submit(transfer(id, source, destination), headers);
        return id;
    }

    private String sendOperation(String operation, String rest) throws Exception {
        String id = newId();
        submit("{\"version\":1,\"id\":\"" + id + "\",\"operation\":\"" + operation + "\"," + rest + "}", Map.of());
        return id;
    }

    private void submit(String body, Map<String, Object> headers) {
        JMSProducer producer = submitter.createProducer();
        headers.forEach(producer::setProperty);
        producer.send(submitter.createQueue("drover.requests"), body);
    }

    private void sendAsItIs(ActiveMQMessage message) throws JMSException {
        try (Connection connection = broker.createConnection("billing", PASSWORD + "-billing");
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue("drover.requests"))) {
            producer.send(message);
        }
    }

    /** The letters without the id of a request, once there are so many of them. */
    private List<Message> rubbish(int count) {
        await().atMost(PATIENCE).until(() -> letters.size() >= count);
        List<Message> found = List.copyOf(letters);
        letters.clear();
        assertThat(found).hasSize(count);
        return found;
    }

    private Message deadLetter(String id) {
        await().alias("a dead letter of " + id).atMost(PATIENCE).until(() -> letters.stream()
                .anyMatch(letter -> isAbout(id, letter)));
        Message found = letters.stream()
                .filter(letter -> isAbout(id, letter))
                .findFirst()
                .orElseThrow();
        letters.remove(found);
        return found;
    }

    private static boolean isAbout(String id, Message letter) {
        try {
            return letter instanceof TextMessage text && text.getText().contains(id);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitStatus(String id, String status) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ending(id))
                .as("the outcome of %s in %s", id, events)
                .contains(status));
    }

    /** Waits until it ended in any way, and takes the dead letter when there is one. */
    private void settled(String id) throws Exception {
        await().atMost(PATIENCE).until(() -> !ending(id).isEmpty());
        if (!ending(id).contains("COMPLETED")) {
            deadLetter(id);
        }
    }

    private String ending(String id) {
        return events.stream()
                .filter(event -> event.contains(id) && event.contains("\"status\""))
                .collect(Collectors.joining());
    }

    private static String newId() {
        return "hostile-" + COUNT.incrementAndGet() + "-x";
    }

    private static String transfer(String id, String source, String destination) {
        return "{\"version\":1,\"id\":\"" + id + "\",\"operation\":\"transfer\",\"source\":" + source
                + ",\"destination\":" + destination + "}";
    }

    private static String paths(String endpoint, String path) {
        return "{\"endpoint\":\"" + endpoint + "\",\"paths\":[\"" + path + "\"]}";
    }

    private static String to(String endpoint, String where) {
        return "{\"endpoint\":\"" + endpoint + "\"" + (where.isEmpty() ? "" : ",\"directory\":\"" + where + "\"") + "}";
    }

    private static void link(Path link, Path target) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, target);
        }
    }

    private static boolean hasContent(Path file, byte[] content) {
        try {
            return java.util.Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Tells when it is made from bytes. */
    private static final class Gadget implements Serializable {
        static final AtomicBoolean MADE = new AtomicBoolean();
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            MADE.set(true);
        }
    }
}
