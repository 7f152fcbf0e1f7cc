package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupJobTest {
    @TempDir
    Path home;

    private final CamelContext camel = new DefaultCamelContext();
    private EndpointCatalog endpoints;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws Exception {
        byte[] noise = new byte[4 * 1024 * 1024];
        new Random(5).nextBytes(noise);
        Files.write(Files.createDirectories(home.resolve("store/site")).resolve("noise.bin"), noise);
        // So slow that there is time to stop in the middle.
        server = EmbeddedServer.on(home.resolve("remote")).rate(1024 * 1024).start();
        Map<String, String> settings = new TreeMap<>();
        settings.put("drover.endpoint.store.kind", "local");
        settings.put("drover.endpoint.store.root", home.resolve("store").toString());
        settings.put("drover.endpoint.partner.kind", "ftp");
        settings.put("drover.endpoint.partner.host", "localhost");
        settings.put("drover.endpoint.partner.port", Integer.toString(server.port()));
        settings.put("drover.endpoint.partner.username", EmbeddedServer.USER);
        settings.put("drover.endpoint.partner.password", EmbeddedServer.PASSWORD);
        endpoints = EndpointCatalog.of(settings);
        Tools tools = new Tools(endpoints, new TransferEngine(), List.of(), Clock.systemUTC(), "node");
        camel.getRegistry().bind("tools", tools);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        endpoints.close();
        server.close();
    }

    private List<Path> onServer() throws IOException {
        Path backups = server.home().resolve("backups");
        if (!Files.exists(backups)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.toList();
        }
    }

    @Test
    void aBackupEndsWhenDroverStopsAndLeavesNothingHalf() throws Exception {
        BackupJob job = new BackupJob();
        job.setCamelContext(camel);
        job.setSources("store/site");
        job.setTarget("partner/backups");
        job.setArchive("site");
        job.check();
        Exchange exchange = new DefaultExchange(camel);
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                job.process(exchange);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> onServer().stream().anyMatch(file -> file.toFile().length() > 0));

        camel.stop();

        running.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getMessage().getHeader(JobEvent.TYPE)).isEqualTo("backup.failed");
        assertThat(onServer()).isEmpty();
    }
}
