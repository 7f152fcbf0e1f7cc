package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeDownloadRouteTest extends ScriptSupport {
    private static final String CONTENT = "0123456789".repeat(10_000);
    private static final Instant TIME = Instant.parse("2024-01-02T03:04:05Z");

    @Test
    void aBrokenDownloadGoesOnWhereItEnded() throws Exception {
        play(FtpScript.server()
                .file("/in/a.bin", bytes(CONTENT), TIME)
                .once("RETR")
                .closesDataEarly(60_000)
                .thenReplies("426 broken"));
        receiveFrom(poll("in", "delete=true", "resumeDownload=true", "localWorkDirectory=" + folder));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(commands()).anyMatch(line -> line.startsWith("REST ") && !line.equals("REST 0"));
        await().atMost(PATIENCE).until(() -> filesBelow(folder).isEmpty());
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedFromTheStart() throws Exception {
        play(FtpScript.server()
                .file("/in/a.bin", bytes(CONTENT), TIME)
                .once("RETR")
                .resetsData(60_000));
        receiveFrom(ftp(
                "in",
                "initialDelay=0",
                "delay=1500",
                "maximumReconnectAttempts=1",
                "delete=true",
                "resumeDownload=true",
                "localWorkDirectory=" + folder));
        server.awaitCommand("RETR");
        server.put("/in/a.bin", bytes("something else"));
        assertThat(take().body()).isEqualTo("something else");
        assertThat(commands()).noneMatch(line -> line.startsWith("REST ") && !line.equals("REST 0"));
    }

    @Test
    void aPartIsNotContinuedWithAnotherFileOfTheSameSizeWhoseListingTellsTheSameDay() throws Exception {
        play(listedByDay()
                .once("RETR")
                .closesDataEarly(60_000)
                .noFinalReply()
                .closesControl()
                .once("MDTM", "213 20240102030405")
                .once("MDTM", "213 20240102030406"));
        receiveFrom(poll(
                "in",
                "delete=true",
                "resumeDownload=true",
                "maximumReconnectAttempts=1",
                "localWorkDirectory=" + folder));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertNothingWasContinued();
    }

    @Test
    void aPartOfAServerThatTellsSecondsOnlyWhenAskedIsContinued() throws Exception {
        play(listedByDay()
                .once("RETR")
                .closesDataEarly(60_000)
                .noFinalReply()
                .closesControl()
                .once("RETR")
                .closesDataEarly(20_000)
                .thenReplies("426 broken"));
        receiveFrom(poll(
                "in",
                "delete=true",
                "resumeDownload=true",
                "maximumReconnectAttempts=1",
                "localWorkDirectory=" + folder));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(commands()).anyMatch(line -> line.startsWith("REST ") && !line.equals("REST 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spoolThreshold=1000", "spoolThreshold=-1", "localWorkDirectory=target/work-of-one-exchange"})
    void aDownloadGoesOnWithinOneExchange(String way) throws Exception {
        play(FtpScript.server()
                .file("/in/a.bin", bytes(CONTENT), TIME)
                .once("RETR")
                .closesDataEarly(0)
                .thenReplies("426 broken")
                .once("RETR")
                .closesDataEarly(30_000)
                .thenReplies("426 broken"));
        receiveFrom(ftp("in", "delete=true", "initialDelay=0", "delay=60000", way));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(commands()).filteredOn(line -> line.startsWith("RETR")).hasSize(3);
    }

    @Test
    void aFileThatChangesBetweenTwoPartsIsFetchedFromTheStart() throws Exception {
        play(FtpScript.server()
                .file("/in/a.bin", bytes(CONTENT), TIME)
                .once("RETR")
                .closesDataEarly(60_000)
                .thenReplies("426 broken")
                .once(
                        "MLST in/a.bin",
                        "250-Listing",
                        " type=file;size=100000;modify=20240102030406; in/a.bin",
                        "250 End"));
        receiveFrom(poll("in", "delete=true"));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertNothingWasContinued();
    }

    @Test
    void aFileThatChangesWhileItsLastPartIsFetchedIsFetchedFromTheStart() throws Exception {
        play(listedByDay()
                .once("RETR")
                .closesDataEarly(60_000)
                .thenReplies("426 broken")
                .once("MDTM", "213 20240102030405")
                .once("MDTM", "213 20240102030405")
                .once("MDTM", "213 20240102030406"));
        receiveFrom(poll("in", "delete=true", "resumeDownload=true", "localWorkDirectory=" + folder));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(commands()).filteredOn(line -> line.startsWith("RETR")).hasSize(3);
    }

    private void assertNothingWasContinued() {
        assertThat(commands()).noneMatch(line -> line.startsWith("REST ") && !line.equals("REST 0"));
    }

    private static FtpScript listedByDay() {
        return FtpScript.server()
                .lacks("MLSD", "MLST")
                .file("/in/a.bin", bytes(CONTENT), TIME)
                .on("LIST")
                .sendsLines("-rw-r--r-- 1 u g " + CONTENT.length() + " Jan  2  2024 a.bin");
    }

    @Test
    void aPartOfUnknownOriginIsNotContinued() throws Exception {
        Path part = Files.writeString(folder.resolve("a.bin.inprogress"), "who knows");
        play(FtpScript.server().file("/in/a.bin", bytes(CONTENT), TIME));
        receiveFrom(poll("in", "delete=true", "resumeDownload=true", "localWorkDirectory=" + folder));
        assertThat(take().body()).isEqualTo(CONTENT);
        assertThat(part).doesNotExist();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
