package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Databases;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold on every database. */
abstract class JdbcClusterServiceContract {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Databases kind;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<String> changes = new ConcurrentLinkedQueue<>();
    private final Queue<String> ticks = new ConcurrentLinkedQueue<>();

    JdbcClusterServiceContract(Databases kind) {
        this.kind = kind;
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void oneNodeRunsTheRouteAndTheOtherTakesOverWhenItStops() throws Exception {
        List<Journal> journals = kind.twoNodes();
        CamelContext a = node("a", journals.get(0), Duration.ofMinutes(10));
        awaitTick("a");
        node("b", journals.get(1), LEASE);
        // Whoever does not lead is silent, though b asks all the time: it ticks when a is gone, whose lease has minutes
        // left.
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !ticks.contains("b"));

        a.close();
        ticks.clear();

        awaitTick("b");
        assertThat(ticks).doesNotContain("a");
    }

    @Test
    void aLeaderThatLosesItsDatabaseStepsDownBeforeTheOtherTakesOver() throws Exception {
        JournalConfig config = kind.empty("a").withPatience(Duration.ofMillis(500));
        Journal journalA = opened(config);
        Journal journalB = opened(new JournalConfig(
                "b", config.url(), config.user(), config.password(), config.poolSize(), config.patience()));
        CamelContext a = node("a", journalA, LEASE);
        awaitTick("a");
        node("b", journalB, LEASE);

        journalA.close();

        awaitTick("b");
        assertThat(changes).containsExactly("a leads", "a steps down", "b leads");
        assertThat(service(a).isLeader("ticks")).isFalse();
    }

    @Test
    void namespacesHaveLeadersOfTheirOwn() throws Exception {
        List<Journal> journals = kind.twoNodes();
        CamelContext a = node("a", journals.get(0), LEASE);
        awaitTick("a");
        CamelContext b = node("b", journals.get(1), LEASE);

        service(b).getView("others");

        await().atMost(PATIENCE).until(() -> service(b).isLeader("others"));
        assertThat(service(a).isLeader("ticks")).isTrue();
        assertThat(service(b).isLeader("ticks")).isFalse();
        assertThat(journals.get(0).leases().all())
                .extracting(held -> held.name() + " " + held.owner().substring(0, 6))
                .containsExactly("master/others node-b", "master/ticks node-a");
    }

    @Test
    void aRouteThatIsStoppedAndStartedLeadsAgain() throws Exception {
        CamelContext a = node("a", kind.twoNodes().get(0), LEASE);
        awaitTick("a");

        a.getRouteController().stopRoute("ticking");
        assertThat(service(a).isLeader("ticks")).isFalse();
        ticks.clear();
        a.getRouteController().startRoute("ticking");

        awaitTick("a");
    }

    @Test
    void withoutAJournalItDoesNotStart() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            JdbcClusterService service = new JdbcClusterService();
            assertThatThrownBy(() -> context.addService(service)).hasStackTraceContaining("needs a journal");
        }
    }

    private CamelContext node(String name, Journal journal, Duration lease) throws Exception {
        CamelContext context = new DefaultCamelContext();
        open.add(context);
        JdbcClusterService service = new JdbcClusterService();
        service.setJournal(journal);
        service.setLease(lease);
        context.addService(service);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:ticks:timer:tick?period=50&delay=0")
                        .routeId("ticking")
                        .process(e -> ticks.add(name));
            }
        });
        context.start();
        CamelClusterView view = service.getView("ticks");
        view.addEventListener(listener(name));
        service.releaseView(view);
        return context;
    }

    private CamelClusterEventListener.Leadership listener(String name) {
        return new CamelClusterEventListener.Leadership() {
            private boolean led;

            @Override
            public synchronized void leadershipChanged(CamelClusterView view, CamelClusterMember leader) {
                boolean leads = view.getLocalMember().isLeader();
                if (leads != led) {
                    led = leads;
                    changes.add(name + (leads ? " leads" : " steps down"));
                }
            }
        };
    }

    private Journal opened(JournalConfig config) throws Exception {
        Journal journal = Journal.open(config);
        open.add(journal);
        return journal;
    }

    private static JdbcClusterService service(CamelContext context) {
        return context.hasService(JdbcClusterService.class);
    }

    private void awaitTick(String name) {
        await().atMost(PATIENCE).until(() -> ticks.contains(name));
    }
}
