package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Renames whose answer nobody hears: what happened is found out by looking, and nothing is sent a second time. */
class RenameOutcomeRouteTest extends ScriptSupport {
    @ParameterizedTest
    @ValueSource(strings = {"Override", "Fail", "Ignore", "TryRename"})
    void aRenameThatIsDoneButNotAnsweredInTimeIsDone(String exist) throws Exception {
        play(FtpScript.server().directory("/out").once("RNTO").asUsualButSilently());
        assertThat(deliver("fileExist=" + exist, "soTimeout=300").getException())
                .isNull();
        assertDeliveredOnce();
    }

    @Test
    void aRenameThatIsDoneAndAnsweredWith421IsDone() throws Exception {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .once("RNTO")
                .asUsualButSilently()
                .unsolicited421());
        assertThat(deliver().getException()).isNull();
        assertDeliveredOnce();
        assertThat(commands()).noneMatch(line -> line.contains(".old"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RNFR", "RNTO"})
    void aRenameThatIsNotDoneWhenTheServerEndsTheSessionIsAskedForAgain(String verb) throws Exception {
        play(FtpScript.server().file("/out/a.txt", "old").once(verb).unsolicited421());
        assertThat(deliver().getException()).isNull();
        assertDeliveredOnce();
    }

    @Test
    void aRenameThatIsNeitherDoneNorAnsweredInTimeIsAskedForAgain() throws Exception {
        play(FtpScript.server().file("/out/a.txt", "old").once("RNTO").stallsControl());
        assertThat(deliver("soTimeout=300").getException()).isNull();
        assertDeliveredOnce();
    }

    @Test
    void aServerThatEndsEverySessionAtTheRenameIsNotTakenToSayThatTheNameIsTaken() throws Exception {
        play(FtpScript.server().file("/out/a.txt", "old").on("RNTO").unsolicited421());
        assertThat(deliver().getException()).hasMessageContaining("421");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.contains(".old"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Override", "Fail", "Ignore"})
    void aRedeliveryLooksAgainWhenNobodyCouldTell(String exist) throws Exception {
        play(FtpScript.server()
                .directory("/out")
                .once("RNTO")
                .asUsual()
                .closesControl()
                .greetsOnce("220 Welcome")
                .greetsOnce("421 Not now.")
                .greetsOnce("421 Not now."));
        assertThat(deliver("fileExist=" + exist, "maximumReconnectAttempts=1").getException())
                .isNull();
        assertDeliveredOnce();
    }

    @Test
    void aRedeliverySendsAnewWhatDidNotGetItsName() throws Exception {
        play(FtpScript.server()
                .directory("/out")
                .once("RNTO")
                .closesControl()
                .greetsOnce("220 Welcome")
                .greetsOnce("421 Not now.")
                .greetsOnce("421 Not now."));
        assertThat(deliver("maximumReconnectAttempts=1").getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue("content".getBytes(UTF_8));
        assertThat(commands())
                .filteredOn(line -> line.startsWith("STOR "))
                .hasSize(2)
                .allSatisfy(line -> assertThat(server.file("/" + line.substring("STOR ".length())))
                        .isEmpty());
    }

    private void assertDeliveredOnce() {
        assertThat(server.file("/out/a.txt")).hasValue("content".getBytes(UTF_8));
        assertThat(commands()).filteredOn(line -> line.startsWith("STOR")).hasSize(1);
    }

    private Exchange deliver(String... options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(10));
                from("direct:in").to(ftp("out", options));
            }
        });
        camel.start();
        return template.send("direct:in", exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody("content");
        });
    }
}
