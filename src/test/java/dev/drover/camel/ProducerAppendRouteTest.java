package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is appended is there once, also when the connection breaks in the middle of it. */
class ProducerAppendRouteTest extends ScriptSupport {
    private static final String CONTENT = "0123456789".repeat(1000);

    @ParameterizedTest
    @ValueSource(strings = {"426 Connection broke.", "421 Going down."})
    void anAppendThatBreaksOffGoesOn(String reply) throws Exception {
        play(FtpScript.server()
                .file("/out/a.txt", "old|")
                .once("APPE")
                .closesDataEarly(3)
                .thenReplies(reply));
        assertThat(append(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(("old|" + CONTENT).getBytes(UTF_8));
    }

    @Test
    void anAppendWhoseAnswerIsLostIsDone() throws Exception {
        play(FtpScript.server()
                .file("/out/a.txt", "old|")
                .once("APPE")
                .noFinalReply()
                .closesControl());
        assertThat(append(CONTENT, "appendChars=xyz").getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(("old|" + CONTENT + "xyz").getBytes(UTF_8));
    }

    @Test
    void whatFollowsEachAppendGoesOnInTheMiddle() throws Exception {
        play(FtpScript.server()
                .directory("/out")
                .once("APPE")
                .closesDataEarly(CONTENT.length() + 1)
                .thenReplies("426 Connection broke."));
        Path file = Files.writeString(folder.resolve("body"), CONTENT);
        assertThat(append(file.toFile(), "appendChars=xyz").getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue((CONTENT + "xyz").getBytes(UTF_8));
    }

    @Test
    void aRedeliveryAppendsWhatIsMissing() throws Exception {
        play(FtpScript.server()
                .file("/out/a.txt", "old|")
                .once("APPE")
                .closesDataEarly(3)
                .thenReplies("552 Quota."));
        assertThat(append(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(("old|" + CONTENT).getBytes(UTF_8));
    }

    @Test
    void aRedeliveryBecauseOfTheDoneFileAppendsNothing() throws Exception {
        play(FtpScript.server().file("/out/a.txt", "old|").once("STOR out/a.txt.done", "452 Not now."));
        assertThat(append(CONTENT, "doneFileName=${file:name}.done").getException())
                .isNull();
        assertThat(server.file("/out/a.txt")).hasValue(("old|" + CONTENT).getBytes(UTF_8));
        assertThat(server.file("/out/a.txt.done")).isPresent();
    }

    @Test
    void anExchangeThatIsAppendedTwiceIsThereTwice() throws Exception {
        play(FtpScript.server().directory("/out"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to(ftp("out", "fileExist=Append&fileName=a.txt"))
                        .to(ftp("out", "fileExist=Append&fileName=a.txt"));
            }
        });
        camel.start();
        template.sendBody("direct:twice", "ab");
        assertThat(server.file("/out/a.txt")).hasValue("abab".getBytes(UTF_8));
    }

    @Test
    void aBodyThatCannotBeReadAgainFailsAndTellsWhereItsPartIs() throws Exception {
        play(FtpScript.server()
                .file("/out/a.txt", "old|")
                .on("APPE")
                .closesDataEarly(3)
                .thenReplies("426 Connection broke."));
        Exchange sent = append(new FilterInputStream(new ByteArrayInputStream(CONTENT.getBytes(UTF_8))) {
            @Override
            public boolean markSupported() {
                return false;
            }
        });
        assertThat(sent.getException()).isNotNull();
        assertThat(server.file("/out/a.txt")).hasValue("old|012".getBytes(UTF_8));
        assertThat(commands()).filteredOn(line -> line.startsWith("APPE")).hasSizeLessThan(4);
    }

    @Test
    void whereNoSizeIsToldNothingIsAppendedTwice() throws Exception {
        play(FtpScript.server()
                .file("/out/a.txt", "old|")
                .on("SIZE", "550 Not for you.")
                .once("APPE")
                .closesDataEarly(3)
                .thenReplies("426 Connection broke."));
        assertThat(append(CONTENT).getException())
                .hasMessageContaining("a part may be there, at its end")
                .hasMessageContaining("out/a.txt broke off after");
        assertThat(server.file("/out/a.txt")).hasValue("old|012".getBytes(UTF_8));
    }

    private Exchange append(Object body, String... options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(10));
                from("direct:in").noStreamCaching().to(ftp("out", options) + "&fileExist=Append&reconnectDelay=10");
            }
        });
        camel.start();
        return template.send("direct:in", exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody(body);
        });
    }
}
