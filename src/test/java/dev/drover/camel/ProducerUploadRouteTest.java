package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"autoCreate=true", "stepwise=true", "tempPrefix=wip-", "atomicUpload=false", "fileExist=Append"})
    void aDirectoryThatWasRemovedSinceTheLastUploadIsMadeAgain(String way) throws Exception {
        camel.start();
        template.sendBodyAndHeader(ftp("out", way), "1", Exchange.FILE_NAME, "x/a.txt");
        Files.delete(home.resolve("out/x/a.txt"));
        Files.delete(home.resolve("out/x"));
        template.sendBodyAndHeader(ftp("out", way), "2", Exchange.FILE_NAME, "x/b.txt");
        assertThat(read("out/x/b.txt")).isEqualTo("2");
    }
}
