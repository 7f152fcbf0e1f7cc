package dev.drover.app;

import static dev.drover.app.TestDeployment.drop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.Loopback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that speaks STOMP, frame by frame as the Python example of docs/requests.md does. */
class StompRouteTest {
    private static final int PATIENCE = (int) Duration.ofSeconds(20).toMillis();

    @TempDir
    private Path directory;

    private final int port = Loopback.freePort();
    private EmbeddedServer server;
    private TestDeployment drover;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.on(directory.resolve("server")).start();
        drover = new TestDeployment(directory.resolve("data"))
                .partner(server)
                .with("drover.broker.listen", "tcp://127.0.0.1:" + Loopback.freePort() + ",stomp://127.0.0.1:" + port)
                .with("drover.broker.user", "drover")
                .with("drover.broker.password", "d-secret")
                .with("drover.broker.submitters", "billing")
                .with("drover.broker.submitter.billing.password", "b-secret")
                .with("drover.broker.submitter.billing.events", "true")
                .start();
        drop(drover.folder("store"), "a.txt", "x".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        drover.close();
        server.close();
    }

    @Test
    void aRequestIsSentAndItsEventsAndItsOutcomeAreRead() throws Exception {
        try (Frames billing = new Frames("billing", "b-secret")) {
            billing.send("SUBSCRIBE\nid:1\nack:auto\ndestination:/queue/drover.reply.billing\n\n");
            billing.send("SUBSCRIBE\nid:2\nack:auto\ndestination:/topic/drover.events\n\n");
            String request =
                    "{\"version\":1,\"id\":\"over-stomp\",\"operation\":\"transfer\",\"source\":{\"endpoint\":\"store\",\"paths\":[\"a.txt\"]},"
                            + "\"destination\":{\"endpoint\":\"partner\",\"directory\":\"in\"}}";

            // stomp.py writes a content-length, of which ActiveMQ makes a message of bytes.
            billing.send(
                    "SEND\ndestination:/queue/drover.requests\npersistent:true\nreply-to:/queue/drover.reply.billing\n"
                            + "correlation-id:order-4711\ncontent-length:" + request.length() + "\n\n" + request);

            String reply = billing.frameWith("/queue/drover.reply.billing");
            assertThat(reply).contains("correlation-id:order-4711", "droverStatus:COMPLETED", "\"over-stomp\"");
            assertThat(billing.seen).contains("drover.transfer.started.v1");
        }
        assertThat(server.home().resolve("in/a.txt")).hasContent("x");
    }

    @Test
    void aCommandMayBeAMessageOfBytes() throws Exception {
        try (Frames operator = new Frames("drover", "d-secret")) {
            operator.send("SUBSCRIBE\nid:1\nack:auto\ndestination:/queue/drover.reply.drover\n\n");
            operator.send("SEND\ndestination:/queue/drover.control\nreply-to:/queue/drover.reply.drover\n"
                    + "content-length:18\n\n{\"command\":\"list\"}");

            assertThat(operator.frameWith("/queue/drover.reply.drover")).contains("\"ok\":true");
        }
    }

    @Test
    void theExamplesOfTheGuideRunWherePythonHasStomp() throws Exception {
        assumeThat(python("-c", "import stomp")).as("python3 with stomp").isZero();
        String guide = Files.readString(Path.of("docs/requests.md"));
        String examples = Pattern.compile("(?s)```python\\n(.*?)```")
                .matcher(guide)
                .results()
                .map(match -> match.group(1))
                // Whoever reads must be there before something is told.
                .sorted(Comparator.comparing(example -> example.contains("broker.send")))
                .collect(Collectors.joining("\n"))
                .replace("(\"broker\", 61613)", "(\"127.0.0.1\", " + port + ")");
        int connect = examples.indexOf("import json, stomp");
        int send = examples.indexOf("broker.send");
        String script = "password = 'b-secret'\n"
                + "request = {'version': 1, 'id': 'from-python', 'operation': 'transfer',"
                + " 'source': {'endpoint': 'store', 'paths': ['a.txt']},"
                + " 'destination': {'endpoint': 'partner', 'directory': 'python'}}\n"
                + examples.substring(connect, send) + examples.substring(0, connect) + examples.substring(send)
                + "\nimport time\n"
                + "deadline = time.time() + 20\n"
                + "seen = []\n"
                + "class Seen(stomp.ConnectionListener):\n"
                + "    def on_message(self, frame):\n        seen.append(frame)\n"
                + "broker.set_listener('seen', Seen())\n"
                + "while not seen and time.time() < deadline:\n    time.sleep(0.05)\n"
                + "broker.disconnect()\n";
        Path file = Files.writeString(directory.resolve("example.py"), script);

        assertThat(python(file.toString())).as(() -> output()).isZero();
        assertThat(output()).contains("drover.transfer.completed.v1 from-python COMPLETED");
        assertThat(server.home().resolve("python/a.txt")).hasContent("x");
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int python(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    /** One connection. */
    private final class Frames implements AutoCloseable {
        private final Socket socket;
        private final StringBuilder seen = new StringBuilder();

        Frames(String user, String password) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE);
            send("CONNECT\naccept-version:1.1\nlogin:" + user + "\npasscode:" + password + "\n\n");
            assertThat(next()).startsWith("CONNECTED");
        }

        void send(String frame) throws IOException {
            socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        String frameWith(String text) throws IOException {
            while (true) {
                String frame = next();
                assertThat(frame).startsWith("MESSAGE");
                seen.append(frame);
                if (frame.contains(text)) {
                    return frame;
                }
            }
        }

        private String next() throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            for (int octet = in.read(); octet > 0 || frame.size() == 0; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the broker hung up");
                }
                // Between frames there may be line ends.
                if (octet > 0 && (frame.size() > 0 || octet != '\n')) {
                    frame.write(octet);
                }
            }
            return frame.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
