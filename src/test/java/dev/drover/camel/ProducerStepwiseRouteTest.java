package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** With {@code stepwise} an upload changes to its directory, and everything about the file is asked from there. */
class ProducerStepwiseRouteTest extends ScriptSupport {
    @Test
    void theSizeOfAnUploadIsAskedInTheDirectoryThatItWentTo() {
        play(FtpScript.server().directory("/out"));
        assertThat(send("stepwise=true", "verifyUpload=true").getException()).isNull();
        assertThat(send("stepwise=true", "verifyUpload=true").getException()).isNull();
        assertThat(commands()).noneMatch(line -> line.equals("CWD /out/out"));
        assertThat(commands())
                .filteredOn(line -> line.startsWith("SIZE .drover-"))
                .hasSize(2);
        assertThat(server.file("/out/a.txt")).hasValue("content".getBytes(UTF_8));
    }

    @Test
    void anUploadThatArrivedShortIsNotedWithStepwiseToo() {
        play(FtpScript.server().file("/out/a.txt", "old").on("SIZE", "213 1"));
        assertThat(send("stepwise=true").getException()).hasMessageContaining("has 1 of 7 bytes");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
    }

    @Test
    void aDirectoryThatMayNotBeEnteredIsAnError() {
        play(FtpScript.server().directory("/out").on("CWD /out", "550 Not for you."));
        assertThat(send("stepwise=true").getException()).hasMessageContaining("550 Not for you.");
    }

    private Exchange send(String... options) {
        camel.start();
        return template.send(ftp("out", options), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody("content");
        });
    }
}
