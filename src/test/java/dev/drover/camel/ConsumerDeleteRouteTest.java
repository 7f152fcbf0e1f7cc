package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ConsumerDeleteRouteTest extends RouteTestSupport {
    @Test
    void aFileIsRoutedWithItsHeadersAndDeleted() throws Exception {
        put("inbox/hello.txt", "Hello World");
        receiveFrom(poll("inbox", "delete=true"));
        Received file = take();
        assertThat(file.body()).isEqualTo("Hello World");
        assertThat(file.name()).isEqualTo("hello.txt");
        assertThat(file.header("CamelFileNameOnly")).isEqualTo("hello.txt");
        assertThat(file.header("CamelFileNameConsumed")).isEqualTo("hello.txt");
        assertThat(file.header("CamelFileAbsolute")).isEqualTo(false);
        assertThat(file.header("CamelFileAbsolutePath")).isEqualTo("inbox/hello.txt");
        assertThat(file.header("CamelFilePath")).isEqualTo("inbox/hello.txt");
        assertThat(file.header("CamelFileRelativePath")).isEqualTo("hello.txt");
        assertThat(file.header("CamelFileParent")).isEqualTo("inbox");
        assertThat(file.header("CamelFileHost")).isEqualTo("localhost");
        assertThat(file.header("CamelFileLength")).isEqualTo(11L);
        assertThat((Long) file.header("CamelFileLastModified")).isPositive();
        assertThat(file.header(Exchange.MESSAGE_TIMESTAMP)).isNotNull();
        assertThat(file.header("CamelFtpReplyCode")).isEqualTo(226);
        assertThat((String) file.header("CamelFtpReplyString")).startsWith("226 ");
        awaitFiles();
    }

    @Test
    void everyFileOfADirectoryIsTakenOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("inbox/" + i + ".txt", "content " + i);
        }
        receiveFrom(poll("inbox", "delete=true"));
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            Received file = take();
            assertThat(file.body()).isEqualTo("content " + file.name().replace(".txt", ""));
            names.add(file.name());
        }
        assertThat(names).hasSize(20);
        awaitFiles();
        assertThat(received).isEmpty();
    }
}
