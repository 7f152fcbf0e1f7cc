package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.testing.script.FtpScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With verifyChecksum a file counts as moved when the server has the very bytes that went over the wire. */
class ChecksumRouteTest extends ScriptSupport {
    private static final String CONTENT = "0123456789".repeat(2000);
    private static final String DAMAGED = CONTENT.substring(1) + "x";
    private static final String[] FEATURES = {"EPSV", "MLST type*;size*;modify*;", "REST STREAM", "SIZE"};

    @ParameterizedTest
    @ValueSource(strings = {"", "tempFileName=${file:name}.tmp", "fileExist=Fail", "checksumFileAlgorithm=MD5"})
    void anUploadWithAnotherDigestDoesNotGetItsName(String options) throws Exception {
        play(telling(DAMAGED).directory("/out"));
        Exchange sent = send(options);
        assertThat(sent.getException())
                .hasMessageContaining(sha256(DAMAGED) + ", as it says itself")
                .hasMessageContaining("what was sent has " + sha256(CONTENT));
        assertThat(commands()).noneMatch(line -> line.startsWith("RNTO"));
        assertThat(server.file("/out/a.txt")).isEmpty();
        assertThat(server.file("/" + temporaryName())).isEmpty();
    }

    @Test
    void anOldFileStaysWhenTheNewOneIsDamaged() throws Exception {
        play(telling(DAMAGED).file("/out/a.txt", "old"));
        assertThat(send("").getException()).isNotNull();
        assertThat(server.file("/out/a.txt")).hasValue("old".getBytes(UTF_8));
    }

    @Test
    void anUploadWithTheRightDigestGetsItsName() throws Exception {
        play(telling(CONTENT).directory("/out"));
        assertThat(send("").getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands())
                .containsSubsequence("STOR " + temporaryName(), "XSHA256 " + temporaryName(), "RNTO out/a.txt")
                .noneMatch(line -> line.startsWith("RETR"));
    }

    @Test
    void anUploadIsReadBackWhereTheServerHasNoDigest() throws Exception {
        play(FtpScript.server()
                .features(FEATURES)
                .directory("/out")
                .once("RETR")
                .sendsData(DAMAGED));
        assertThat(send("").getException()).hasMessageContaining("as it was when read back");
        assertThat(server.file("/out/a.txt")).isEmpty();
        assertThat(commands()).noneMatch(line -> line.startsWith("RNTO"));

        assertThat(send("").getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
    }

    @Test
    void anUploadIsReadBackWhereTheServerRefusesTheDigest() throws Exception {
        play(FtpScript.server()
                .features("XSHA256", "EPSV", "SIZE", "MLST type*;size*;modify*;")
                .directory("/out")
                .on("XSHA256", "504 Not of this one."));
        assertThat(send("").getException()).isNull();
        assertThat(commands()).contains("RETR " + temporaryName());
    }

    @Test
    void anUploadThatWasContinuedIsComparedAsAWhole() throws Exception {
        play(telling(CONTENT).directory("/out").once("STOR").resetsData(5000));
        assertThat(send("").getException()).isNull();
        assertThat(server.file("/out/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"spoolThreshold=100", "spoolThreshold=-1", "streamDownload=true", "localWorkDirectory=work"})
    void aDownloadWithAnotherDigestIsNotTaken(String option) throws Exception {
        play(FtpScript.server()
                .features("XSHA256", "EPSV", "SIZE", "MLST type*;size*;modify*;")
                .file("/in/a.txt", CONTENT)
                .once("XSHA256", "250 " + sha256(DAMAGED))
                .on("XSHA256", "250 " + sha256(CONTENT)));
        Path drop = drop(option.replace("=work", "=" + folder.resolve("work")), true);
        await().atMost(PATIENCE).until(() -> Files.exists(drop.resolve("a.txt")));
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        assertThat(drop.resolve("a.txt")).hasContent(CONTENT);
        List<String> heard = commands();
        int wrong = heard.indexOf("XSHA256 in/a.txt");
        int right = heard.lastIndexOf("XSHA256 in/a.txt");
        // Between the first answer and the second one the file stays, and is fetched again.
        assertThat(heard.subList(wrong + 1, right))
                .contains("RETR in/a.txt")
                .noneMatch(line -> line.startsWith("DELE") || line.startsWith("RN"));
        assertThat(heard.subList(right, heard.size())).contains("DELE in/a.txt");
    }

    @Test
    void aDownloadIsFetchedTwiceWhereTheServerHasNoDigest() throws Exception {
        play(FtpScript.server()
                .features(FEATURES)
                .file("/in/a.txt", CONTENT)
                .once("RETR")
                .sendsData(DAMAGED));
        Path drop = drop("", true);
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        assertThat(drop.resolve("a.txt")).hasContent(CONTENT);
        assertThat(commands().stream().filter(line -> line.equals("RETR in/a.txt")))
                .hasSize(4);
    }

    @Test
    void whatTheDiskHasMadeSomethingElseDoesNotGetItsName() throws Exception {
        play(telling(CONTENT).file("/in/a.txt", CONTENT));
        Path drop = drop("", false);
        await().atMost(PATIENCE)
                .until(() -> commands().stream()
                                .filter(line -> line.equals("RETR in/a.txt"))
                                .count()
                        > 2);
        assertThat(drop).isEmptyDirectory();
        assertThat(server.file("/in/a.txt")).hasValue(CONTENT.getBytes(UTF_8));
        assertThat(commands()).noneMatch(line -> line.startsWith("DELE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary=false", "fileExist=Append"})
    void whatCannotBeComparedIsRefusedAtStart(String option) {
        play(FtpScript.server());
        camel.start();
        assertThatThrownBy(() -> template.sendBody(ftp("out", "verifyChecksum=true", option), CONTENT))
                .rootCause()
                .hasMessageContaining("verifyChecksum=true");
    }

    private Exchange send(String options) throws Exception {
        camel.start();
        String uri = options.isEmpty() ? ftp("out", "verifyChecksum=true") : ftp("out", "verifyChecksum=true", options);
        return template.send(uri, exchange -> {
            exchange.getIn()
                    .setBody(Files.writeString(folder.resolve("a.txt"), CONTENT).toFile());
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
        });
    }

    /** A route into a directory of this machine; when the disk is not good, it holds something else than was fetched. */
    private Path drop(String option, boolean isGood) throws Exception {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        camel.getRegistry()
                .bind(
                        "endpoints",
                        EndpointCatalog.of(Map.of(
                                "drover.endpoint.drop.kind", "local", "drover.endpoint.drop.root", drop.toString())));
        String from = poll("in", "verifyChecksum=true", "delete=true", option.isEmpty() ? "noop=false" : option);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .process(exchange -> {
                            if (!isGood) {
                                BodyDigests other = exchange.getProperty(BodyDigests.FETCHED, BodyDigests.class)
                                        .anew();
                                other.update(DAMAGED.getBytes(UTF_8), 0, DAMAGED.length());
                                exchange.setProperty(BodyDigests.FETCHED, other);
                            }
                        })
                        .to("drover:drop");
            }
        });
        camel.start();
        return drop;
    }

    private static FtpScript telling(String content) throws Exception {
        return FtpScript.server()
                .features("XSHA256", "EPSV", "SIZE", "REST STREAM", "MLST type*;size*;modify*;")
                .on("XSHA256", "250 " + sha256(content));
    }

    private String temporaryName() {
        await().atMost(Duration.ofSeconds(1))
                .until(() -> commands().stream().anyMatch(line -> line.startsWith("STOR ")));
        return commands().stream()
                .filter(line -> line.startsWith("STOR "))
                .map(line -> line.substring("STOR ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(String content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    }
}
