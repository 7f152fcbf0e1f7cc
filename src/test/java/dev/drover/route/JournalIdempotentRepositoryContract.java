package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Databases;
import dev.drover.journal.Journal;
import dev.drover.journal.Racing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold on every database. */
abstract class JournalIdempotentRepositoryContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Databases kind;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    private Journal nodeA;
    private Journal nodeB;

    JournalIdempotentRepositoryContract(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void connect() throws IOException {
        List<Journal> nodes = kind.twoNodes();
        nodeA = nodes.get(0);
        nodeB = nodes.get(1);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable running : open) {
            running.close();
        }
    }

    @Test
    void aPathOfAnyLengthIsRemembered() {
        JournalIdempotentRepository a = repository(nodeA);
        String path = "/drops/" + "deep/".repeat(500) + "x.csv";

        assertThat(a.add(path)).isTrue();
        assertThat(a.confirm(path)).isTrue();

        assertThat(repository(nodeB).contains(path)).isTrue();
        assertThat(repository(nodeB).add(path)).isFalse();
    }

    @Test
    void whoLosesARaceIsToldSoAndDoesNotFail() throws Exception {
        JournalIdempotentRepository a = repository(nodeA);
        JournalIdempotentRepository b = repository(nodeB);
        for (int round = 0; round < 50; round++) {
            String key = "/drops/" + round;
            assertThat(Racing.of(4, thread -> (thread % 2 == 0 ? a : b).add(key)))
                    .containsOnlyOnce(true);
        }
    }

    @Test
    void aNodeThatLostCannotFreeWhatTheOtherHas() {
        JournalIdempotentRepository a = repository(nodeA);
        JournalIdempotentRepository b = repository(nodeB);
        assertThat(a.add("/drops/x")).isTrue();

        assertThat(b.add("/drops/x")).isFalse();
        assertThat(b.remove("/drops/x")).isFalse();
        assertThat(b.confirm("/drops/x")).isFalse();

        assertThat(b.add("/drops/x")).isFalse();
        assertThat(a.remove("/drops/x")).isTrue();
        assertThat(b.add("/drops/x")).isTrue();
    }

    @Test
    void whatAnExchangeTookIsNotGivenBackByAPoll() throws Exception {
        JournalIdempotentRepository a = repository(nodeA);
        try (CamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            assertThat(a.add(exchange, "/drops/x")).isTrue();

            assertThat(a.remove("/drops/x")).isFalse();

            assertThat(a.add(new DefaultExchange(context), "/drops/x")).isFalse();
            assertThat(a.confirm(exchange, "/drops/x")).isTrue();
        }
    }

    @Test
    void whatADeadNodeHadIsTakenAfterItsLease() throws Exception {
        JournalIdempotentRepository dead = repository(nodeA);
        assertThat(dead.add("/drops/x")).isTrue();
        dead.stop();
        JournalIdempotentRepository b = repository(nodeB);
        assertThat(b.add("/drops/x")).isFalse();

        nodeB.endAllLeases();

        assertThat(b.contains("/drops/x")).isFalse();
        assertThat(b.add("/drops/x")).isTrue();
        assertThat(b.confirm("/drops/x")).isTrue();
    }

    @Test
    void aLivingNodeKeepsWhatItHasBeyondALease() {
        JournalIdempotentRepository a = new JournalIdempotentRepository();
        a.setLease(Duration.ofMillis(400));
        start(a, nodeA);
        assertThat(a.add("/drops/x")).isTrue();
        JournalIdempotentRepository b = repository(nodeB);

        await().during(Duration.ofMillis(1500)).atMost(PATIENCE).until(() -> b.contains("/drops/x"));

        assertThat(a.confirm("/drops/x")).isTrue();
    }

    @Test
    void withoutAJournalOrAScopeItDoesNotStart() {
        assertThatThrownBy(new JournalIdempotentRepository()::start).hasStackTraceContaining("journal and a scope");
    }

    @Test
    void twoNodesOnOneFolderTakeEachFileOnce() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            names.add("file-" + i);
            Files.writeString(folder.resolve("file-" + i), "content");
        }
        String route =
                """
                - beans:
                    - name: seen
                      type: dev.drover.route.JournalIdempotentRepository
                      properties:
                        journal: "#bean:journal"
                        scope: drops
                        lease: 30s
                - route:
                    from:
                      uri: file:%s
                      parameters:
                        initialDelay: 0
                        delay: 20
                        delete: true
                        readLock: idempotent
                        idempotentEager: false
                        idempotentRepository: "#bean:seen"
                        readLockRemoveOnCommit: false
                      steps:
                        - process:
                            ref: "#bean:taken"
                """
                        .formatted(folder);
        run(nodeA, route);
        run(nodeB, route);

        await().atMost(PATIENCE)
                .until(() -> taken.size() >= 60 && folder.toFile().list().length == 0);

        assertThat(taken).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aFileThatStaysIsTakenOnceByAllNodesAndAfterARestart() throws Exception {
        Files.writeString(folder.resolve("stays"), "content");
        String route =
                """
                - beans:
                    - name: seen
                      type: dev.drover.route.JournalIdempotentRepository
                      properties:
                        journal: "#bean:journal"
                        scope: noop
                        addIsFinal: true
                - route:
                    from:
                      uri: file:%s
                      parameters:
                        initialDelay: 0
                        delay: 20
                        noop: true
                        idempotentEager: false
                        idempotentRepository: "#bean:seen"
                      steps:
                        - process:
                            ref: "#bean:taken"
                """
                        .formatted(folder);
        CamelContext first = run(nodeA, route);
        await().atMost(PATIENCE).until(() -> !taken.isEmpty());
        await().atMost(PATIENCE).until(() -> nodeA.ledger("noop", PATIENCE).contains(file("stays")));
        first.close();
        nodeA.endAllLeases();

        run(nodeB, route);
        Files.writeString(folder.resolve("another"), "content");
        await().atMost(PATIENCE).until(() -> taken.contains("another"));

        assertThat(taken).containsExactly("stays", "another");
    }

    private String file(String name) {
        return folder.resolve(name).toAbsolutePath().toString();
    }

    private JournalIdempotentRepository repository(Journal node) {
        return start(new JournalIdempotentRepository(), node);
    }

    private JournalIdempotentRepository start(JournalIdempotentRepository repository, Journal node) {
        repository.setJournal(node);
        repository.setScope("drops");
        repository.start();
        open.add(repository::stop);
        return repository;
    }

    private CamelContext run(Journal node, String yaml) throws Exception {
        CamelContext context = new DefaultCamelContext();
        open.add(context);
        context.getRegistry().bind("journal", node);
        context.getRegistry().bind("taken", (Processor)
                exchange -> taken.add(exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class)));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("drops.yaml", yaml));
        context.start();
        return context;
    }
}
