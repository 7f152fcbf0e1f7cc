package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.ftp.RemoteEntry;
import dev.drover.testing.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.GenericFileNoOpProcessStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes of camel-ftp users are made of: split, recipient lists, aggregation, queues, enrichment, beans of all kinds. */
class IntegrationPatternRouteTest extends RouteTestSupport {
    private static final String NEVER = "maximumReconnectAttempts=1";

    @Test
    void linesOfASplitAreUploadedByManyThreads() throws Exception {
        String to = ftp("out", "fileName=${header.CamelSplitIndex}.txt");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split")
                        .split(body().tokenize("\n"))
                        .parallelProcessing()
                        .to(to);
            }
        });
        template.sendBody(
                "direct:split",
                IntStream.range(0, 300).mapToObj(Integer::toString).collect(Collectors.joining("\n")));
        assertThat(files()).hasSize(300);
        assertThat(read("out/299.txt")).isEqualTo("299");
        assertThat(camel.getComponent("ftp", FtpComponent.class).connections().logins())
                .isLessThanOrEqualTo(8);
    }

    @Test
    void aRecipientListWritesToEachServerAndGoesOnPastOneThatIsAway() throws Exception {
        String recipients = ftp("one") + "," + ftp("two") + ",ftp:localhost:1/out?" + NEVER + "," + ftp("three");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                onException(GenericFileOperationFailedException.class)
                        .handled(true)
                        .process(exchange -> received.add(new Received(
                                "failed", exchange.getProperty(Exchange.TO_ENDPOINT, String.class), exchange)));
                from("direct:list").recipientList(constant(recipients)).parallelProcessing();
            }
        });
        template.sendBodyAndHeader("direct:list", "x", Exchange.FILE_NAME, "a.txt");
        assertThat(files()).containsExactly("one/a.txt", "three/a.txt", "two/a.txt");
        assertThat(take().body()).contains("localhost:1");
    }

    @Test
    void aServerThatTakesOneSessionServesManyThreads() throws Exception {
        Path other = folder.resolve("narrow");
        try (EmbeddedServer narrow = EmbeddedServer.on(other).maxLogins(1).start()) {
            for (int i = 0; i < 12; i++) {
                Files.writeString(Files.createDirectories(other.resolve("in")).resolve(i + ".txt"), "content " + i);
            }
            String address = "ftp:localhost:" + narrow.port() + "/%s?username=drover&password=drover";
            String from = String.format(address, "in") + "&delete=true&parallelTransfers=4&initialDelay=0&delay=50";
            route(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from).to(String.format(address, "out"));
                }
            });
            await().atMost(PATIENCE.multipliedBy(2)).untilAsserted(() -> assertThat(filesBelow(other))
                    .containsExactlyElementsOf(IntStream.range(0, 12)
                            .mapToObj(i -> "out/" + i + ".txt")
                            .sorted()
                            .toList()));
            assertThat(other.resolve("out/7.txt")).hasContent("content 7");
            camel.stop();
        }
    }

    @Test
    void aBranchThatIsAwayDoesNotHoldUpTheOthersBeyondTheirTimeout() throws Exception {
        String away = "ftp:localhost:1/out?maximumReconnectAttempts=100&reconnectDelay=1000";
        String recipients = ftp("one") + "," + away;
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:list")
                        .recipientList(constant(recipients))
                        .parallelProcessing()
                        .timeout(500);
            }
        });
        long begin = System.nanoTime();
        template.send("direct:list", exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody("x");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        awaitFiles("one/a.txt");
    }

    @Test
    void aBatchIsAggregatedWhole() throws Exception {
        put("in/a.txt", "a");
        put("in/b.txt", "b");
        put("in/c.txt", "c");
        String from = ftp("in", "initialDelay=0", "delay=60000", "delete=true", "sortBy=file:name");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .aggregate(constant(true), AggregationStrategies.string("+"))
                        .completionFromBatchConsumer()
                        .process(IntegrationPatternRouteTest.this::note);
            }
        });
        assertThat(take().body()).isEqualTo("a+b+c");
        awaitFiles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seda:later", "direct:threads"})
    void aFileIsDeletedWhenTheLastThreadIsDoneWithIt(String later) throws Exception {
        put("in/a.txt", "a");
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        String from = poll("in", "delete=true");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(later);
                from(later).threads(2).process(exchange -> {
                    working.countDown();
                    assertThat(mayEnd.await(10, TimeUnit.SECONDS)).isTrue();
                });
            }
        });
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> files().equals(List.of("in/a.txt")));
        mayEnd.countDown();
        awaitFiles();
    }

    @Test
    void theTimeOfARemoteFileIsThatOfTheLocalOne() throws Exception {
        Instant time = Instant.parse("2021-03-04T05:06:00Z");
        Files.setLastModifiedTime(put("in/a.txt", "a"), FileTime.from(time));
        String from = poll("in", "delete=true");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to("file:" + folder.resolve("local") + "?keepLastModified=true");
            }
        });
        awaitFiles();
        assertThat(Files.getLastModifiedTime(folder.resolve("local/a.txt")).toInstant())
                .isEqualTo(time);
    }

    @Test
    void theReplyToAnUploadIsShown() {
        camel.start();
        Exchange sent = template.send(ftp("out"), exchange -> exchange.getIn().setBody("x"));
        assertThat(sent.getIn().getHeader("CamelFtpReplyCode")).isEqualTo(226);
        assertThat(sent.getIn().getHeader("CamelFtpReplyString", String.class))
                .startsWith("226 ")
                .doesNotEndWith("\n");
    }

    @Test
    void nothingIsAppendedWhereThereIsNothing() throws Exception {
        camel.start();
        put("out/a.txt", "old");
        template.sendBodyAndHeader(
                ftp("out", "fileExist=Append", "allowNullBody=true"), null, Exchange.FILE_NAME, "a.txt");
        assertThat(read("out/a.txt")).isEqualTo("old");
        template.sendBodyAndHeader(ftp("out", "allowNullBody=true"), null, Exchange.FILE_NAME, "a.txt");
        assertThat(read("out/a.txt")).isEmpty();
    }

    @Test
    void oneDynamicEndpointMovesExistingFilesByHeaders() throws Exception {
        put("out/one.txt", "old one");
        String to = ftp(
                "out",
                "fileName=${header.which}.txt",
                "fileExist=Move",
                "moveExisting=${file:parent}/old-${file:onlyname}");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").toD(to);
            }
        });
        template.sendBodyAndHeader("direct:dynamic", "1", "which", "one");
        template.sendBodyAndHeader("direct:dynamic", "2", "which", "two");
        assertThat(files()).containsExactly("out/old-one.txt", "out/one.txt", "out/two.txt");
    }

    @Test
    void aDoneFileNameMayHoldTheNameOfTheFileOnly() {
        camel.start();
        Exchange sent = template.send(ftp("out", "doneFileName=${file:parent}/done"), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody("x");
        });
        assertThat(sent.getException()).hasMessageContaining("Cannot resolve reminder");
    }

    @Test
    void aSorterBeanOrdersFiles() throws Exception {
        Comparator<GenericFile<RemoteEntry>> backwards = Comparator.<GenericFile<RemoteEntry>, String>comparing(
                        GenericFile::getFileName)
                .reversed();
        camel.getRegistry().bind("sorter", backwards);
        put("in/a.txt", "a");
        put("in/b.txt", "b");
        receiveFrom(poll("in", "delete=true", "sorter=#sorter"));
        assertThat(take().name()).isEqualTo("b.txt");
        assertThat(take().name()).isEqualTo("a.txt");
    }

    @Test
    void aPatternForFilesDoesNotHideDirectories() throws Exception {
        put("in/sub/a.txt", "a");
        put("in/sub/b.csv", "b");
        receiveFrom(poll("in", "delete=true", "recursive=true", "include=.*\\.txt"));
        assertThat(take().name()).isEqualTo("sub/a.txt");
        awaitFiles("in/sub/b.csv");
    }

    @Test
    void aStrategyBeanMayRefuseAFile() throws Exception {
        camel.getRegistry().bind("strategy", new GenericFileNoOpProcessStrategy<RemoteEntry>() {
            @Override
            public boolean begin(
                    GenericFileOperations<RemoteEntry> operations,
                    GenericFileEndpoint<RemoteEntry> endpoint,
                    Exchange exchange,
                    GenericFile<RemoteEntry> file)
                    throws Exception {
                return file.getFileName().startsWith("b") && super.begin(operations, endpoint, exchange, file);
            }
        });
        put("in/a.txt", "a");
        put("in/b.txt", "b");
        receiveFrom(poll("in", "processStrategy=#strategy", "idempotent=true"));
        assertThat(take().name()).isEqualTo("b.txt");
        // The key of the other was added eagerly and is taken back each time, or it would be seen no more.
        await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(received::isEmpty);
        FtpEndpoint endpoint = (FtpEndpoint) camel.getRoute("receiver").getEndpoint();
        await().atMost(PATIENCE).until(() -> !endpoint.getIdempotentRepository().contains("in/a.txt"));
        assertThat(endpoint.getIdempotentRepository().contains("in/b.txt")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"readLock=rename", "readLock=changed&readLockCheckInterval=100&readLockTimeout=1000"})
    void locksWorkInTheDirectoryOfTheLogin(String lock) throws Exception {
        put("a.txt", "a");
        receiveFrom(poll("", "delete=true", lock));
        assertThat(take().body()).isEqualTo("a");
        awaitFiles();
    }

    @Test
    void aNamedFileThatIsNotThereIsNothing() {
        camel.start();
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            String uri = ftp("in", "useList=false", "fileName=missing.txt", "ignoreFileNotFoundOrPermissionError=true");
            assertThat(consumer.receive(uri, 300)).isNull();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsAnErrorForWhoAsks() throws Exception {
        camel.start();
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            assertThatThrownBy(() -> consumer.receive(ftp("missing", "autoCreate=false"), 2000))
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).hasMessageContaining("missing"),
                            thrown -> assertThat(thrown).hasStackTraceContaining("missing"));
        }
    }

    @Test
    void anEnrichmentThatFailsReachesTheErrorHandler() throws Exception {
        String uri = ftp("missing", "autoCreate=false", "bridgeErrorHandler=true");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("direct:dead"));
                from("direct:enrich").pollEnrich(uri, 2000);
                from("direct:dead").process(IntegrationPatternRouteTest.this::note);
            }
        });
        template.sendBody("direct:enrich", "x");
        assertThat(take().exchange().getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasStackTraceContaining("missing");
    }

    @Test
    void anEnrichmentMayDisconnectAndDelete() throws Exception {
        put("in/a.txt", "a");
        String uri = ftp("in", "disconnect=true", "delete=true", "fileName=a.txt");
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enrich").pollEnrich(uri, 5000);
            }
        });
        assertThat(template.requestBody("direct:enrich", "x", String.class)).isEqualTo("a");
        awaitFiles();
        await().atMost(PATIENCE)
                .until(() -> camel.getComponent("ftp", FtpComponent.class)
                                .connections()
                                .size()
                        == 0);
    }

    @Test
    void whoAsksWhenThereIsNothingMayHaveAnEmptyMessage() throws Exception {
        Files.createDirectories(home.resolve("in"));
        camel.start();
        try (ConsumerTemplate consumer = camel.createConsumerTemplate()) {
            Exchange idle = consumer.receive(ftp("in", "sendEmptyMessageWhenIdle=true"), 5000);
            assertThat(idle.getIn().getBody()).isNull();
        }
    }

    @Test
    void passwordsMayComeFromTheRegistryAndFromProperties() throws Exception {
        put("in/a.txt", "a");
        camel.getRegistry().bind("secret", "drover");
        camel.getPropertiesComponent().addOverrideProperty("ftp.user", "drover");
        receiveFrom("ftp:localhost:" + server.port()
                + "/in?username=#property:ftp.user&password=#bean:secret&delete=true&initialDelay=0&delay=50");
        assertThat(take().body()).isEqualTo("a");
    }

    @Test
    void anUnknownHostDoesNotKeepAContextFromStartingAndStopping() throws Exception {
        receiveFrom("ftp:no-such-host.invalid/in?initialDelay=0&delay=50&delete=true&" + NEVER);
        assertThatThrownBy(() -> template.sendBody("ftp:no-such-host.invalid/out?" + NEVER, "x"))
                .hasStackTraceContaining("no-such-host.invalid");
        camel.stop();
    }

    private void route(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
        camel.start();
    }
}
