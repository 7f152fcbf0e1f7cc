package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.testing.script.FtpScript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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
                "delete=true",
                "resumeDownload=true",
                "localWorkDirectory=" + folder));
        server.awaitCommand("RETR");
        server.put("/in/a.bin", bytes("something else"));
        assertThat(take().body()).isEqualTo("something else");
        assertThat(commands()).noneMatch(line -> line.startsWith("REST ") && !line.equals("REST 0"));
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
