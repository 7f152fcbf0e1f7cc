package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Drover with a configuration folder of its own, as a process of its own: one of several nodes, that can be killed and
 * started again. It runs the routes it is given and no others.
 */
public final class DroverNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> SMALL =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path home;
    private final Map<String, String> settings = new TreeMap<>();
    private DroverProcess process;

    private DroverNode(Path home) {
        this.home = home;
    }

    /** One that keeps everything below this directory, with the settings of the repository but for those given here. */
    public static DroverNode in(Path directory, String name) throws IOException {
        DroverNode node = new DroverNode(Files.createDirectories(directory.resolve(name)));
        Files.createDirectories(node.home.resolve("config"));
        Path templates = Files.createDirectories(node.home.resolve("routes/templates"));
        try (Stream<Path> files = Files.list(Path.of("routes/templates"))) {
            for (Path file : files.toList()) {
                Files.copy(file, templates.resolve(file.getFileName()));
            }
        }
        return node.with("drover.node", name)
                .with("drover.broker.listen", "")
                .with("drover.routes", node.home.resolve("routes").toString())
                .with("drover.data", node.home.resolve("data").toString())
                .with("drover.endpoint.partner.username", "nobody")
                .with("drover.endpoint.partner.password", "nothing");
    }

    public DroverNode with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** A file of the repository's routes; the templates are there anyway. */
    public DroverNode route(String file) throws IOException {
        Files.copy(Path.of("routes", file), home.resolve("routes").resolve(file));
        return this;
    }

    /** A route written for a test. */
    DroverNode route(String name, String yaml) throws IOException {
        Files.writeString(home.resolve("routes").resolve(name + ".camel.yaml"), yaml);
        return this;
    }

    /** Starts the process; {@link #awaitRunning} says when its routes run. */
    public DroverNode start() throws IOException {
        Path config = home.resolve("config/application.properties");
        Files.writeString(config, Files.readString(Path.of("config/application.properties")) + text(settings));
        process = DroverProcess.start(
                Files.createDirectories(home.resolve("work")),
                Map.of("DROVER_CONFIG", config.getParent().toString()),
                SMALL,
                "run");
        return this;
    }

    public DroverNode awaitRunning() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(
                        () -> assertThat(process.isAlive()).as(process.output()).isTrue())
                .until(() -> process.output().contains("Drover runs"));
        return this;
    }

    /** Sends SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM, and waits until it has stopped in good order. */
    public void stop() throws InterruptedException {
        process.terminate();
        assertThat(process.status((int) PATIENCE.toSeconds()))
                .as(process.output())
                .isEqualTo(143);
    }

    /** What it has printed since it was started last. */
    String output() {
        return process.output();
    }

    /** Its log, over all its lives. */
    String log() throws IOException {
        Path log = home.resolve("data/log/drover.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private static String text(Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        text.write("\n");
        properties.store(text, null);
        return text.toString();
    }
}
