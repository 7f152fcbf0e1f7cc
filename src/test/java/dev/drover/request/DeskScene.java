package dev.drover.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.journal.Claim;
import dev.drover.journal.ClaimVerdict;
import dev.drover.journal.Databases;
import dev.drover.journal.Journal;
import dev.drover.journal.NewRequest;
import dev.drover.journal.RequestRecord;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share a journal, a local endpoint {@code drop} and a server {@code acme}. */
abstract class DeskScene {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final DeskSettings SETTINGS =
            DeskSettings.of("node-a").withLease(Duration.ofSeconds(30), Duration.ofMillis(100));

    @TempDir
    static Path slowHome;

    static EmbeddedServer slow;

    @TempDir
    Path home;

    Path drop;
    Path remote;
    EmbeddedServer server;
    Journal a;
    Journal b;
    final List<Event> news = new CopyOnWriteArrayList<>();
    final SetClock clock = new SetClock();
    private final List<AutoCloseable> open = new ArrayList<>();
    RequestDesk desk;

    @BeforeEach
    void start() throws IOException {
        drop = Files.createDirectory(home.resolve("drop"));
        server = EmbeddedServer.on(home.resolve("server")).start();
        remote = server.home();
        List<Journal> nodes = Databases.H2.twoNodes();
        a = nodes.get(0);
        b = nodes.get(1);
        desk = desk(a, Map.of());
    }

    /** From now on with a server that takes its time. To stop one takes long, so there is one for all. */
    void goSlowly() throws IOException {
        server.close();
        if (slow == null) {
            slow = EmbeddedServer.on(slowHome).rate(200_000).start();
        }
        server = slow;
        remote = slowHome;
    }

    @AfterAll
    static void stopTheSlowServer() {
        if (slow != null) {
            slow.close();
            slow = null;
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        if (server != slow) {
            server.close();
        }
    }

    static Claim claim(Journal node, String body, Duration lease) throws Exception {
        TransferRequest request = new RequestReader().read(body);
        NewRequest known =
                NewRequest.of(request.id(), "transfer", request.content()).withMessageKey("m1");
        return ((ClaimVerdict.Granted) node.requests().claim(known, lease)).claim();
    }

    RequestRecord record() throws IOException {
        return a.history().find("request-0001").orElseThrow();
    }

    List<String> timeline() throws IOException {
        return a.history().events("request-0001").stream()
                .map(event -> event.event())
                .toList();
    }

    RequestDesk desk(Journal journal, Map<String, String> more) {
        return desk(journal, more, SETTINGS);
    }

    RequestDesk desk(Journal journal, Map<String, String> more, DeskSettings settings) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "drop.kind", "local",
                "drop.root", drop.toString(),
                "drop.allow.get", "**",
                "drop.allow.put", "**",
                "drop.allow.delete", "**",
                "acme.kind", "ftp",
                "acme.host", server.host(),
                "acme.port", String.valueOf(server.port()),
                "acme.username", EmbeddedServer.USER));
        properties.put("acme.password", EmbeddedServer.PASSWORD);
        properties.put("acme.retry.base", "50ms");
        properties.put("acme.allow.put", "**");
        properties.put("acme.allow.get", "**");
        properties.putAll(more);
        Map<String, String> prefixed = new TreeMap<>();
        properties.forEach((key, value) -> prefixed.put(EndpointCatalog.PREFIX + key, value));
        EndpointCatalog catalog = EndpointCatalog.of(prefixed);
        RequestDesk fresh =
                new RequestDesk(settings, catalog, journal, new TransferEngine(), clock, new Random(1), news::add);
        open.add(fresh);
        open.add(catalog);
        return fresh;
    }

    static RequestListener files() {
        return RequestListener.NONE;
    }

    static Incoming message(String key, String body) {
        return message(key, body, Optional.empty());
    }

    static Incoming message(String key, String body, Optional<String> submitter) {
        return new Incoming(body, key, submitter, Optional.empty(), 4, true, Optional.empty(), 0);
    }

    static Incoming inGroup(String key, String body) {
        return new Incoming(body, key, Optional.empty(), Optional.empty(), 4, true, Optional.of("acme"), 0);
    }

    static String transfer(String source, String destination) {
        return transfer(source, destination, "");
    }

    static String transfer(String source, String destination, String more) {
        return transferOf("drop", source, "acme", destination, more);
    }

    static String transferOf(String from, String source, String to, String destination, String more) {
        return ("{'version':1,'id':'request-0001','operation':'transfer'," + more + "'source':{'endpoint':'" + from
                        + "'," + source + "},'destination':{'endpoint':'" + to + "'," + destination + "}}")
                .replace('\'', '"');
    }

    static String cancel(String id, String other) {
        return ("{'version':1,'id':'" + id + "','operation':'cancel','cancelId':'" + other + "'}").replace('\'', '"');
    }

    static List<String> kinds(List<Letter> letters) {
        return letters.stream().map(DeskScene::kind).toList();
    }

    static String kind(Letter letter) {
        if (letter instanceof Letter.Told told) {
            return told.event().kind().word();
        }
        if (letter instanceof Letter.Reply reply) {
            return "reply " + reply.status();
        }
        return letter instanceof Letter.Dead dead ? "dead " + dead.errorClass() : "again";
    }

    static List<String> ids(List<Letter> letters) {
        return letters.stream()
                .filter(Letter.Told.class::isInstance)
                .map(letter -> ((Letter.Told) letter).event().id())
                .toList();
    }

    static List<String> replies(List<Letter> letters) {
        return letters.stream()
                .filter(Letter.Reply.class::isInstance)
                .map(letter -> ((Letter.Reply) letter).json())
                .toList();
    }

    static Letter.Again again(List<Letter> letters) {
        return (Letter.Again) letters.get(letters.size() - 1);
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(UTF_8));
    }

    static List<String> names(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** The time of day, and what a test adds to it. */
    static final class SetClock extends java.time.Clock {
        volatile Duration offset = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public java.time.Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(offset);
        }
    }
}
