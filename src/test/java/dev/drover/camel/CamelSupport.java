package dev.drover.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Camel context for each test, and a place where routes note what they receive. */
abstract class CamelSupport {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    final CamelContext camel = new DefaultCamelContext();
    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    ProducerTemplate template;

    /** What a route saw of one file, taken down while it was there. */
    record Received(String name, String body, Exchange exchange) {
        Object header(String header) {
            return exchange.getIn().getHeader(header);
        }
    }

    @BeforeEach
    final void beginCamel() throws Exception {
        camel.getShutdownStrategy().setTimeout(5);
        template = camel.createProducerTemplate();
    }

    @AfterEach
    final void endCamel() throws Exception {
        template.close();
        camel.close();
    }

    /** Starts a route that notes what it receives. */
    void receiveFrom(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("receiver").process(CamelSupport.this::note);
            }
        });
        camel.start();
    }

    void note(Exchange exchange) {
        received.add(new Received(
                exchange.getIn().getHeader(Exchange.FILE_NAME, String.class),
                exchange.getIn().getBody(String.class),
                exchange));
    }

    Received take() throws InterruptedException {
        Received next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was received" + hint());
        }
        return next;
    }

    /** What may explain that nothing came. */
    String hint() {
        return "";
    }

    /** The large bodies that lie in a spool directory. */
    static List<String> bodiesIn(Path spool) {
        return filesBelow(spool).stream().filter(name -> name.contains("body-")).toList();
    }

    /** All files below, relative, sorted; others may add, move and delete some meanwhile. */
    static List<String> filesBelow(Path directory) {
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        names.add(directory.relativize(file).toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException && !file.equals(directory)) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(names);
        return names;
    }
}
