package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
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
    @Test
    void nothingIsLeftWhenTheContextHasStopped() throws Exception {
        Path spool = folder.resolve("spool");
        String uri = poll("in", "delete=true", "spoolDirectory=" + spool);
        List<Object> held = new CopyOnWriteArrayList<>();
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).wireTap("direct:tap");
                from("direct:tap").process(exchange -> held.add(exchange.getIn().getBody(File.class)));
            }
        });
        awaitFiles();
        await().atMost(PATIENCE).until(() -> held.size() == 3);
        assertThat(bodiesIn(spool)).hasSize(3);
        camel.stop();
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNextStart() throws Exception {
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Path dead = Files.createDirectories(spool.resolve("drover-1"));
        Files.writeString(dead.resolve("process-0123456789abcdef.lock"), "");
        Files.writeString(dead.resolve("body-1"), CONTENT);
        Path alive = Files.createDirectories(spool.resolve("drover-2"));
        Path mark = Files.writeString(alive.resolve("process-fedcba9876543210.lock"), "");
        Files.writeString(alive.resolve("body-1"), CONTENT);
        Files.writeString(Files.createDirectories(spool.resolve("drover-3")).resolve("file"), "of somebody else");
        try (FileChannel other = FileChannel.open(mark, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            receiveFrom(poll("in", "noop=true", "spoolDirectory=" + spool, "spoolThreshold=-1"));
            take();
        }
        assertThat(dead).doesNotExist();
        assertThat(alive.resolve("body-1")).exists();
        assertThat(spool.resolve("drover-3/file")).exists();
    }

    private void assertThatAllIsForgotten() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            System.gc();
            return bodiesIn(folder.resolve("spool")).isEmpty();
        });
    }
}
