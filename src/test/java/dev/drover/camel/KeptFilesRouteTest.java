package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What named endpoints do better than the component they stand on: no part is seen, and nothing leaves without need. */
class KeptFilesRouteTest extends RouteTestSupport {
    private final AtomicInteger attempts = new AtomicInteger();
    private Path drop;
    private EndpointCatalog catalog;

    @BeforeEach
    void configureEndpoints() throws Exception {
        drop = Files.createDirectories(folder.resolve("drop"));
        Map<String, String> properties = new HashMap<>();
        properties.put("drover.endpoint.partner.kind", "ftp");
        properties.put("drover.endpoint.partner.host", "localhost");
        properties.put("drover.endpoint.partner.port", String.valueOf(server.port()));
        properties.put("drover.endpoint.partner.username", "drover");
        properties.put("drover.endpoint.partner.password", "drover");
        properties.put("drover.endpoint.drop.kind", "local");
        properties.put("drover.endpoint.drop.root", drop.toString());
        catalog = EndpointCatalog.of(properties);
        camel.getRegistry().bind("catalog", catalog);
    }

    @AfterEach
    void closeEndpoints() {
        camel.stop();
        catalog.close();
    }

    @Test
    void aLocalFileIsReplacedByAWholeOneOrNotAtAll() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "the old one");
        camel.start();

        assertThatThrownBy(() -> template.sendBodyAndHeader(
                        "drover:drop", new BrokenStream("the ne"), Exchange.FILE_NAME, "a.txt"))
                .hasStackTraceContaining("broken off");
        assertThat(drop.resolve("a.txt")).hasContent("the old one");

        template.sendBodyAndHeader("drover:drop", "the new one", Exchange.FILE_NAME, "a.txt");
        assertThat(filesBelow(drop)).containsExactly("a.txt");
        assertThat(drop.resolve("a.txt")).hasContent("the new one");
    }

    @Test
    void aFileThatComesAgainUnderTheSameNameIsLookedAtAnew() throws Exception {
        Path out = Files.createDirectories(home.resolve("out"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("drover:partner/out?delete=true&delay=50&initialDelay=0&readLock=changed&readLockMinAge=1")
                        .to("drover:drop");
            }
        });
        camel.start();
        Files.writeString(out.resolve("a.txt"), "short");
        await().untilAsserted(() -> assertThat(drop.resolve("a.txt")).hasContent("short"));

        Files.writeString(out.resolve("a.txt"), "longer than before");

        await().untilAsserted(() -> assertThat(drop.resolve("a.txt")).hasContent("longer than before"));
    }

    @Test
    void aLocalFileBelowADirectoryIsWrittenBesideItsName() throws Exception {
        camel.start();

        template.sendBodyAndHeader("drover:drop/in", "x", Exchange.FILE_NAME, "2026/11/a.txt");

        assertThat(filesBelow(drop)).containsExactly("in/2026/11/a.txt");
    }

    @Test
    void whatIsAppendedToALocalFileIsWrittenInPlace() throws Exception {
        camel.start();

        template.sendBodyAndHeader("drover:drop?fileExist=Append", "one,", Exchange.FILE_NAME, "a.txt");
        template.sendBodyAndHeader("drover:drop?fileExist=Append", "two", Exchange.FILE_NAME, "a.txt");

        assertThat(drop.resolve("a.txt")).hasContent("one,two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drover:drop", "drover:partner"})
    void aFileThatIsToBlameIsMovedAside(String endpoint) throws Exception {
        putInto(endpoint, "a.txt");
        failingRoute(endpoint + "?moveFailed=.error", false);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(filesOf(endpoint)).containsExactly(".error/a.txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover:drop?moveFailed=.error",
                "drover:drop?moveFailed=.error&delete=true",
                "drover:drop?moveFailed=.error&preMove=.work",
                "drover:partner?moveFailed=.error",
                "drover:partner?moveFailed=.error&delete=true",
                "drover:partner?moveFailed=.error&preMove=.work"
            })
    void aFileThatIsNotToBlameStaysAndIsTriedAgain(String uri) throws Exception {
        putInto(uri, "a.txt");
        failingRoute(uri, true);

        await().atMost(PATIENCE).until(() -> attempts.get() > 2);
        camel.stop();

        assertThat(filesOf(uri)).containsExactly("a.txt");
    }

    @Test
    void aFileThatCouldNotLeaveItsFolderIsNotSent() throws Exception {
        Files.writeString(drop.resolve("a.txt"), "x");
        Files.setPosixFilePermissions(drop, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(drop))
                .as("for root every directory is writable")
                .isFalse();
        failingRoute("drover:drop?delete=true", false);

        await().pollDelay(java.time.Duration.ofMillis(500)).atMost(PATIENCE).untilAsserted(() -> assertThat(attempts)
                .hasValue(0));
        Files.setPosixFilePermissions(drop, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void failingRoute(String uri, boolean keep) throws Exception {
        String options = (uri.contains("?") ? "&" : "?") + "initialDelay=0&delay=50";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + options).process(exchange -> {
                    attempts.incrementAndGet();
                    exchange.setProperty(KeepingStrategy.KEEP, keep);
                    throw new IOException("The server is away.");
                });
            }
        });
        camel.start();
    }

    private void putInto(String uri, String name) throws IOException {
        if (uri.startsWith("drover:partner")) {
            put(name, "x");
        } else {
            Files.writeString(drop.resolve(name), "x");
        }
    }

    private List<String> filesOf(String uri) {
        return uri.startsWith("drover:partner") ? files() : filesBelow(drop);
    }

    /** Ends in the middle. */
    private static final class BrokenStream extends InputStream {
        private final String begin;
        private int position;

        BrokenStream(String begin) {
            this.begin = begin;
        }

        @Override
        public int read() throws IOException {
            if (position == begin.length()) {
                throw new IOException("broken off");
            }
            return begin.charAt(position++);
        }
    }
}
