package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.CapturedLog;
import dev.drover.testing.script.FtpScript;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse, lie, or break off: nothing is lost and nothing goes unsaid. */
class ConsumerFaultRouteTest extends ScriptSupport {
    private static final String CONTENT = "0123456789".repeat(1000);

    private final BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 No such directory.",
                "451 Try again.",
                "522 Session reuse required.",
                "425 No data connection."
            })
    void aRefusedListingIsAnErrorOfThePoll(String refusal) throws Exception {
        play(FtpScript.server().directory("/in").on("MLSD", refusal).on("LIST", refusal));
        watchPolls(poll("in", "delete=true", "autoCreate=false"));
        GenericFileOperationFailedException failure = (GenericFileOperationFailedException) nextFailure();
        assertThat(failure.getCode()).isEqualTo(Integer.parseInt(refusal.substring(0, 3)));
        assertThat(failure).hasMessageContaining(refusal.substring(4));
    }

    @Test
    void aRefusedListingReachesTheRouteWithBridgeErrorHandler() throws Exception {
        play(FtpScript.server().directory("/in").on("MLSD", "550 no").on("LIST", "550 no"));
        String uri = poll("in", "delete=true", "bridgeErrorHandler=true");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(GenericFileOperationFailedException.class)
                        .handled(true)
                        .process(exchange ->
                                failures.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from(uri).process(ConsumerFaultRouteTest.this::note);
            }
        });
        camel.start();
        assertThat(nextFailure()).hasMessageContaining("550");
    }

    @Test
    void aRefusedListingCountsAsEmptyWhenAskedFor() throws Exception {
        play(FtpScript.server().directory("/in").on("MLSD", "550 no").on("LIST", "550 no"));
        watchPolls(poll("in", "delete=true", "ignoreFileNotFoundOrPermissionError=true"));
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(failures::isEmpty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "streamDownload=true", "localWorkDirectory=target/test-work"})
    void aFileThatArrivesShortIsNeitherRoutedToTheEndNorDeleted(String way) throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .on("RETR")
                .closesDataEarly(1000)
                .thenReplies("226 done"));
        assertNothingIsLost(way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "streamDownload=true", "localWorkDirectory=target/test-work"})
    void aFileWhoseTransferTheServerBreaksOffIsNotDeleted(String way) throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .on("RETR")
                .closesDataEarly(1000)
                .thenReplies("426 broken"));
        assertNothingIsLost(way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "streamDownload=true", "localWorkDirectory=target/test-work"})
    void aFileThatMayNotBeReadIsNotDeleted(String way) throws Exception {
        play(FtpScript.server().file("/in/a.txt", CONTENT).on("RETR", "550 Permission denied."));
        assertNothingIsLost(way);
    }

    @Test
    void aFailedDownloadLeavesNoKeyBehind() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        camel.getRegistry().bind("keys", keys);
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .once("RETR", "550 Not now.")
                .once("RETR", "550 Not now."));
        receiveFrom(poll("in", "noop=true", "idempotentRepository=#keys"));
        assertThat(take().body()).isEqualTo(CONTENT);
    }

    @Test
    void aFailedDownloadTakesBackThePreMove() throws Exception {
        play(FtpScript.server().file("/in/a.txt", CONTENT).directory("/in/work").once("RETR", "550 Not now."));
        receiveFrom(poll("in", "preMove=work", "delete=true"));
        assertThat(take().body()).isEqualTo(CONTENT);
        await().atMost(PATIENCE).until(() -> server.file("/in/work/a.txt").isEmpty());
        assertThat(server.file("/in/a.txt")).isEmpty();
    }

    @Test
    void aDeletionIsTriedAgainOnAFreshSession() throws Exception {
        play(FtpScript.server().file("/in/a.txt", CONTENT).once("DELE").closesControl());
        receiveFrom(poll("in", "delete=true"));
        assertThat(take().body()).isEqualTo(CONTENT);
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        assertThat(received).isEmpty();
    }

    @Test
    void aMoveWhoseAnswerWasLostIsFoundOutByLooking() throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", CONTENT)
                .directory("/in/done")
                .once("RNTO")
                .asUsual()
                .closesControl());
        receiveFrom(poll("in", "move=done"));
        assertThat(take().body()).isEqualTo(CONTENT);
        await().atMost(PATIENCE).until(() -> server.file("/in/done/a.txt").isPresent());
        assertThat(received).isEmpty();
    }

    @Test
    void aFailedDeletionIsReportedAndTheKeyNotConfirmed() throws Exception {
        MemoryIdempotentRepository keys = new MemoryIdempotentRepository();
        camel.getRegistry().bind("keys", keys);
        BlockingQueue<String> reports = new LinkedBlockingQueue<>();
        camel.getRegistry().bind("handler", new CollectingHandler(reports));
        play(FtpScript.server().file("/in/a.txt", CONTENT).on("DELE", "550 Permission denied."));
        receiveFrom(poll(
                "in",
                "delete=true",
                "idempotent=true",
                "idempotentEager=false",
                "idempotentRepository=#keys",
                "onCompletionExceptionHandler=#handler"));
        take();
        assertThat(reports.poll(10, TimeUnit.SECONDS))
                .contains("could not be deleted or moved")
                .contains("a.txt");
        assertThat(keys.contains("in/a.txt")).isFalse();
    }

    @Test
    void aPollAfterABrokenConnectionGoesOnWithAnyPollStrategy() throws Exception {
        play(FtpScript.server()
                .directory("/in")
                .file("/in/a.txt", CONTENT)
                .once("MLSD")
                .closesControl()
                .once("MLSD")
                .resetsControl());
        camel.getRegistry().bind("strategy", new WatchingStrategy());
        receiveFrom(poll("in", "delete=true", "pollStrategy=#strategy"));
        assertThat(take().body()).isEqualTo(CONTENT);
    }

    @Test
    void aListingWithANameThatLeadsElsewhereIsNotTrusted() throws Exception {
        play(FtpScript.server()
                .directory("/in")
                .file("/in/good.txt", "good")
                .lacks("MLSD", "MLST")
                .on("LIST")
                .sendsLines(
                        "-rw-r--r-- 1 u g 4 Jan 01 2020 good.txt", "-rw-r--r-- 1 u g 4 Jan 01 2020 ../../evil.txt"));
        watchPolls(poll("in", "delete=true"));
        assertThat(nextFailure()).hasMessageContaining("evil");
        assertThat(received).isEmpty();
        assertThat(commands()).noneMatch(line -> line.startsWith("RETR") || line.startsWith("DELE"));
    }

    @Test
    void aNameWithAControlCharacterIsToldOnceAndAllOthersAreTaken() throws Exception {
        try (CapturedLog log = CapturedLog.of(Oddities.class)) {
            play(FtpScript.server()
                    .directory("/in")
                    .file("/in/good.txt", "good")
                    .on("MLSD")
                    .sendsLines(
                            "type=file;size=1;modify=20240102030405; od\u001b[31md.txt",
                            "type=file;size=4;modify=20240102030405; good.txt"));
            receiveFrom(poll("in", "noop=true"));
            assertThat(take().body()).isEqualTo("good");
            await().atMost(PATIENCE)
                    .until(() -> commands().stream().filter("MLSD in"::equals).count() > 3);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN In \"in\" of ftp://u@")
                    .contains("has a name with a control character", "od?[31md.txt", "Rename it on the server");
            FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
            assertThat(consumer.getErrorCounter()).isEqualTo(1);
            assertThat(consumer.getLastError()).hasMessageContaining("control character");
        }
    }

    @Test
    void theSameTroubleIsToldOnceInAWhileAndWithoutThePassword() throws Exception {
        try (CapturedLog log = CapturedLog.of(OneSentenceHandler.class)) {
            play(FtpScript.server()
                    .directory("/in")
                    .on("MLSD", "451 Disk trouble.")
                    .on("LIST", "451 Disk trouble."));
            receiveFrom(poll("in", "delete=true"));
            await().atMost(PATIENCE)
                    .until(() -> commands().stream()
                                    .filter(line -> line.startsWith("LIST") || line.startsWith("MLSD"))
                                    .count()
                            > 6);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(1);
            assertThat(log.lines()).noneMatch(line -> line.contains("password=p"));
        }
    }

    private void assertNothingIsLost(String way) throws Exception {
        camel.getRegistry().bind("strategy", new WatchingStrategy());
        BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
        camel.getRegistry().bind("handler", new CollectingHandler(outcomes));
        String uri = poll("in", "delete=true", "exceptionHandler=#handler", way.isEmpty() ? "noop=false" : way);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .process(e -> outcomes.add("the route failed"))
                        .handled(false);
                from(uri).process(CamelReader::readAll).process(ConsumerFaultRouteTest.this::note);
            }
        });
        camel.start();
        assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isNotNull();
        camel.stop();
        assertThat(received).isEmpty();
        assertThat(commands()).noneMatch(line -> line.startsWith("DELE"));
        assertThat(server.file("/in/a.txt")).isPresent();
    }

    private void watchPolls(String uri) throws Exception {
        camel.getRegistry().bind("strategy", new WatchingStrategy());
        receiveFrom(uri + "&pollStrategy=#strategy");
    }

    private Exception nextFailure() throws InterruptedException {
        Exception failure = failures.poll(10, TimeUnit.SECONDS);
        assertThat(failure)
                .as("the failure of a poll; the server heard " + commands())
                .isNotNull();
        return failure;
    }

    private final class WatchingStrategy implements PollingConsumerPollStrategy {
        @Override
        public boolean begin(Consumer consumer, Endpoint endpoint) {
            return true;
        }

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {}

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
            failures.add(cause);
            return false;
        }
    }
}
