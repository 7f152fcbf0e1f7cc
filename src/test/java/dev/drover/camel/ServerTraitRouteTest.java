package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of every kind, and what options make of them. */
class ServerTraitRouteTest extends ScriptSupport {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stepwise=true",
                "passiveMode=false",
                "passiveMode=false&activePortRange=20000-60000",
                "ftpClient.useEPSVwithIPv4=false",
                "binary=false",
                "separator=Auto",
                "disconnect=true",
                "sendNoop=false",
                "transferLoggingLevel=INFO&transferLoggingVerbose=true",
                "verifySize=false",
                "maxSessions=1"
            })
    void filesMoveBothWaysWith(String options) throws Exception {
        play(FtpScript.server().file("/in/sub/a.txt", "content"));
        receiveFrom(poll("in", "recursive=true", "move=.done", options.isEmpty() ? "noop=false" : options));
        assertThat(take().body()).isEqualTo("content");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.file("/in/sub/.done/a.txt"))
                .as("commands: %s", commands().stream().limit(80).toList())
                .isPresent());
        template.sendBodyAndHeader(
                ftp("out", options.isEmpty() ? "binary=true" : options), "new", Exchange.FILE_NAME, "x/b.txt");
        assertThat(server.file("/out/x/b.txt")).hasValue("new".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void stepwiseGoesToTheDirectoryOfEachFile() throws Exception {
        play(FtpScript.server().file("/in/sub/a.txt", "content"));
        receiveFrom(poll("in", "recursive=true", "delete=true", "stepwise=true"));
        take();
        await().atMost(PATIENCE).until(() -> server.file("/in/sub/a.txt").isEmpty());
        assertThat(commands()).contains("CWD /in/sub", "RETR a.txt", "DELE a.txt");
    }

    @Test
    void aServerThatKnowsLittleWillDo() throws Exception {
        play(FtpScript.server()
                .file("/in/a.txt", "content")
                .lacks("FEAT", "SYST", "EPSV", "MLSD", "MLST", "SIZE", "MDTM", "OPTS", "NOOP")
                .bareLineFeeds());
        receiveFrom(poll("in", "delete=true"));
        assertThat(take().body()).isEqualTo("content");
        await().atMost(PATIENCE).until(() -> server.file("/in/a.txt").isEmpty());
        template.sendBodyAndHeader(ftp("out"), "new", Exchange.FILE_NAME, "b.txt");
        assertThat(server.file("/out/b.txt")).isPresent();
    }

    @Test
    void aServerWithoutPwdWillDo() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content").lacks("PWD", "FEAT", "MLSD", "MLST", "SIZE", "SYST"));
        receiveFrom(poll("in", "move=done"));
        assertThat(take().body()).isEqualTo("content");
        template.sendBodyAndHeader(ftp("in"), "new", Exchange.FILE_NAME, ".b.txt");
        assertThat(server.file("/in/.b.txt")).isPresent();
    }

    @Test
    void aServerThatRefusesTypeWillDo() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content").lacks("TYPE"));
        receiveFrom(poll("in", "delete=true"));
        assertThat(take().body()).isEqualTo("content");
    }

    @Test
    void aBackslashIsALetterOfAName() throws Exception {
        play(FtpScript.server().file("/in/a\\b.txt", "content"));
        receiveFrom(poll("in", "move=done"));
        Received file = take();
        assertThat(file.name()).isEqualTo("a\\b.txt");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.file("/in/done/a\\b.txt"))
                .isPresent());
    }

    @Test
    void anAccountIsGivenWhenAskedFor() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content").account("acme"));
        receiveFrom(poll("in", "noop=true", "account=acme"));
        assertThat(take().body()).isEqualTo("content");
    }

    @Test
    void siteCommandsFollowEachLogin() throws Exception {
        play(FtpScript.server().directory("/out").on("SITE", "200 ok"));
        camel.start();
        camel.getRegistry().bind("commands", "UMASK 022\nHELP");
        template.sendBodyAndHeader(ftp("out", "siteCommand=#commands", "chmod=640"), "x", Exchange.FILE_NAME, "a.txt");
        assertThat(commands())
                .contains("SITE UMASK 022", "SITE HELP")
                .anyMatch(line -> line.startsWith("SITE CHMOD 640 out/"));
    }

    @Test
    void namesInAnotherCharset() throws Exception {
        play(FtpScript.server()
                .charset(StandardCharsets.ISO_8859_1)
                .features("SIZE")
                .file("/in/Grüße.txt", "content"));
        receiveFrom(poll("in", "move=done", "ftpClient.controlEncoding=ISO-8859-1"));
        assertThat(take().name()).isEqualTo("Grüße.txt");
        await().atMost(PATIENCE).until(() -> server.file("/in/done/Grüße.txt").isPresent());
    }

    @Test
    void namesAndDirectoriesAreInUtf8WithoutAnyOption() throws Exception {
        play(FtpScript.server().file("/Größe/日本/ü.txt", "content"));
        receiveFrom(poll("Gr%C3%B6%C3%9Fe", "move=.fertig-ß", "recursive=true"));
        Received file = take();
        assertThat(file.name()).isEqualTo("日本/ü.txt");
        assertThat(file.header("CamelFileAbsolutePath")).isEqualTo("Größe/日本/ü.txt");
        await().atMost(PATIENCE)
                .until(() -> server.file("/Größe/日本/.fertig-ß/ü.txt").isPresent());
        template.sendBodyAndHeader(ftp("ö"), "new", Exchange.FILE_NAME, "ä/é.txt");
        assertThat(server.file("/ö/ä/é.txt")).isPresent();
    }

    @Test
    void aScheduleEndsWhenItIsToldTo() throws Exception {
        play(FtpScript.server().directory("/in"));
        receiveFrom(poll("in", "delete=true", "repeatCount=2", "useFixedDelay=false", "timeUnit=MILLISECONDS"));
        await().during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .until(() -> commands().stream().filter("MLSD in"::equals).count() <= 2);
        assertThat(commands()).filteredOn("MLSD in"::equals).hasSize(2);
    }

    @Test
    void idlePollsAreFewerWhenTheyAreToBackOff() throws Exception {
        play(FtpScript.server().directory("/in"));
        receiveFrom(poll("in", "delete=true", "backoffMultiplier=1000", "backoffIdleThreshold=2"));
        await().during(Duration.ofMillis(400))
                .atMost(PATIENCE)
                .until(() -> commands().stream().filter("MLSD in"::equals).count() <= 3);
    }

    @Test
    void aDirectoryThatStartsWithADash() throws Exception {
        play(FtpScript.server().file("/-in/a.txt", "content").lacks("MLSD", "MLST"));
        receiveFrom(poll("-in", "delete=true"));
        assertThat(take().body()).isEqualTo("content");
    }

    @Test
    void sixthVersionAddresses() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        play(FtpScript.server().file("/in/a.txt", "content").listensOn(loopback));
        receiveFrom("ftp://u:p@[::1]:" + server.port() + "/in?delete=true&initialDelay=0&delay=50");
        assertThat(take().body()).isEqualTo("content");
    }

    @Test
    void aHugeDirectoryIsNotReadToItsEnd() throws Exception {
        String[] lines = IntStream.range(0, 100_000)
                .mapToObj(i -> "type=file;size=1;modify=20240102030405; " + i + ".txt")
                .toArray(String[]::new);
        play(FtpScript.server()
                .directory("/in")
                .on("MLSD")
                .sendsLines(lines)
                .on("RETR")
                .sendsData("x"));
        receiveFrom(ftp("in", "initialDelay=0", "delay=60000", "noop=true", "maxMessagesPerPoll=10"));
        for (int i = 0; i < 10; i++) {
            assertThat(take().name()).isEqualTo(i + ".txt");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void theLastActivityIsTold() throws Exception {
        play(FtpScript.server().file("/in/a.txt", "content"));
        receiveFrom(poll("in", "delete=true"));
        take();
        FtpConsumer consumer = (FtpConsumer) camel.getRoute("receiver").getConsumer();
        assertThat(consumer.getLastFtpActivity())
                .startsWith("Download of in/a.txt is done: 7 bytes")
                .endsWith("ago");
        assertThat(consumer.getLastFtpActivityVerbose()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"idempotent=false, 2024-01-10T15:00:00Z", "ftpClientConfig.serverTimeZoneId=UTC, 2024-01-10T10:00:00Z"})
    void timesOfListsAreThoseOfTheJvmUnlessToldOtherwise(String options, Instant modified) throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            play(FtpScript.server()
                    .lacks("MLSD", "MLST")
                    .file("/in/a.txt", "a")
                    .on("LIST")
                    .sendsLines("01-10-24  10:00AM                    1 a.txt"));
            receiveFrom(poll("in", "delete=true", options));
            assertThat(take().header(Exchange.FILE_LAST_MODIFIED)).isEqualTo(modified.toEpochMilli());
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
