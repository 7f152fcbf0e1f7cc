package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.DroverCommand;
import dev.drover.cli.ExitCode;
import dev.drover.cli.RequestsCommand;
import dev.drover.testing.Loopback;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code drover requests} puts on queues, and as whom. */
class BrokerLinkTest {
    private static final String TRANSFER = "{\"version\":1,\"id\":\"from-a-shell\",\"operation\":\"transfer\"}";
    private static final String CANCEL = "{\"version\":1,\"id\":\"from-a-shell\",\"operation\":\"cancel\"}";

    @TempDir
    private Path directory;

    private final String listen = "tcp://127.0.0.1:" + Loopback.freePort();
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        SettingsReader settings = new SettingsReader(Settings.of(
                Map.of(
                        "drover.broker.listen", listen,
                        "drover.broker.user", "drover",
                        "drover.broker.password", "d-secret",
                        "drover.broker.submitters", "billing",
                        "drover.broker.submitter.billing.password", "b-secret"),
                name -> Optional.empty()));
        broker = EmbeddedBroker.open(BrokerConfig.read(settings, directory));
        settings.finish();
        Files.writeString(
                directory.resolve("application.properties"),
                "drover.broker.listen=" + listen
                        + "\ndrover.broker.user=drover\ndrover.broker.password-file="
                        + Files.writeString(directory.resolve("d"), "d-secret"));
        Files.writeString(directory.resolve("b"), "b-secret\n");
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void aRequestIsThatOfTheUserWhoGaveIt() throws Exception {
        submit(
                TRANSFER,
                "--user",
                "billing",
                "--password-file",
                directory.resolve("b").toString(),
                "--broker",
                listen);

        assertThat(received("drover.requests").getStringProperty("JMSXUserID")).isEqualTo("billing");
    }

    @Test
    void withoutAUserItIsDroversOwn() throws Exception {
        submit(TRANSFER);

        assertThat(received("drover.requests").getStringProperty("JMSXUserID")).isEqualTo("drover");
    }

    @Test
    void aCancelGoesToItsOwnQueue() throws Exception {
        submit(CANCEL);

        assertThat(received("drover.cancels").getBody(String.class)).isEqualTo(CANCEL);
    }

    @Test
    void aUserWithoutAPasswordFileIsAMistake() {
        assertThat(run(directory.resolve("b"), List.of("--user", "billing"))).isEqualTo(ExitCode.USAGE);
    }

    private void submit(String request, String... options) throws Exception {
        Path file = Files.writeString(directory.resolve("request.json"), request);
        assertThat(run(file, List.of(options))).isEqualTo(ExitCode.OK);
    }

    private int run(Path file, List<String> options) {
        ConfigurationFile configuration = new ConfigurationFile();
        CommandLine line = DroverCommand.with(new Application(), configuration)
                .addSubcommand(RequestsCommand.with(configuration, new BrokerLink()));
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(new StringWriter()));
        Stream<String> fixed = Stream.of("requests", "submit", file.toString(), "--config", directory.toString());
        return line.execute(Stream.concat(fixed, options.stream()).toArray(String[]::new));
    }

    private Message received(String queue) {
        try (JMSContext drover = new ActiveMQConnectionFactory(listen).createContext("drover", "d-secret");
                JMSConsumer consumer = drover.createConsumer(drover.createQueue(queue))) {
            Message message = consumer.receive(Duration.ofSeconds(10).toMillis());
            assertThat(message).isNotNull();
            return message;
        }
    }
}
