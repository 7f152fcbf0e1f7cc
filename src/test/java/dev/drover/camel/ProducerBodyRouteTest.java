package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProducerBodyRouteTest extends RouteTestSupport {
    @BeforeEach
    void start() {
        camel.start();
    }

    @Test
    void bytesFilesPathsAndStreamsAreUploadedWhole() throws Exception {
        byte[] content = new byte[1_000_000];
        new Random(3).nextBytes(content);
        Path local = Files.write(folder.resolve("local.bin"), content);
        Object[] bodies = {content, local.toFile(), local, new ByteArrayInputStream(content)};
        for (Object body : bodies) {
            template.sendBodyAndHeader(ftp("out"), body, Exchange.FILE_NAME, "a.bin");
            assertThat(Files.readAllBytes(home.resolve("out/a.bin"))).isEqualTo(content);
            Files.delete(home.resolve("out/a.bin"));
        }
    }

    @Test
    void filesOfADirectoryAreUploadedFromAFileRoute() throws Exception {
        Path drop = Files.createDirectories(folder.resolve("drop/sub"));
        Files.writeString(drop.resolve("a.txt"), "from disk");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder.resolve("drop") + "?recursive=true&delete=true&initialDelay=0&delay=50")
                        .to(ftp("out"));
            }
        });
        awaitFiles("out/sub/a.txt");
        assertThat(read("out/sub/a.txt")).isEqualTo("from disk");
    }

    @Test
    void noBodyIsAnErrorUnlessAllowed() throws Exception {
        assertThatThrownBy(() -> template.sendBodyAndHeader(ftp("out"), null, Exchange.FILE_NAME, "a.txt"))
                .rootCause()
                .hasMessageContaining("Cannot write null body to file: out/");
        template.sendBodyAndHeader(ftp("out", "allowNullBody=true"), null, Exchange.FILE_NAME, "a.txt");
        assertThat(read("out/a.txt")).isEmpty();
    }

    @Test
    void charsetTellsHowTextIsWritten() throws Exception {
        template.sendBodyAndHeader(ftp("out", "charset=ISO-8859-1"), "Grüße", Exchange.FILE_NAME, "a.txt");
        assertThat(Files.readAllBytes(home.resolve("out/a.txt")))
                .isEqualTo("Grüße".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theTimeOfTheSourceIsKept() throws Exception {
        Instant time = Instant.parse("2020-02-03T04:05:06Z");
        template.send(ftp("out", "keepLastModified=true"), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setHeader(Exchange.FILE_LAST_MODIFIED, time.toEpochMilli());
            exchange.getIn().setBody("x");
        });
        assertThat(Files.getLastModifiedTime(home.resolve("out/a.txt")).toInstant())
                .isEqualTo(time);
    }

    @Test
    void aChecksumIsTakenAndWritten() throws Exception {
        Exchange sent = template.send(ftp("out", "checksumFileAlgorithm=SHA_256"), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody("abc");
        });
        String sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(sent.getIn().getHeader("CamelFileChecksum")).isEqualTo(sha);
        assertThat(read("out/a.txt.SHA_256")).isEqualTo(sha);
    }

    @Test
    void chmodThatTheServerRefusesDoesNotFailTheUpload() throws Exception {
        template.sendBodyAndHeader(ftp("out", "chmod=640"), "x", Exchange.FILE_NAME, "a.txt");
        assertThat(files()).containsExactly("out/a.txt");
    }

    @Test
    void aStreamThatWasReadIsNeverUploadedAsAnEmptyFile() throws Exception {
        InputStream once = new SequenceInputStream(
                new ByteArrayInputStream("first ".getBytes(StandardCharsets.UTF_8)),
                new ByteArrayInputStream("second".getBytes(StandardCharsets.UTF_8)));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice").noStreamCaching().to(ftp("out")).to(ftp("out2"));
            }
        });
        assertThatThrownBy(() -> template.sendBodyAndHeader("direct:twice", once, Exchange.FILE_NAME, "a.txt"))
                .rootCause()
                .hasMessageContaining("cannot be read again");
        assertThat(files()).containsExactly("out/a.txt");
    }
}
