package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Databases;
import dev.drover.journal.Journal;
import dev.drover.route.JournalIdempotentRepository;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

class ConsumerIdempotentRouteTest extends RouteTestSupport {
    @Test
    void noopTakesEachFileOnce() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(poll("in", "noop=true"));
        assertThat(take().name()).isEqualTo("a.txt");
        put("in/b.txt", "b");
        assertThat(take().name()).isEqualTo("b.txt");
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(received::isEmpty);
        assertThat(files()).containsExactly("in/a.txt", "in/b.txt");
    }

    @Test
    void noopTakesAFileAgainAndAgainWhenItIsNotIdempotent() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(poll("in", "noop=true", "idempotent=false"));
        take();
        take();
        take();
    }

    @Test
    void aJournalRemembersWhatWasTakenAlsoAfterARestart() throws Exception {
        put("in/a.txt", "a");
        try (Journal journal = Journal.open(Databases.H2.empty("node"))) {
            String uri = poll("in", "noop=true", "idempotentRepository=#bean:keys");
            for (int start = 0; start < 2; start++) {
                try (DefaultCamelContext context = new DefaultCamelContext()) {
                    JournalIdempotentRepository keys = new JournalIdempotentRepository();
                    keys.setJournal(journal);
                    keys.setScope("in");
                    context.getRegistry().bind("keys", keys);
                    context.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from(uri).process(ConsumerIdempotentRouteTest.this::note);
                        }
                    });
                    context.start();
                    if (start == 0) {
                        assertThat(take().name()).isEqualTo("a.txt");
                    } else {
                        put("in/b.txt", "b");
                        assertThat(take().name()).isEqualTo("b.txt");
                    }
                    await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(received::isEmpty);
                }
            }
        }
    }

    @Test
    void aRepositoryInMemoryForgetsWhenAContextThatUsesItStopsAndNotBefore() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        keys.start();
        camel.getRegistry().bind("keys", keys);
        put("in/a.txt", "a");
        String uri = poll("in", "noop=true", "idempotentRepository=#keys");
        receiveFrom(uri);
        take();
        await().atMost(PATIENCE).until(() -> keys.contains("in/a.txt"));
        camel.getRouteController().stopRoute("receiver");
        camel.getRouteController().startRoute("receiver");
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            other.getRegistry().bind("keys", keys);
            other.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).process(ConsumerIdempotentRouteTest.this::note);
                }
            });
            other.start();
            await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(received::isEmpty);
            assertThat(keys.contains("in/a.txt")).isTrue();
        }
        // Camel stops what an endpoint uses with its context, and this repository forgets when it is stopped.
        assertThat(take().name()).isEqualTo("a.txt");
    }

    @Test
    void aKeyWithTheSizeTakesAChangedFileAgain() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(poll("in", "noop=true", "idempotentKey=${file:name}-${file:size}"));
        assertThat(take().body()).isEqualTo("a");
        put("in/a.txt", "changed");
        assertThat(take().body()).isEqualTo("changed");
    }

    @Test
    void theKeyIsTheOneOfThePollWhateverTheRouteDoesToHeaders() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        camel.getRegistry().bind("keys", keys);
        put("in/a.txt", "a");
        String uri = poll(
                "in", "noop=true", "idempotentRepository=#keys", "idempotentEager=false", "idempotentKey=${file:name}");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).setHeader("CamelFileName", constant("other")).process(ConsumerIdempotentRouteTest.this::note);
            }
        });
        camel.start();
        take();
        await().atMost(PATIENCE).until(() -> keys.contains("a.txt"));
        assertThat(keys.contains("other")).isFalse();
    }

    @Test
    void aFailedRouteForgetsTheKey() throws Exception {
        put("in/a.txt", "a");
        AtomicInteger attempts = new AtomicInteger();
        String uri = poll("in", "noop=true");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IOException("forced");
                    }
                    note(exchange);
                });
            }
        });
        camel.start();
        assertThat(take().body()).isEqualTo("a");
        assertThat(attempts).hasValue(3);
    }
}
