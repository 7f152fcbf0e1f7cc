package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.testing.BetweenPolls;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupJobTest {
    @TempDir
    Path home;

    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        BetweenPolls.stop(camel);
    }

    private void store(int bytes) throws IOException {
        byte[] noise = new byte[bytes];
        new Random(5).nextBytes(noise);
        Files.write(Files.createDirectories(home.resolve("store/site")).resolve("noise.bin"), noise);
    }

    private EndpointCatalog endpoints(int port) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        settings.put("drover.endpoint.store.kind", "local");
        settings.put("drover.endpoint.store.root", home.resolve("store").toString());
        settings.put("drover.endpoint.partner.kind", "ftp");
        settings.put("drover.endpoint.partner.host", "localhost");
        settings.put("drover.endpoint.partner.port", Integer.toString(port));
        settings.put("drover.endpoint.partner.username", EmbeddedServer.USER);
        settings.put("drover.endpoint.partner.password", EmbeddedServer.PASSWORD);
        return EndpointCatalog.of(settings);
    }

    private BackupJob job(EndpointCatalog endpoints) throws IOException {
        camel.getRegistry()
                .bind("tools", new Tools(endpoints, new TransferEngine(), List.of(), Clock.systemUTC(), "node"));
        camel.start();
        BackupJob job = new BackupJob();
        job.setCamelContext(camel);
        job.setSources("store/site");
        job.setTarget("partner/backups");
        job.setArchive("site");
        job.check();
        return job;
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void aBackupEndsWhenDroverStopsAndLeavesNothingHalf() throws Exception {
        store(4 * 1024 * 1024);
        // So slow that there is time to stop in the middle.
        EmbeddedServer.Builder slow = EmbeddedServer.on(home.resolve("remote")).rate(1024 * 1024);
        Path backups = home.resolve("remote/backups");
        try (EmbeddedServer server = slow.start();
                EndpointCatalog endpoints = endpoints(server.port())) {
            BackupJob job = job(endpoints);
            Exchange exchange = new DefaultExchange(camel);
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                try {
                    job.process(exchange);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            await().pollInterval(Duration.ofMillis(10)).until(() -> files(backups).stream()
                    .anyMatch(file -> file.toFile().length() > 0));

            camel.stop();

            running.get(20, TimeUnit.SECONDS);
            assertThat(exchange.getMessage().getHeader(JobEvent.TYPE)).isEqualTo("backup.failed");
            assertThat(files(backups)).isEmpty();
        }
    }

    @Test
    void anArchiveThatCannotBeUsedIsAFailedBackupAndOneWhoseOldOnesStayAPartialOne() throws Exception {
        store(5_000);
        FtpScript script = FtpScript.server()
                .directory("/backups")
                .file("/backups/site-20250101-000000.tar.gz", "old")
                .on("DELE", "550 Append only.");
        try (ScriptedServer server = script.start();
                EndpointCatalog endpoints = endpoints(server.port())) {
            BackupJob job = job(endpoints);
            job.setDaily(1);
            job.setVerify(false);
            Exchange exchange = new DefaultExchange(camel);
            job.process(exchange);
            assertThat(exchange.getMessage().getHeader(JobEvent.TYPE)).isEqualTo("backup.partial");
            assertThat(exchange.getMessage().getBody(String.class)).contains("Append only", "\"archive\":\"site-");

            job.setVerify(true);
            job.setArchive("other");
            script.on("RETR").sendsData("rubbish");
            job.process(exchange);
            assertThat(exchange.getMessage().getHeader(JobEvent.TYPE)).isEqualTo("backup.failed");
        }
    }
}
