package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class DoneFileRouteTest extends RouteTestSupport {
    @Test
    void aFileWaitsForItsDoneFile() throws Exception {
        put("in/a.txt", "a");
        receiveFrom(poll("in", "delete=true", "doneFileName=${file:name}.done"));
        await().during(Duration.ofMillis(400)).atMost(PATIENCE).until(received::isEmpty);
        put("in/a.txt.done", "");
        assertThat(take().name()).isEqualTo("a.txt");
        awaitFiles();
    }

    @Test
    void oneDoneFileServesAWholeBatchAndGoesWithTheLast() throws Exception {
        put("in/a.txt", "a");
        put("in/b.txt", "b");
        put("in/done", "");
        receiveFrom(poll("in", "delete=true", "doneFileName=done"));
        take();
        take();
        awaitFiles();
    }

    @Test
    void aDoneFileIsWrittenBehindTheFile() throws Exception {
        camel.start();
        template.sendBodyAndHeader(ftp("out/sub", "doneFileName=done-${file:name}"), "a", Exchange.FILE_NAME, "a.txt");
        assertThat(files()).containsExactly("out/sub/a.txt", "out/sub/done-a.txt");
        assertThat(read("out/sub/done-a.txt")).isEmpty();
    }

    @Test
    void aDoneFileThatIsThereIsWrittenAnew() throws Exception {
        put("out/done", "old");
        camel.start();
        template.sendBodyAndHeader(ftp("out", "doneFileName=done"), "a", Exchange.FILE_NAME, "a.txt");
        assertThat(read("out/done")).isEmpty();
    }
}
