package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.BrowsableEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One file at a time, when somebody asks: templates, pollEnrich, poll, browse. */
class PollingRouteTest extends RouteTestSupport {
    @BeforeEach
    void start() {
        camel.start();
    }

    @Test
    void aTemplateReceivesOneFileAndDeletesItWhenDone() throws Exception {
        put("in/a.txt", "a");
        put("in/b.txt", "b");
        ConsumerTemplate consumer = camel.createConsumerTemplate();
        Exchange exchange =
                consumer.receive(ftp("in", "delete=true", "sortBy=file:name", "eagerMaxMessagesPerPoll=false"), 5000);
        assertThat(exchange.getIn().getBody(String.class)).isEqualTo("a");
        assertThat(files()).containsExactly("in/a.txt", "in/b.txt");
        consumer.doneUoW(exchange);
        assertThat(files()).containsExactly("in/b.txt");
    }

    @Test
    void thereIsNothingToReceiveFromAnEmptyDirectory() {
        assertThat(camel.createConsumerTemplate().receiveNoWait(ftp("in"))).isNull();
        assertThat(camel.createConsumerTemplate().receive(ftp("in"), 300)).isNull();
    }

    @Test
    void pollEnrichTakesTheFileThatTheMessageNames() throws Exception {
        put("in/one.txt", "first");
        put("in/two.txt", "second");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enrich")
                        .pollEnrich()
                        .simple(ftp("in", "delete=true", "fileName=${header.which}"))
                        .timeout(5000);
            }
        });
        assertThat(template.requestBodyAndHeader("direct:enrich", null, "which", "two.txt", String.class))
                .isEqualTo("second");
        assertThat(template.requestBodyAndHeader("direct:enrich", null, "which", "one.txt", String.class))
                .isEqualTo("first");
        awaitFiles();
    }

    @Test
    void pollTakesANamedFileWithoutListing() throws Exception {
        put("in/one.txt", "first");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:poll")
                        .poll(
                                ftp(
                                        "in",
                                        "delete=true",
                                        "useList=false",
                                        "fileName=${header.which}",
                                        "ignoreFileNotFoundOrPermissionError=true"),
                                1000);
            }
        });
        assertThat(template.requestBodyAndHeader("direct:poll", null, "which", "one.txt", String.class))
                .isEqualTo("first");
        awaitFiles();
    }

    @Test
    void aLimitHasNoPlaceWhereFilesAreTakenOneByOne() {
        assertThatThrownBy(() -> camel.createConsumerTemplate().receiveNoWait(ftp("in", "maxMessagesPerPoll=5")))
                .hasStackTraceContaining("maxMessagesPerPoll=5 has no effect");
    }

    @Test
    void browsingLooksAndLeaves() throws Exception {
        put("in/a.txt", "a");
        put("in/sub/b.txt", "b");
        BrowsableEndpoint endpoint =
                camel.getEndpoint(ftp("in", "delete=true", "recursive=true"), BrowsableEndpoint.class);
        for (int i = 0; i < 2; i++) {
            List<Exchange> seen = endpoint.getExchanges();
            assertThat(seen)
                    .extracting(e -> e.getIn().getHeader("CamelFileName"))
                    .containsExactly("a.txt", "sub/b.txt");
            assertThat(seen).extracting(e -> e.getIn().getBody(String.class)).containsExactly("a", "b");
        }
        assertThat(files()).containsExactly("in/a.txt", "in/sub/b.txt");
    }
}
