package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that go wrong: the old file stays, no part is seen under the name, no empty file is written. */
class ProducerFaultRouteTest extends ScriptSupport {
    private static final String MOVE = "fileExist=Move&moveExisting=${file:parent}/bak/";
    private static final String CONTENT = "0123456789".repeat(1000);

    @ParameterizedTest
    @ValueSource(strings = {"552 Quota exceeded.", "451 Disk trouble.", "426 Connection closed."})
    void anUploadThatTheServerRefusesLeavesTheOldFile(String refusal) {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .on("STOR")
                .closesDataEarly(100)
                .thenReplies(refusal));
        Exchange sent = send(CONTENT);
        assertThat(sent.getException()).hasMessageContaining(refusal.substring(4));
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
    }

    @Test
    void anUploadThatArrivedShortIsNotedAlthoughTheServerIsContent() {
        play(FtpScript.server().file("/out/a.txt", "old").on("SIZE", "213 17"));
        Exchange sent = send(CONTENT);
        assertThat(sent.getException()).hasMessageContaining("has 17 of 10000 bytes");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.startsWith("RNTO"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fileExist=Fail", "fileExist=Ignore", "fileExist=Move&moveExisting=old/"})
    void aServerThatDoesNotSayWhetherAFileIsThereIsNotTakenToHaveNone(String exist) {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .on("MLST", "451 Disk trouble.")
                .on("SIZE", "451 Disk trouble.")
                .on("MLSD", "451 Disk trouble.")
                .on("LIST", "451 Disk trouble."));
        assertThat(send(CONTENT, exist).getException()).hasMessageContaining("451");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
    }

    @Test
    void aServerThatTellsNoSizeIsBelieved() {
        play(FtpScript.server().directory("/out").on("SIZE", "550 Not for you."));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
    }

    @Test
    void aDeadSessionIsReplacedBeforeTheBodyIsTouched() {
        play(FtpScript.server().directory("/out").once("STOR").closesControl());
        InputStream once = new ByteArrayInputStream(CONTENT.getBytes(UTF_8)) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };
        assertThat(send(once).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
    }

    @Test
    void aLostAnswerToTheRenameIsFoundOutByLooking() {
        play(FtpScript.server().file("/out/a.txt", "old").once("RNTO").asUsual().closesControl());
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands()).filteredOn(line -> line.startsWith("STOR")).hasSize(1);
    }

    @Test
    void anOldFileIsSetAsideWhereARenameMayNotReplaceIt() {
        play(FtpScript.server().file("/out/a.txt", "old").once("RNTO", "553 File exists."));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        List<String> moved = commands().stream()
                .filter(line -> line.startsWith("RN") || line.startsWith("DELE"))
                .toList();
        assertThat(moved).hasSize(7);
        assertThat(moved.get(2)).isEqualTo("RNFR out/a.txt");
        assertThat(moved.get(3)).startsWith("RNTO out/.drover-").endsWith(".old");
        assertThat(moved.get(5)).isEqualTo("RNTO out/a.txt");
        assertThat(moved.get(6)).startsWith("DELE out/.drover-").endsWith(".old");
    }

    @Test
    void aFileOfSomebodyElseThatAppearsMeanwhileIsNotReplacedWithFail() {
        play(appearsMeanwhile());
        assertThat(send(CONTENT, "fileExist=Fail").getException())
                .hasMessageContaining("File already exist: out/a.txt");
        assertTheirFileIsAllThereIs();
    }

    @Test
    void aFileOfSomebodyElseThatAppearsMeanwhileIsLeftAloneWithIgnore() {
        play(appearsMeanwhile());
        assertThat(send(CONTENT, "fileExist=Ignore").getException()).isNull();
        assertTheirFileIsAllThereIs();
    }

    private static FtpScript appearsMeanwhile() {
        return FtpScript.server()
                .file("/out/a.txt", "theirs")
                .once("MLST out/a.txt", "550 No such file.")
                .once("MLST out/a.txt", "550 No such file.")
                .once("RNTO", "553 File exists.");
    }

    private void assertTheirFileIsAllThereIs() {
        assertThat(server.file("/out/a.txt")).hasValue("theirs".getBytes(UTF_8));
        assertThat(commands()).filteredOn(line -> line.startsWith("RNFR")).hasSize(1);
        assertThat(commands()).filteredOn(line -> line.startsWith("DELE")).containsExactly("DELE " + temporaryName());
    }

    private String temporaryName() {
        return commands().stream()
                .filter(line -> line.startsWith("STOR "))
                .map(line -> line.substring("STOR ".length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOldFileIsNotMovedAwayForAnUploadThatTheServerRefuses() {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .file("/out/bak/a.txt", "older")
                .on("STOR")
                .closesDataEarly(3)
                .thenReplies("552 Quota."));
        assertThat(send(CONTENT, MOVE).getException()).hasMessageContaining("552 Quota.");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
        assertThat(server.file("/out/bak/a.txt")).hasValue("older".getBytes(UTF_8));
    }

    @Test
    void anEarlierCopyIsThereUntilTheNextOneHasItsName() {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .file("/out/bak/a.txt", "older")
                .on("RNTO out/bak/a.txt", "550 No."));
        assertThat(send(CONTENT, MOVE).getException()).hasMessageContaining("550 No.");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.startsWith("DELE out/bak/a.txt"));
    }

    @Test
    void aMovedFileComesBackWhenTheNewOneCannotHaveItsName() {
        play(FtpScript.server().file("/out/a.txt", "old").once("RNTO out/a.txt", "550 No."));
        assertThat(send(CONTENT, MOVE).getException()).hasMessageContaining("550 No.");
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
        assertThat(server.file("/out/bak/a.txt")).isEmpty();
    }

    @Test
    void aMovedFileIsReplacedByTwoRenamesInARow() {
        play(FtpScript.server().file("/out/a.txt", "old"));
        assertThat(send(CONTENT, MOVE).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(server.file("/out/bak/a.txt")).hasValue("old".getBytes(UTF_8));
        List<String> since = commands()
                .subList(
                        commands().indexOf("STOR " + temporaryName()),
                        commands().size());
        assertThat(since).filteredOn(line -> line.startsWith("RNTO")).endsWith("RNTO out/bak/a.txt", "RNTO out/a.txt");
    }

    @Test
    void anOldFileIsPutBackWhenTheNewOneCannotHaveItsName() {
        play(FtpScript.server()
                .file("/out/a.txt", "old")
                .once("RNTO", "553 File exists.")
                .once("RNTO")
                .asUsual()
                .once("RNTO", "553 No."));
        assertThat(send(CONTENT).getException()).isNotNull();
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
    }

    @Test
    void redeliveryUploadsTheWholeBodyAgain() throws Exception {
        play(FtpScript.server()
                .directory("/out")
                .once("STOR")
                .resetsData(500)
                .once("STOR")
                .resetsData(500));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(10));
                from("direct:retry").to(ftp("out", "maximumReconnectAttempts=1"));
            }
        });
        camel.start();
        Exchange sent = template.send("direct:retry", exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody(new ByteArrayInputStream(CONTENT.getBytes(UTF_8)));
        });
        assertThat(sent.getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands())
                .filteredOn(line -> line.startsWith("STOR"))
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    private Exchange send(Object body, String... options) {
        camel.start();
        return template.send(ftp("out", options), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody(body);
        });
    }
}
