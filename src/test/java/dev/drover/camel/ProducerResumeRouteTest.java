package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that break off: continued when it is certain what the server has, else begun again; and what they leave. */
class ProducerResumeRouteTest extends ScriptSupport {
    private static final String CONTENT = "0123456789".repeat(1000);

    @ParameterizedTest
    @ValueSource(strings = {"text", "bytes", "file", "path", "stream"})
    void aBrokenUploadGoesOnWhereTheServerHasGotTo(String kind) throws Exception {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500));
        assertThat(send(body(kind)).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands()).contains("REST 500");
        assertThat(stored()).hasSize(2);
        assertThat(stored().get(1)).isEqualTo(stored().get(0));
    }

    @Test
    void aContinuedUploadIsCheckedBySizeEvenWhenTheFirstWasChecked() {
        play(FtpScript.server()
                .directory("/out")
                .once("STOR")
                .asUsual()
                .once("STOR")
                .resetsData(500));
        send("first");
        int before = commands().size();
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(commands().subList(before, commands().size()))
                .filteredOn(line -> line.startsWith("SIZE"))
                .hasSize(2);
    }

    @Test
    void theChecksumIsThatOfTheWholeFile() {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500));
        Exchange sent = send(CONTENT, "checksumFileAlgorithm=MD5");
        assertThat(sent.getException()).isNull();
        Exchange whole = send(CONTENT, "checksumFileAlgorithm=MD5");
        assertThat(sent.getMessage().getHeader(FtpConstants.FILE_CHECKSUM))
                .isNotNull()
                .isEqualTo(whole.getMessage().getHeader(FtpConstants.FILE_CHECKSUM));
    }

    @Test
    void aLostConfirmationIsAskedForAgainWithoutSendingTheFileTwice() {
        play(FtpScript.server()
                .directory("/out")
                .once("STOR")
                .closesDataEarly(1_000_000)
                .noFinalReply()
                .closesControl());
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands()).contains("REST 10000");
    }

    @Test
    void aPartThatIsNotThereAnyMoreIsBegunAgainUnderAnotherName() {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500).once("SIZE", "550 No such file."));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.startsWith("REST"));
        assertThat(stored()).hasSize(2).doesNotHaveDuplicates();
        assertNothingElseIsLeft();
    }

    @Test
    void aPartThatIsLargerThanWhatWasSentIsNotOurs() {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500).once("SIZE", "213 99999999"));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(stored()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aContinuedUploadThatCameOutWrongIsBegunAgain() {
        play(FtpScript.server()
                .directory("/out")
                .once("STOR")
                .resetsData(500)
                .once("SIZE")
                .asUsual()
                .once("SIZE", "213 9500"));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(stored()).hasSize(3);
        assertThat(stored().get(2)).isNotEqualTo(stored().get(1));
        assertNothingElseIsLeft();
    }

    @Test
    void textIsBegunAgainAndNeverContinued() {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500));
        assertThat(send(CONTENT, "binary=false").getException()).isNull();
        assertThat(commands()).noneMatch(line -> line.startsWith("REST"));
        assertThat(stored()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aServerWithoutRestartIsSentTheWholeFileAgain() {
        play(FtpScript.server()
                .features("SIZE", "MLST type*;size*;")
                .directory("/out")
                .once("STOR")
                .resetsData(500));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.startsWith("REST"));
    }

    @Test
    void aBodyThatCannotBeReadAgainFailsTheExchangeAndLeavesNothing() {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500));
        InputStream once = new InputStream() {
            private int left = CONTENT.length();

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }
        };
        assertThat(send(once).getException()).isNotNull();
        assertThat(stored()).hasSize(1);
        assertNothingElseIsLeft();
    }

    @Test
    void thereAreNoMoreAttemptsThanAllowed() {
        play(FtpScript.server().directory("/out").on("STOR").resetsData(500));
        assertThat(send(CONTENT, "maximumReconnectAttempts=2").getException()).isNotNull();
        assertThat(stored()).hasSize(2);
        assertThat(server.file("/out/a.txt")).isEmpty();
        assertNothingElseIsLeft();
    }

    @Test
    void aNameThatTheRouteGaveIsNotContinued() {
        play(FtpScript.server().directory("/out").once("STOR").resetsData(500));
        assertThat(send(CONTENT, "tempFileName=given.tmp").getException()).isNotNull();
        assertThat(stored()).containsExactly("STOR out/given.tmp");
    }

    @Test
    void whatAKilledNodeLeftIsDeletedWhenItIsOld() {
        TemporaryNames names = camel.getComponent("ftp", FtpComponent.class).temporaryNames();
        String old = leftBehind(names);
        String recent = leftBehind(names);
        String ofAnother = leftBehind(new TemporaryNames("another node"));
        // The endpoint knows its directory without a slash at the beginning.
        String inUse = "/" + names.begin("out/a", '/');
        Instant longAgo = Instant.now().minusSeconds(100_000);
        play(FtpScript.server()
                .file(old, new byte[1], longAgo)
                .file(recent, new byte[1], Instant.now().minusSeconds(50_000))
                .file(ofAnother, new byte[1], longAgo)
                .file(inUse, new byte[1], longAgo));
        assertThat(send(CONTENT).getException()).isNull();
        assertThat(server.file(old)).isEmpty();
        assertThat(server.file(recent)).isPresent();
        assertThat(server.file(ofAnother)).isPresent();
        assertThat(server.file(inUse)).isPresent();
        int before = commands().size();
        send(CONTENT);
        assertThat(commands().subList(before, commands().size()))
                .as("a directory is looked at once")
                .noneMatch(line -> line.startsWith("MLSD"));
    }

    @Test
    void whatAppearsAfterTheFirstLookIsDeletedAtTheNext() {
        String old = leftBehind(camel.getComponent("ftp", FtpComponent.class).temporaryNames());
        play(FtpScript.server().directory("/out"));
        assertThat(send(CONTENT, "staleUploadAge=200").getException()).isNull();
        server.put(old, new byte[1]);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            send(CONTENT, "staleUploadAge=200");
            return server.file(old).isEmpty();
        });
    }

    @Test
    void nothingIsDeletedWhenNotWanted() {
        String old = leftBehind(camel.getComponent("ftp", FtpComponent.class).temporaryNames());
        play(FtpScript.server().file(old, new byte[1], Instant.now().minusSeconds(1_000_000)));
        assertThat(send(CONTENT, "staleUploadAge=0").getException()).isNull();
        assertThat(server.file(old)).isPresent();
        assertThat(commands()).noneMatch(line -> line.startsWith("MLSD"));
    }

    @Test
    void aDirectoryThatMayNotBeListedTakesFilesAllTheSame() {
        play(FtpScript.server().directory("/out").on("MLSD", "550 No.").on("LIST", "550 No."));
        assertThat(send(CONTENT).getException()).isNull();
    }

    private static String leftBehind(TemporaryNames names) {
        String name = names.begin("/out/a.txt", '/');
        names.end(name);
        return name;
    }

    private void assertNothingElseIsLeft() {
        assertThat(stored()).allMatch(line -> server.file("/" + line.substring("STOR ".length()))
                .isEmpty());
    }

    private List<String> stored() {
        return commands().stream().filter(line -> line.startsWith("STOR")).toList();
    }

    private Object body(String kind) throws Exception {
        Path file = Files.writeString(folder.resolve("body"), CONTENT);
        return switch (kind) {
            case "text" -> CONTENT;
            case "bytes" -> CONTENT.getBytes(UTF_8);
            case "file" -> file.toFile();
            case "path" -> file;
            default -> new ByteArrayInputStream(CONTENT.getBytes(UTF_8));
        };
    }

    private Exchange send(Object body, String... options) {
        camel.start();
        return template.send(ftp("out", options), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setBody(body);
        });
    }
}
