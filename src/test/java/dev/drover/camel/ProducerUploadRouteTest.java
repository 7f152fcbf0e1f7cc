package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ProducerUploadRouteTest extends RouteTestSupport {
    @Test
    void aBodyIsUploadedUnderTheNameOfTheHeader() throws Exception {
        camel.start();
        Exchange sent = template.send(ftp("outbox"), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "report.txt");
            exchange.getIn().setBody("Grüße");
        });
        assertThat(sent.getException()).isNull();
        assertThat(read("outbox/report.txt")).isEqualTo("Grüße");
        assertThat(files()).containsExactly("outbox/report.txt");
        assertThat(sent.getIn().getHeader(Exchange.FILE_NAME_PRODUCED)).isEqualTo("outbox/report.txt");
        assertThat(sent.getIn().getHeader(Exchange.FILE_NAME)).isEqualTo("report.txt");
        assertThat(sent.getIn().getHeader("CamelFtpReplyCode")).isEqualTo(226);
    }

    @Test
    void anExistingFileIsReplaced() throws Exception {
        put("outbox/report.txt", "the old content, which is longer than the new one");
        camel.start();
        template.sendBodyAndHeader(ftp("outbox"), "new", Exchange.FILE_NAME, "report.txt");
        assertThat(read("outbox/report.txt")).isEqualTo("new");
        assertThat(files()).containsExactly("outbox/report.txt");
    }
}
