package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDownloadRouteTest extends RouteTestSupport {
    private final Queue<String> reports = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBodyIsTheRunningTransfer(boolean stepwise) throws Exception {
        for (int i = 0; i < 5; i++) {
            put("in/" + i + ".txt", "content " + i);
        }
        String uri = poll("in", "delete=true", "streamDownload=true", "stepwise=" + stepwise);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    assertThat(exchange.getIn().getHeader("CamelRemoteFileInputStream"))
                            .isInstanceOf(InputStream.class);
                    note(exchange);
                });
            }
        });
        camel.start();
        for (int i = 0; i < 5; i++) {
            Received file = take();
            assertThat(file.body()).isEqualTo("content " + file.name().charAt(0));
            assertThat(file.header("CamelFtpReplyCode")).isEqualTo(150);
        }
        awaitFiles();
    }

    @Test
    void aBodyThatIsReadInPartDoesNotDisturbTheNext() throws Exception {
        put("in/1.txt", "a".repeat(1_000_000));
        put("in/2.txt", "b".repeat(1_000_000));
        String uri = poll("in", "move=done", "streamDownload=true", "sortBy=file:name");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    byte[] begin = exchange.getIn().getBody(InputStream.class).readNBytes(10);
                    received.add(new Received(new String(begin, StandardCharsets.UTF_8), null, exchange));
                });
            }
        });
        camel.start();
        assertThat(take().name()).isEqualTo("a".repeat(10));
        assertThat(take().name()).isEqualTo("b".repeat(10));
        awaitFiles("in/done/1.txt", "in/done/2.txt");
    }

    @Test
    void aBodyThatIsReadInPartLetsGoOfItsSessionBeforeAnythingElseIsDone() throws Exception {
        put("in/1.txt", "a".repeat(1_000_000));
        put("in/1.txt.done", "");
        camel.getRegistry().bind("handler", new CollectingHandler(reports));
        String uri = poll(
                "in",
                "moveFailed=.error",
                "streamDownload=true",
                "maxSessions=1",
                "sessionWait=300",
                "doneFileName=${file:name}.done",
                "onCompletionExceptionHandler=#handler");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> {
                    exchange.getIn().getBody(InputStream.class).readNBytes(10);
                    throw new IllegalStateException("forced");
                });
            }
        });
        camel.start();
        awaitFiles("in/.error/1.txt");
        assertThat(reports).isEmpty();
    }

    @Test
    void aBodyThatWasReadIsNeverAnEmptyOneForTheNext() throws Exception {
        put("in/1.txt", "streamed");
        String from = poll("in", "delete=true", "streamDownload=true");
        String to = ftp("out");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).process(StreamDownloadRouteTest.this::noteFailure);
                from(from).process(CamelReader::readAll).to(to);
            }
        });
        camel.start();
        assertThat(take().body()).contains("read once");
        assertThat(files()).doesNotContain("out/1.txt");
    }

    private void noteFailure(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        received.add(new Received("failure", String.valueOf(failure), exchange));
    }

    @Test
    void aStreamedFileCanBeUploadedElsewhere() throws Exception {
        put("in/1.txt", "streamed");
        String from = poll("in", "delete=true", "streamDownload=true");
        String to = ftp("out");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
        camel.start();
        awaitFiles("out/1.txt");
        assertThat(read("out/1.txt")).isEqualTo("streamed");
    }
}
