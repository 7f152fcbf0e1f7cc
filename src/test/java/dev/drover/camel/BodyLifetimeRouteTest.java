package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A large body lies in a temporary file: it is there for whoever has it, also when the exchange it came with is done. */
class BodyLifetimeRouteTest extends RouteTestSupport {
    private static final String LINE = "0123456789\n";
    private static final String CONTENT = LINE.repeat(30_000);

    private final CountDownLatch mainIsDone = new CountDownLatch(1);
    private final BlockingQueue<Integer> lengths = new LinkedBlockingQueue<>();

    @BeforeEach
    void putFiles() {
        put("in/a.txt", CONTENT);
        put("in/b.txt", CONTENT);
        put("in/c.txt", CONTENT);
    }

    @Test
    void aWireTapHasTheBodyWhenTheMainRouteIsLongDone() throws Exception {
        String uri = poll("in", "delete=true", "spoolDirectory=" + folder.resolve("spool"));
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).wireTap("direct:tap");
                from("direct:tap")
                        .process(exchange -> mainIsDone.await(10, TimeUnit.SECONDS))
                        .process(BodyLifetimeRouteTest.this::measure);
            }
        });
        awaitFiles();
        mainIsDone.countDown();
        assertThreeWholeBodies();
        assertThatAllIsForgotten();
    }

    @Test
    void anAggregationHasTheBodiesOfExchangesThatAreDone() throws Exception {
        String uri = poll("in", "delete=true");
        AggregationStrategy bodies = AggregationStrategies.groupedBody();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).aggregate(constant(true), bodies).completionSize(4).to("direct:out");
                from("direct:out").process(exchange -> {
                    for (Object body : exchange.getIn().getBody(List.class)) {
                        lengths.add(camel.getTypeConverter()
                                .mandatoryConvertTo(String.class, body)
                                .length());
                    }
                });
            }
        });
        awaitFiles();
        put("in/d.txt", CONTENT);
        assertThreeWholeBodies();
        assertThat(lengths.poll(10, TimeUnit.SECONDS)).isEqualTo(CONTENT.length());
    }

    @Test
    void aQueueInBetweenHasTheBody() throws Exception {
        String uri = poll("in", "delete=true");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("seda:later");
                from("seda:later").process(BodyLifetimeRouteTest.this::measure);
            }
        });
        assertThreeWholeBodies();
        awaitFiles();
    }

    @Test
    void aQueueThatWaitsForNothingHasTheBody() throws Exception {
        String uri = poll("in", "delete=true");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).multicast().parallelProcessing().to("seda:one", "seda:two");
                from("seda:one?concurrentConsumers=2").process(BodyLifetimeRouteTest.this::measure);
                from("seda:two").delay(50).process(BodyLifetimeRouteTest.this::measure);
            }
        });
        assertThreeWholeBodies();
        assertThreeWholeBodies();
    }

    @Test
    void aSplitReadsAllLines() throws Exception {
        String uri = poll("in", "delete=true", "include=a.txt");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .split(body().tokenize("\n"))
                        .streaming()
                        .parallelProcessing()
                        .process(exchange -> lengths.add(
                                exchange.getIn().getBody(String.class).length()));
            }
        });
        await().atMost(PATIENCE).until(() -> lengths.size() == 30_000);
        assertThat(lengths).containsOnly(LINE.length() - 1);
    }

    @Test
    void whoAsksForABodyHasItWhenTheExchangeIsOver() throws Exception {
        camel.start();
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            Object body = consumer.receiveBody(ftp("in", "delete=true", "fileName=a.txt"), 5000);
            assertThat(files()).doesNotContain("in/a.txt");
            assertThat(camel.getTypeConverter().mandatoryConvertTo(String.class, body))
                    .hasSize(CONTENT.length());
        }
    }

    @Test
    void anEnrichedMessageHasTheBody() throws Exception {
        String uri = ftp("in", "delete=true", "fileName=a.txt");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enrich").pollEnrich(uri, 5000).process(BodyLifetimeRouteTest.this::measure);
            }
        });
        template.sendBody("direct:enrich", "");
        assertThat(lengths.poll(10, TimeUnit.SECONDS)).isEqualTo(CONTENT.length());
    }

    private void route(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
        camel.start();
    }

    private void measure(Exchange exchange) {
        lengths.add(exchange.getIn().getBody(String.class).length());
    }

    private void assertThreeWholeBodies() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(lengths.poll(10, TimeUnit.SECONDS)).isEqualTo(CONTENT.length());
        }
    }

    /** The collector decides when; it is asked. */
    private void assertThatAllIsForgotten() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            System.gc();
            return filesBelow(folder.resolve("spool")).isEmpty();
        });
    }
}
