package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static dev.drover.app.TestDeployment.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.EventSchema;
import dev.drover.testing.MailServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every route template, made a route by properties alone, with real files. One deployment runs them all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteTemplatesTest {
    private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper json = new ObjectMapper();

    private EmbeddedServer server;
    private EmbeddedServer sick;
    private HttpServer hook;
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private MailServer mail;
    private TestDeployment drover;
    private Path holidays;
    private final CountDownLatch reportIsThere = new CountDownLatch(1);
    private List<String> events;
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        holidays = directory.resolve("holidays.txt");
        server = EmbeddedServer.on(directory.resolve("server")).start();
        sick = EmbeddedServer.on(directory.resolve("sick")).start();
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        });
        hook.createContext("/report", exchange -> {
            await().atMost(PATIENCE).until(() -> reportIsThere.getCount() == 0);
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        hook.setExecutor(handlers);
        hook.start();
        mail = MailServer.start();
        drover = new TestDeployment(directory.resolve("data")).partner(server);
        drover.with("drover.endpoint.sick.kind", "ftp")
                .with("drover.endpoint.sick.host", sick.host())
                .with("drover.endpoint.sick.port", String.valueOf(sick.port()))
                .with("drover.endpoint.sick.username", EmbeddedServer.USER)
                .with("drover.endpoint.sick.password", EmbeddedServer.PASSWORD)
                .with("camel.beans.shop", "#class:org.h2.jdbcx.JdbcDataSource")
                .with("camel.beans.shop.url", "jdbc:h2:mem:shop");
        instances();
        for (String folder :
                List.of("in", "orders", "keep", "relay", "daily", "late", "public", "queued", "small", "zipped")) {
            Files.createDirectories(server.home().resolve(folder));
        }
        drop(store("site/deep"), "page.html", CONTENT);
        drop(store("site"), "index.html", CONTENT);
        byte[] noise = new byte[140_000];
        new Random(1).nextBytes(noise);
        drop(store("noise"), "noise.bin", noise);
        drover.start();
        events = drover.listen("drover.events");
    }

    @AfterAll
    void stop() throws IOException {
        drover.close();
        mail.close();
        server.close();
        sick.close();
        hook.stop(0);
        handlers.shutdownNow();
    }

    private void instances() throws IOException {
        route(
                "invoices",
                "drop-to-remote",
                Map.of(
                        "folder", "store/invoices",
                        "endpoint", "partner",
                        "directory", "in",
                        "include", "**/*.pdf",
                        "recursive", "true",
                        "after", "archive",
                        "archive", ".sent/${file:name}",
                        "verify", "checksum",
                        "fileName", "acme-${file:onlyname}"));
        route(
                "orders",
                "remote-to-folder",
                Map.of(
                        "endpoint", "partner",
                        "directory", "orders",
                        "folder", "store/orders",
                        "doneFile", "${file:name}.ok",
                        "verify", "checksum",
                        "ifExists", "overwrite"));
        route(
                "versions",
                "remote-to-folder",
                Map.of(
                        "endpoint", "partner",
                        "directory", "keep",
                        "folder", "store/keep",
                        "after", "keep",
                        "ifExists", "overwrite",
                        "cron", "0/1 * * * * ?"));
        route(
                "announced",
                "remote-to-jms",
                Map.of(
                        "endpoint", "partner",
                        "directory", "queued",
                        "queue", "announced",
                        "spoolDirectory", "queued",
                        "headers", "orderType=invoice,file=${file:name},none=${header.none}",
                        "group", "${file:name.noext}"));
        route(
                "whole",
                "remote-to-jms",
                Map.of(
                        "endpoint",
                        "partner",
                        "directory",
                        "small",
                        "queue",
                        "whole",
                        "body",
                        "text",
                        "maxBodySize",
                        "1000"));
        route(
                "relay",
                "remote-to-remote",
                Map.of(
                        "from", "partner",
                        "fromDirectory", "relay",
                        "to", "sick",
                        "toDirectory", "relayed",
                        "verify", "checksum",
                        "spool", "stream"));
        route(
                "packed",
                "drop-to-remote",
                Map.of("folder", "store/packed", "endpoint", "partner", "directory", "packed", "transform", "lf,gzip"));
        route(
                "unpacked",
                "remote-to-folder",
                Map.of(
                        "endpoint", "partner",
                        "directory", "zipped",
                        "folder", "store/unpacked",
                        "transform", "gunzip"));
        job("site", "mirror", Map.of("source", "store/site", "target", "partner/public/site", "delete", "true"));
        job(
                "nightly",
                "archive-backup",
                Map.of(
                        "folders",
                        "store/site",
                        "target",
                        "partner/backups",
                        "archive",
                        "site",
                        "daily",
                        "7",
                        "every",
                        "1h",
                        "cron",
                        "none"));
        job(
                "inparts",
                "archive-backup",
                Map.of(
                        "folders", "store/noise",
                        "target", "partner/parts",
                        "archive", "noise",
                        "partSize", "64k",
                        "every", "1h",
                        "cron", "none"));
        job(
                "stock",
                "report-upload",
                Map.of(
                        "source", "sql:select 1 as id, 'a, \"b\"' as name?dataSource=#shop",
                        "endpoint", "partner",
                        "directory", "reports-out",
                        "fileName", "stock.csv",
                        "every", "1h",
                        "cron", "none"));
        job("came", "expect-file", Map.of("place", "partner/daily", "include", "ledger-*.csv", "cron", "none"));
        job("late", "expect-file", Map.of("place", "partner/late", "within", "1h", "cron", "none"));
        Files.writeString(
                holidays, "2000-01-01.." + LocalDate.now(ZoneOffset.UTC).plusDays(1) + " # all days up to now\n");
        job(
                "holiday",
                "expect-file",
                Map.of("place", "store/holiday", "cron", "none", "calendar", holidays.toString()));
        route(
                "morning",
                "expect-file",
                Map.of("place", "store/holiday", "by", "07:30", "timezone", "Europe/Berlin", "days", "MON-FRI"));
        job(
                "hung",
                "report-upload",
                Map.of(
                        "source", "http://127.0.0.1:" + hook.getAddress().getPort() + "/report",
                        "endpoint", "partner",
                        "directory", "hung",
                        "format", "as_is",
                        "fileName", "hung.txt.gz",
                        "transform", "gzip",
                        "cron", "none",
                        "every", "1h",
                        "events", "jms-now:queue:hung.events",
                        "expectBy", "00:00"));
        job("sick", "endpoint-probe", Map.of("endpoint", "sick", "write", "."));
        job("tidy", "janitor", Map.of("places", "store/tidy", "cron", "none", "olderThan", "1h"));
        job("done", "janitor", Map.of("places", "partner/done", "include", "*.bak", "cron", "none", "olderThan", "1d"));
        job("again", "dead-letter-replay", Map.of("classes", "CONFLICT", "olderThan", "1ms", "endpoints", "part*"));
        job(
                "slowly",
                "dead-letter-replay",
                Map.of("deadQueue", "slow.dead", "controlQueue", "slow.control", "olderThan", "1ms", "rate", "2"));
        route(
                "narrow",
                "jms-requests",
                Map.of("queue", "narrow", "deadQueue", "narrow.dead", "maxBody", "240", "allowDryRun", "false"));
        route("theirs", "jms-requests", Map.of("queue", "theirs", "deadQueue", "theirs.dead", "submitters", "bill*"));
        job("digest", "dead-letter-report", Map.of("cron", "none"));
        route(
                "tell",
                "notify",
                Map.of(
                        "types", "endpoint.down,endpoint.up,file.*,transfer.failed",
                        "subjects", "sick,partner/late,invoices,partner",
                        "channel", "http://127.0.0.1:" + hook.getAddress().getPort() + "/"));
        route(
                "mail",
                "notify",
                Map.of(
                        "types", "file.missing",
                        "subjects", "partner/late",
                        "channel", "smtp://127.0.0.1:" + mail.port() + "?from=drover@example.com&to=ops@example.com"));
        route("log", "notify", Map.of("types", "*", "channel", "log:dev.drover.notices"));
    }

    @Test
    void aDropFolderWithPatternsNamesAndAnArchive() throws Exception {
        drop(store("invoices"), "a.pdf", CONTENT);
        drop(store("invoices/deep"), "b.pdf", CONTENT);
        drop(store("invoices"), "c.txt", CONTENT);

        soon(() -> assertThat(names(server.home().resolve("in"))).contains("acme-a.pdf", "acme-b.pdf"));
        soon(() -> assertThat(names(store("invoices/.sent"))).contains("a.pdf"));
        soon(() -> assertThat(names(store("invoices"))).contains("c.txt").doesNotContain("a.pdf"));
        assertThat(server.home().resolve("in/acme-b.pdf")).hasBinaryContent(CONTENT);
    }

    @Test
    void aFileThatFailedForGoodIsAnEventToo() throws Exception {
        drop(server.home().resolve("in"), "acme-taken.pdf", new byte[0]);
        drop(store("invoices"), "taken.pdf", CONTENT);

        soon(() -> assertThat(told).anyMatch(text -> text.contains("acme-taken.pdf")));
        soon(() -> assertThat(events.stream().map(TestDeployment::parse))
                .anyMatch(event -> event.path("route").asText().equals("invoices")
                        && event.path("errorClass").asText().equals("CONFLICT")));
        Files.delete(server.home().resolve("in/acme-taken.pdf"));
    }

    @Test
    void aFileIsFetchedWhenItsDoneFileIsThere() throws Exception {
        Path orders = server.home().resolve("orders");
        drop(orders, "a.csv", CONTENT);
        drop(orders, "b.csv", CONTENT);
        drop(orders, "b.csv.ok", new byte[0]);

        soon(() -> assertThat(names(orders)).containsExactly("a.csv"));
        assertThat(store("orders/b.csv")).hasBinaryContent(CONTENT);
        assertThat(store("orders/a.csv")).doesNotExist();
    }

    @Test
    void aFileThatStaysIsTakenOnceInEachVersion() throws Exception {
        Path file = server.home().resolve("keep/a.txt");
        drop(file.getParent(), "a.txt", CONTENT);
        soon(() -> assertThat(store("keep/a.txt")).hasBinaryContent(CONTENT));

        Files.writeString(file, "another version");
        soon(() -> assertThat(store("keep/a.txt")).hasContent("another version"));

        soon(() -> assertThat(drover.movements().stream().filter(m -> m.route().equals("versions")))
                .hasSize(2));
        assertThat(file).hasContent("another version");
    }

    @Test
    void aFileIsAnnouncedOrIsTheMessageItself() throws Exception {
        drop(server.home().resolve("queued"), "a.txt", CONTENT);
        drop(server.home().resolve("small"), "b.txt", "März".getBytes(StandardCharsets.UTF_8));

        Exchange announced = drover.receive("announced");
        JsonNode reference = json.readTree(body(announced));
        Exchange whole = drover.receive("whole");

        assertThat(reference.get("path").asText()).isEqualTo("queued/a.txt");
        assertThat(drover.folder("spool").resolve("queued/a.txt")).hasBinaryContent(CONTENT);
        assertThat(announced.getMessage().getHeaders())
                .containsEntry("orderType", "invoice")
                .containsEntry("file", "a.txt")
                .containsEntry("JMSXGroupID", "a")
                .containsEntry("droverFileSize", (long) CONTENT.length)
                .doesNotContainKey("none");
        assertThat(body(whole)).isEqualTo("März");
        assertThat(whole.getMessage().getHeaders()).containsEntry("JMSXGroupID", null);
        assertThat(whole.getMessage().getHeader("droverFileName")).isEqualTo("b.txt");

        drop(server.home().resolve("small"), "large.txt", new byte[1001]);
        JsonNode large = json.readTree(body(drover.receive("whole")));
        assertThat(large.get("path").asText()).isEqualTo("fetched/large.txt");

        soon(() -> assertThat(names(server.home().resolve("small"))).doesNotContain("large.txt"));
        byte[] newer = new byte[1002];
        drop(server.home().resolve("small"), "large.txt", newer);
        JsonNode next = json.readTree(body(drover.receive("whole")));
        assertThat(next.get("path").asText()).isEqualTo("fetched/large-1.txt");
        assertThat(next.get("name").asText()).isEqualTo("large.txt");
        assertThat(drover.folder("spool").resolve("fetched/large.txt"))
                .as("what the first message speaks of")
                .hasBinaryContent(new byte[1001]);
        assertThat(drover.folder("spool").resolve("fetched/large-1.txt")).hasBinaryContent(newer);
    }

    @Test
    void whatIsNoTextInItsCharsetIsNoMessage() throws Exception {
        byte[] latin = "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1);
        drop(server.home().resolve("small"), "latin.txt", latin);

        soon(() -> assertThat(filesBelow(server.home().resolve("small/.error")))
                .singleElement()
                .satisfies(file -> assertThat(file).hasBinaryContent(latin)));
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void contentIsTransformedOnItsWay() throws Exception {
        drop(store("packed"), "a.csv", "a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        Path packed = server.home().resolve("packed/a.csv.gz");
        soon(() -> assertThat(packed).exists());
        soon(() -> assertThat(names(store("packed"))).isEmpty());
        try (InputStream content = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(content.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("a\nb\n");
        }

        Path zipped = server.home().resolve("zipped");
        byte[] good = Files.readAllBytes(packed);
        byte[] damaged = Arrays.copyOf(good, good.length - 3);
        drop(zipped, "bad.csv.gz", damaged);
        drop(zipped, "good.csv.gz", good);
        soon(() -> assertThat(names(zipped)).containsExactly(".error"));
        assertThat(store("unpacked/good.csv")).hasContent("a\nb\n");
        assertThat(names(store("unpacked"))).containsExactly("good.csv");
        assertThat(names(zipped.resolve(".error"))).singleElement().satisfies(name -> assertThat(
                        zipped.resolve(".error").resolve(name))
                .hasBinaryContent(damaged));
        soon(() -> assertThat(events).anyMatch(event -> event.contains("The transform \\\"gunzip\\\" cannot take")));
        soon(() -> assertThat(names(store("../fetching/changing"))).isEmpty());
    }

    @Test
    void filesGoFromOneServerToAnother() throws Exception {
        drop(server.home().resolve("relay"), "Überweisung.csv", CONTENT);
        soon(() -> assertThat(names(server.home().resolve("relay"))).isEmpty());
        assertThat(sick.home().resolve("relayed/Überweisung.csv")).hasBinaryContent(CONTENT);
    }

    @Test
    void aMirrorFollowsItsSource() throws Exception {
        Path there = server.home().resolve("public/site");
        soon(() -> assertThat(there.resolve("deep/page.html")).hasBinaryContent(CONTENT));
        drop(store("site"), "new.html", CONTENT);
        soon(() -> assertThat(there.resolve("new.html")).hasBinaryContent(CONTENT));
        assertThat(event("mirror.completed").at("/data/uploaded").asInt()).isPositive();
        assertThat(drover.movements()).anySatisfy(m -> {
            assertThat(m.route()).isEqualTo("site");
            assertThat(m.file()).isEqualTo("new.html");
        });
    }

    @Test
    void anArchiveIsMadeAndReadBack() throws Exception {
        JsonNode made = event("backup.completed", "partner/backups");
        assertThat(made.at("/data/verified").asBoolean()).isTrue();
        assertThat(names(server.home().resolve("backups")))
                .hasSize(3)
                .contains(made.at("/data/archive").asText());
    }

    @Test
    void anArchiveIsMadeInPartsAndReadBack() throws Exception {
        JsonNode made = event("backup.completed", "partner/parts");
        String archive = made.at("/data/archive").asText();
        assertThat(made.at("/data/verified").asBoolean()).isTrue();
        assertThat(made.at("/data/parts").asInt()).isEqualTo(3);
        assertThat(names(server.home().resolve("parts")))
                .containsExactlyInAnyOrder(
                        archive + ".001",
                        archive + ".002",
                        archive + ".003",
                        archive + ".manifest",
                        archive + ".sha256");
        assertThat(server.home().resolve("parts/" + archive + ".001")).hasSize(64 * 1024);
    }

    @Test
    void rowsBecomeAReport() throws Exception {
        soon(() -> assertThat(server.home().resolve("reports-out/stock.csv"))
                .hasBinaryContent("ID,NAME\r\n1,\"a, \"\"b\"\"\"\r\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(event("report.sent").get("subject").asText()).isEqualTo("partner/reports-out");
    }

    @Test
    void aFileThatDoesNotComeIsAnAlarmAndOneThatCameIsNot() throws Exception {
        drop(server.home().resolve("daily"), "ledger-1.csv", CONTENT);
        JsonNode came = event("file.arrived");
        JsonNode missing = event("file.missing", "partner/late");

        assertThat(came.get("subject").asText()).isEqualTo("partner/daily");
        assertThat(missing.at("/data/summary").asText())
                .isEqualTo("any file in partner/late has not come within 1 h; there are 0");
        soon(() -> assertThat(told).contains(missing.at("/data/summary").asText()));
        soon(() -> assertThat(mail.mails())
                .singleElement()
                .asString()
                .contains("Subject: Drover: file.missing partner/late", "To: ops@example.com")
                .contains(missing.at("/data/summary").asText()));
    }

    @Test
    void onADayOffAFileIsNotMissedUnlessTheCalendarIsBroken() throws Exception {
        soon(() -> assertThat(count("file.missing", "partner/late")).isGreaterThan(2));
        assertThat(count("file.", "store/holiday")).isZero();
        Files.createDirectories(store("holiday"));

        Files.writeString(holidays, "2000-01-01");
        event("file.missing", "store/holiday");
        Files.writeString(holidays, "no day");
        soon(() -> assertThat(events).anyMatch(text -> text.contains("is not known. Line 1 of the calendar")));
        drop(store("holiday"), "a.txt", CONTENT);
        assertThat(event("file.failed", "store/holiday").at("/data/summary").asText())
                .contains("has come: a.txt; but the days off are not known. Line 1 of the calendar");
    }

    @Test
    void aTimeOfDayIsWhenToLook() {
        ScheduledPollEndpoint looks =
                (ScheduledPollEndpoint) drover.route("morning").getEndpoint();
        assertThat(looks.getSchedulerProperties())
                .containsEntry("cron", "0 30 7 * * ?")
                .containsEntry("timeZone", "Europe/Berlin");
    }

    @Test
    void aReportThatHangsIsLateAndSaysSoWhenItIsSent() throws Exception {
        String late = body(drover.receive("hung.events"));
        assertThat(EventSchema.problems(late)).isEmpty();
        assertThat(late).contains("drover.report.late.v1", "was sent to partner/hung by 00:00 UTC");
        assertThat(server.home().resolve("hung/hung.txt.gz")).doesNotExist();
        reportIsThere.countDown();

        JsonNode sent = json.readTree(body(drover.receive("hung.events")));
        assertThat(sent.at("/data/late").asBoolean()).isTrue();
        assertThat(sent.at("/data/summary").asText()).contains("hung.txt.gz", "late: it was expected by 00:00 UTC");
        Path packed = server.home().resolve("hung/hung.txt.gz");
        assertThat(sent.at("/data/bytes").asLong()).isEqualTo(Files.size(packed));
        try (InputStream content = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(content).hasBinaryContent(CONTENT);
        }
        assertThat(event("report.sent", "partner/reports-out").at("/data/late").asBoolean())
                .isFalse();
        assertThat(count("report.late", ""))
                .as("a report that came in time is not late")
                .isZero();
    }

    private long count(String type, String subject) {
        return events.stream()
                .map(TestDeployment::parse)
                .filter(event -> event.path("type").asText().startsWith("drover." + type))
                .filter(event -> event.path("subject").asText().contains(subject))
                .count();
    }

    @Test
    void aServerThatGoesAndComesBackIsTold() throws Exception {
        event("endpoint.good");
        sick.stop();
        event("endpoint.failing");
        JsonNode down = event("endpoint.down");
        soon(() -> assertThat(told).contains(down.at("/data/summary").asText()));
        sick.restart();
        JsonNode up = event("endpoint.up");
        soon(() -> assertThat(told).contains(up.at("/data/summary").asText()));
        assertThat(told.stream().filter(text -> text.contains("does not work"))).hasSize(1);
        assertThat(names(sick.home())).doesNotContain("probe");
    }

    @Test
    void oldPartialFilesAreDeletedAndYoungOnesAreNot() throws Exception {
        Path tidy = Files.createDirectories(store("tidy"));
        old(Files.write(tidy.resolve(".a.txt.0123.part"), CONTENT));
        old(Files.write(tidy.resolve("a.txt"), CONTENT));
        Files.write(tidy.resolve(".b.txt.0123.part"), CONTENT);
        Path done = Files.createDirectories(server.home().resolve("done/deep"));
        old(Files.write(done.resolve("c.bak"), CONTENT));
        old(Files.write(done.resolve("c.txt"), CONTENT));
        Files.write(done.resolve("d.bak"), CONTENT);

        soon(() -> assertThat(names(tidy)).containsExactly(".b.txt.0123.part", "a.txt"));
        soon(() -> assertThat(names(done)).containsExactly("c.txt", "d.bak"));
    }

    @Test
    void aRequestThatFailedIsTriedAgain() throws Exception {
        drop(store("requested"), "a.txt", CONTENT);
        drop(server.home().resolve("taken"), "a.txt", new byte[0]);
        drover.send(
                "drover.requests",
                """
                {"version": 1, "id": "replayed-1", "operation": "transfer",
                 "source": {"endpoint": "store", "paths": ["requested/a.txt"]},
                 "destination": {"endpoint": "partner", "directory": "taken"}}
                """);
        soon(() -> assertThat(told)
                .anyMatch(text -> text.startsWith("transfer.failed replayed-1: ") && text.contains("taken/a.txt")));
        event("replay.completed");
        Files.delete(server.home().resolve("taken/a.txt"));
        soon(() -> assertThat(server.home().resolve("taken/a.txt")).hasBinaryContent(CONTENT));
    }

    @Test
    void aRequestOfAnotherEndpointStaysDeadAndIsInTheDigest() throws Exception {
        drop(store("requested"), "b.txt", CONTENT);
        drop(store("occupied"), "b.txt", new byte[0]);
        drover.send(
                "drover.requests",
                """
                {"version": 1, "id": "kept-dead-1", "operation": "transfer",
                 "source": {"endpoint": "store", "paths": ["requested/b.txt"]},
                 "destination": {"endpoint": "store", "directory": "occupied"}}
                """);
        soon(() -> assertThat(events.stream().map(TestDeployment::parse))
                .anyMatch(event -> event.path("type").asText().equals("drover.dead-letters.digest.v1")
                        && event.at("/data/groups").toString().contains("\"endpoint\":\"store\",\"letters\":1")));
        soon(() -> assertThat(events).anyMatch(text -> text.contains("\"requests\":[]")));
        assertThat(events.stream().map(TestDeployment::parse))
                .noneMatch(event -> event.at("/data/requests").toString().contains("kept-dead-1"));

        for (int i = 0; i < 3; i++) {
            drover.deadLetter("slow.dead", "kept-dead-1", "LOCAL_FULL");
        }
        drover.receive("slow.control");
        drover.receive("slow.control");
        assertThat(drover.receive("slow.control", Duration.ofSeconds(1))).isNull();
        assertThat(drover.receive("slow.dead")).isNotNull();
    }

    @Test
    void aQueueTakesLessThanTheDeploymentAllowsWhereItSaysSo() throws Exception {
        drop(store("asked"), "c.txt", CONTENT);
        drover.send("narrow", request("narrow-1", "\"dryRun\": true"));
        assertDead("narrow.dead", "FORBIDDEN", "This queue takes no dry runs.");
        drover.send("narrow", request("narrow-2", "\"jobName\": \"" + "x".repeat(60) + "\""));
        assertDead("narrow.dead", "INVALID", "The request is longer than the 240 bytes that its queue takes.");
        drover.send("theirs", request("narrow-3", "\"jobName\": \"x\""));
        assertDead("theirs.dead", "FORBIDDEN", "the broker does not say who sent");
        assertThat(server.home().resolve("taken/c.txt")).doesNotExist();

        drover.send("narrow", request("narrow-4", "\"jobName\": \"x\""));
        soon(() -> assertThat(server.home().resolve("taken/c.txt")).hasBinaryContent(CONTENT));
    }

    private static String request(String id, String more) {
        return "{\"version\": 1, \"id\": \"" + id + "\", \"operation\": \"transfer\", "
                + "\"source\": {\"endpoint\": \"store\", \"paths\": [\"asked/c.txt\"]}, "
                + "\"destination\": {\"endpoint\": \"partner\", \"directory\": \"taken\"}, " + more + "}";
    }

    private void assertDead(String queue, String errorClass, String reason) throws IOException {
        Exchange letter = drover.receive(queue);
        assertThat(letter.getMessage().getHeader("droverErrorClass")).isEqualTo(errorClass);
        assertThat(letter.getMessage().getHeader("droverFailureReason", String.class))
                .contains(reason);
    }

    private JsonNode event(String type) {
        return event(type, "");
    }

    private JsonNode event(String type, String subject) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> events.stream()
                                .map(TestDeployment::parse)
                                .filter(event -> event.path("type").asText().equals("drover." + type + ".v1"))
                                .filter(event -> event.path("subject").asText().contains(subject))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private Path store(String below) throws IOException {
        return drover.folder("store").resolve(below);
    }

    private void job(String id, String template, Map<String, String> parameters) {
        route(id, template, Map.of("every", "300ms", "first", "500ms"));
        route(id, template, parameters);
    }

    private void route(String id, String template, Map<String, String> parameters) {
        String prefix = "camel.routeTemplate[" + id + "].";
        drover.with(prefix + "templateId", template);
        parameters.forEach((name, value) -> drover.with(prefix + name, value));
    }
}
