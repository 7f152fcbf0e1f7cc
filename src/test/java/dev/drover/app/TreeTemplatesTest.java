package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static dev.drover.app.TestDeployment.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.journal.LedgerClaim;
import dev.drover.journal.TransferLedger;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.PgpKeyFiles;
import dev.drover.transform.Transforms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the templates of trees and of tidying can be told beyond their defaults, with real files. One deployment runs them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TreeTemplatesTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

    private Path data;
    private Map<String, String> decryption;
    private EmbeddedServer server;
    private TestDeployment drover;
    private List<String> events;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        data = directory.resolve("data");
        server = EmbeddedServer.on(directory.resolve("server")).start();
        drover = new TestDeployment(data).partner(server);
        mirror("backward", Map.of("direction", "backward"));
        mirror("both", Map.of("direction", "both", "maxDelete", "50%"));
        mirror("after", Map.of("delete", "after 1d", "maxDelete", "60%"));
        mirror("older", Map.of("delete", "true", "deleteOlder", "1d", "maxDelete", "100%"));
        mirror("never", Map.of("delete", "never"));
        mirror("guarded", Map.of("delete", "always", "maxDelete", "10%"));
        job(
                "archives",
                "janitor",
                Map.of("places", "store/archives, partner/archives", "archiveRetention", "2d", "recursive", "false"));
        job("forget", "janitor", Map.of("places", "store/nothing", "ledgerRetention", "1ms"));
        PgpKeyFiles.write(directory, "ours", "");
        decryption = PgpKeyFiles.settings(directory, "ours", "ours");
        decryption.forEach(drover::with);
        job(
                "sealed",
                "archive-backup",
                Map.of(
                        "folders", "store/payroll",
                        "target", "partner/vault",
                        "archive", "month",
                        "daily", "1",
                        "encrypt", "seal",
                        "every", "1h"));
        drop(store("payroll"), "salaries.csv", CONTENT);
        drop(there("vault"), "month-20250101-020000.tar.gz.pgp", CONTENT);
        drop(there("vault"), "month-20250101-020000.tar.gz", CONTENT);
        for (String name : List.of("backward", "both", "after", "older", "never", "guarded")) {
            drop(store(name), "here.txt", CONTENT);
            drop(there(name), "young.txt", CONTENT);
            old(put(there(name), "old.txt"));
        }
        Files.createSymbolicLink(store("never").resolve("link"), Path.of("here.txt"));
        Files.createDirectories(store("nothing"));
        archive(store("archives"));
        archive(there("archives"));
        drover.start();
        events = drover.listen("drover.events");
    }

    @AfterAll
    void stop() throws IOException {
        drover.close();
        server.close();
    }

    private static void archive(Path place) throws IOException {
        String today = LocalDate.now(ZoneId.systemDefault()).format(DateTimeFormatter.BASIC_ISO_DATE);
        // A move keeps the time of a file.
        old(put(place.resolve(".done/" + today), "old-but-new-here.txt"));
        drop(place.resolve(".done/20250101"), "long-here.txt", CONTENT);
        old(put(place.resolve(".done"), "old.txt"));
        drop(place.resolve(".done"), "young.txt", CONTENT);
        old(put(place, "old.txt"));
        old(put(place.resolve("deep"), "old.txt"));
    }

    @Test
    void aMirrorBackwardBringsTheTargetToTheSourceAndNothingTheOtherWay() throws Exception {
        soon(() -> assertThat(names(store("backward"))).containsExactly("here.txt", "old.txt", "young.txt"));
        JsonNode done = event("mirror.completed", "store/backward");
        assertThat(done.at("/data/source").asText()).isEqualTo("partner/backward");
        assertThat(done.at("/data/downloaded").asInt()).isEqualTo(2);
        assertThat(names(there("backward"))).containsExactly("old.txt", "young.txt");
    }

    @Test
    void aMirrorOfBothWaysRemembersInTheDataDirectoryWhatItsSidesHadInCommon() throws Exception {
        soon(() -> assertThat(names(store("both"))).containsExactly("here.txt", "old.txt", "young.txt"));
        soon(() -> assertThat(names(there("both"))).containsExactly("here.txt", "old.txt", "young.txt"));
        soon(() -> assertThat(data.resolve("mirrors/both.state"))
                .content()
                .contains("\there.txt", "\told.txt", "\tyoung.txt"));
        Files.delete(there("both").resolve("young.txt"));
        soon(() -> assertThat(names(store("both"))).containsExactly("here.txt", "old.txt"));
        assertThat(names(there("both"))).containsExactly("here.txt", "old.txt");
    }

    @Test
    void onlyWhatIsOldEnoughIsDeletedHoweverThatIsSaid() throws Exception {
        for (String name : List.of("after", "older")) {
            soon(() -> assertThat(names(there(name))).containsExactly("here.txt", "young.txt"));
            JsonNode done = event("mirror.completed", "partner/" + name);
            assertThat(done.at("/data/deleted").asInt()).isEqualTo(1);
            assertThat(done.at("/data/tooYoungToDelete").asInt()).isEqualTo(1);
            assertThat(names(store(name))).containsExactly("here.txt");
        }
    }

    @Test
    void whatIsLeftAloneIsInTheEvent() throws Exception {
        soon(() -> assertThat(names(there("never"))).containsExactly("here.txt", "old.txt", "young.txt"));
        JsonNode done = event("mirror.completed", "partner/never");
        assertThat(StreamSupport.stream(done.at("/data/skippedLinks").spliterator(), false))
                .extracting(JsonNode::asText)
                .containsExactly("link: it is a symbolic link");
        assertThat(done.at("/data/summary").asText()).contains("1 links passed over");
        assertThat(names(there("never"))).doesNotContain("link");
    }

    @Test
    void aShareOfTheTreeLimitsWhatIsDeleted() throws Exception {
        JsonNode failed = event("mirror.failed", "partner/guarded");
        assertThat(failed.at("/data/summary").asText()).contains("at most 1 may be deleted");
        assertThat(names(there("guarded"))).containsExactly("old.txt", "young.txt");
    }

    @Test
    void archivesAreDeletedWhenTheirDayIsLongAgoAndNothingElseIs() throws Exception {
        for (Path place : List.of(store("archives"), there("archives"))) {
            Path done = place.resolve(".done");
            soon(() -> assertThat(names(done.resolve("20250101"))).isEmpty());
            soon(() -> assertThat(done.resolve("old.txt")).doesNotExist());
            String today = LocalDate.now(ZoneId.systemDefault()).format(DateTimeFormatter.BASIC_ISO_DATE);
            assertThat(done.resolve(today + "/old-but-new-here.txt")).exists();
            assertThat(done.resolve("young.txt")).exists();
            assertThat(place.resolve("old.txt")).exists();
            assertThat(place.resolve("deep/old.txt")).exists();
        }
    }

    @Test
    void theJournalForgetsWhatWasTakenLongAgoAndNothingThatIsBeingTaken() throws Exception {
        TransferLedger ledger = drover.journal().ledger("forget", Duration.ofMinutes(5));
        LedgerClaim taken = ledger.add("taken").orElseThrow();
        assertThat(ledger.add("being taken")).isPresent();
        assertThat(ledger.confirm(taken)).isTrue();
        soon(() -> assertThat(ledger.find("taken")).isEmpty());
        assertThat(ledger.find("being taken")).isPresent();
        assertThat(event("janitor.completed", "store/nothing")
                        .at("/data/forgotten")
                        .asInt())
                .isNotNegative();
    }

    @Test
    void aBackupIsEncryptedAndNothingOnTheServerTellsWhatIsInIt() throws Exception {
        JsonNode made = event("backup.completed", "partner/vault");
        assertThat(made.at("/data/encrypted").asBoolean()).isTrue();
        assertThat(made.at("/data/verified").asBoolean()).isTrue();
        String archive = made.at("/data/archive").asText();
        assertThat(archive).matches("month-\\d{8}-\\d{6}\\.tar\\.gz\\.pgp");
        assertThat(names(there("vault")))
                .as("of the old ones only the encrypted one is of this backup")
                .containsExactlyInAnyOrder(
                        "month-20250101-020000.tar.gz", archive, archive + ".manifest", archive + ".sha256");
        for (String name : names(there("vault"))) {
            assertThat(Files.readString(there("vault").resolve(name), StandardCharsets.ISO_8859_1))
                    .doesNotContain("payroll", "salaries");
        }
        assertThat(there("vault").resolve(archive + ".sha256"))
                .hasContent(made.at("/data/sha256").asText() + "  " + archive);
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(Files.readAllBytes(there("vault").resolve(archive)));
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo(made.at("/data/sha256").asText());
        try (InputStream stored = Files.newInputStream(there("vault").resolve(archive));
                InputStream packed =
                        Transforms.of(decryption).decryption("open").from(stored);
                InputStream tar = new GZIPInputStream(packed)) {
            assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("payroll/salaries.csv", "the content");
        }
    }

    private JsonNode event(String type, String subject) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> events.stream()
                                .map(TestDeployment::parse)
                                .filter(event -> event.path("type").asText().equals("drover." + type + ".v1"))
                                .filter(event -> event.path("subject").asText().equals(subject))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Path put(Path directory, String name) throws IOException {
        drop(directory, name, CONTENT);
        return directory.resolve(name);
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    }

    private Path store(String below) throws IOException {
        return drover.folder("store").resolve(below);
    }

    private Path there(String below) {
        return server.home().resolve(below);
    }

    private void mirror(String name, Map<String, String> parameters) {
        job(name, "mirror", Map.of("source", "store/" + name, "target", "partner/" + name));
        job(name, "mirror", parameters);
    }

    private void job(String id, String template, Map<String, String> parameters) {
        String prefix = "camel.routeTemplate[" + id + "].";
        drover.with(prefix + "templateId", template)
                .with(prefix + "cron", "none")
                .with(prefix + "every", "300ms")
                .with(prefix + "first", "1500ms");
        parameters.forEach((name, value) -> drover.with(prefix + name, value));
    }
}
