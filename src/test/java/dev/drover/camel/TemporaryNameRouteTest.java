package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Temporary names that the endpoint gives: none may cost a file of somebody else, or the one to be written. */
class TemporaryNameRouteTest extends ScriptSupport {
    @Test
    void aTemporaryNameThatComesOutAsTheTargetIsRefusedBeforeAnythingIsWritten() {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .on("STOR")
                .closesDataEarly(3)
                .thenReplies("552 Quota."));
        Exchange sent = send("a.txt", "tempFileName=./${header.name}");
        assertThat(sent.getException())
                .hasMessageContaining("Cannot write out/a.txt: tempFileName gives it the same name");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.startsWith("STOR") || line.startsWith("DELE"));
    }

    @Test
    void whatAFailureLeftUnderAGivenNameIsDeletedLaterButNotWhileItIsWrittenAgain() throws Exception {
        play(FtpScript.server()
                .directory("/out")
                .once("STOR out/a.tmp")
                .closesDataEarly(3)
                .thenReplies("552 Quota.")
                .once("DELE out/a.tmp", "450 Busy."));
        String way = "tempFileName=${header.name}.tmp";
        assertThat(send("a", way).getException()).hasMessageContaining("552 Quota.");
        FtpEndpoint endpoint = (FtpEndpoint) camel.getEndpoint(ftp("out", way));
        PathLocks.Held writer =
                endpoint.getComponent().locks().hold(endpoint.getConfiguration().place("out/a.tmp"));
        assertThat(sendByAnotherThread("b", way).getException()).isNull();
        assertThat(server.file("/out/a.tmp")).isPresent();
        writer.close();
        assertThat(send("a", way).getException()).isNull();
        assertThat(server.file("/out/a.tmp")).isEmpty();
    }

    private Exchange sendByAnotherThread(String name, String options) throws Exception {
        return CompletableFuture.supplyAsync(() -> send(name, options)).get();
    }

    private Exchange send(String name, String options) {
        camel.start();
        return template.send(ftp("out", options), exchange -> {
            exchange.getIn().setHeader("name", name);
            exchange.getIn().setHeader(Exchange.FILE_NAME, name);
            exchange.getIn().setBody("content");
        });
    }
}
