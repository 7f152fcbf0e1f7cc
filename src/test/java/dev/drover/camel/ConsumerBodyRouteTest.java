package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.Test;

class ConsumerBodyRouteTest extends RouteTestSupport {
    private static final int LARGE = 3_000_000;

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @Test
    void aSmallBodyIsInMemory() throws Exception {
        put("in/a.txt", "small");
        look(poll("in", "delete=true"));
        assertThat(next()).isInstanceOf(byte[].class);
        awaitFiles();
    }

    @Test
    void aLargeBodyLiesInATemporaryFileUntilTheExchangeIsDone() throws Exception {
        byte[] content = putLarge("in/a.bin");
        Path spool = folder.resolve("spool");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(poll("in", "delete=true", "spoolDirectory=" + spool)).process(exchange -> {
                    GenericFile<?> file = (GenericFile<?>) exchange.getIn().getBody();
                    seen.add(file.getBody());
                    seen.add(exchange.getIn().getBody(byte[].class));
                    try (InputStream again = exchange.getIn().getBody(InputStream.class)) {
                        seen.add(again.readAllBytes());
                    }
                    seen.add(bodiesIn(spool).size());
                });
            }
        });
        camel.start();
        assertThat(next()).isInstanceOf(File.class);
        assertThat(next()).isEqualTo(content);
        assertThat(next()).isEqualTo(content);
        assertThat(next()).isEqualTo(1);
        awaitFiles();
        await().atMost(PATIENCE).until(() -> bodiesIn(spool).isEmpty());
    }

    @Test
    void aLargeBodyStaysInMemoryWhenAsked() throws Exception {
        putLarge("in/a.bin");
        look(poll("in", "delete=true", "spoolThreshold=-1"));
        assertThat(next())
                .isInstanceOfSatisfying(byte[].class, bytes -> assertThat(bytes).hasSize(LARGE));
    }

    @Test
    void anEmptyFileIsAnEmptyBody() throws Exception {
        put("in/empty.txt", "");
        look(poll("in", "delete=true"));
        assertThat(next()).isEqualTo(new byte[0]);
        awaitFiles();
    }

    @Test
    void withoutDownloadThereAreHeadersOnly() throws Exception {
        put("in/a.txt", "content");
        receiveFrom(poll("in", "noop=true", "download=false"));
        Received file = take();
        assertThat(file.body()).isNull();
        assertThat(file.header("CamelFileLength")).isEqualTo(7L);
        assertThat(files()).containsExactly("in/a.txt");
    }

    @Test
    void aWorkDirectoryHoldsTheFileWhileItIsRouted() throws Exception {
        byte[] content = putLarge("in/sub/a.bin");
        Path work = folder.resolve("work");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(poll("in", "delete=true", "recursive=true", "localWorkDirectory=" + work))
                        .process(exchange -> {
                            File file = exchange.getIn().getBody(File.class);
                            seen.add(file);
                            seen.add(Files.readAllBytes(file.toPath()));
                            seen.add(exchange.getIn().getHeader("CamelFileLocalWorkPath"));
                        });
            }
        });
        camel.start();
        assertThat(next()).isEqualTo(work.resolve("sub/a.bin").toFile());
        assertThat(next()).isEqualTo(content);
        assertThat(next()).isEqualTo(work.resolve("sub/a.bin").toString());
        awaitFiles();
        await().atMost(PATIENCE).until(() -> filesBelow(work).isEmpty());
    }

    @Test
    void charsetTellsHowToReadTheBody() throws Exception {
        Files.createDirectories(home.resolve("in"));
        Files.write(home.resolve("in/a.txt"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        receiveFrom(poll("in", "delete=true", "charset=ISO-8859-1"));
        assertThat(take().body()).isEqualTo("Grüße");
    }

    private byte[] putLarge(String name) throws Exception {
        byte[] content = new byte[LARGE];
        new Random(7).nextBytes(content);
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return content;
    }

    private void look(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri)
                        .process(exchange ->
                                seen.add(((GenericFile<?>) exchange.getIn().getBody()).getBody()));
            }
        });
        camel.start();
    }

    private Object next() throws InterruptedException {
        Object next = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("something that the route saw").isNotNull();
        return next;
    }
}
