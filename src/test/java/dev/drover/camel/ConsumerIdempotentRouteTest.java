package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
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
