package dev.drover.camel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory of a million entries is polled in a JVM whose heap would not hold a tenth of them. */
class HugeDirectoryTest {
    private static final int ENTRIES = 1_000_000;
    private static final String HEAP = "-Xmx40m";

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        ByteArrayOutputStream listing = new ByteArrayOutputStream(60_000_000);
        byte[] line = "type=file;size=1;modify=20240102030405; 0000000.txt\r\n".getBytes(US_ASCII);
        int digits = line.length - "0000000.txt\r\n".length();
        for (int i = 0; i < ENTRIES; i++) {
            int rest = i;
            for (int digit = 6; digit >= 0; digit--) {
                line[digits + digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            listing.write(line);
        }
        server = FtpScript.server()
                .directory("/in")
                .on("MLSD")
                .sendsData(listing.toByteArray())
                .on("RETR")
                .sendsData("x")
                .on("DELE", "250 ok")
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aFileThatIsLargerThanTheHeapIsTaken() throws Exception {
        byte[] large = new byte[60_000_000];
        server.close();
        server = FtpScript.server().file("/in/large.txt", large).start();
        assertThat(poll("recursive=false", 1)).containsExactly("large.txt");
    }

    @Test
    void theFirstFilesAreTakenWithoutTheRest() throws Exception {
        assertThat(poll("maxMessagesPerPoll=10", 30))
                .containsExactlyElementsOf(IntStream.range(0, 30)
                        .mapToObj(i -> String.format("%07d.txt", i % 10))
                        .toList());
    }

    @Test
    void theLastFilesAreFoundAmongAllOthers() throws Exception {
        assertThat(poll("maxMessagesPerPoll=10&include=099999..txt", 10))
                .containsExactlyElementsOf(IntStream.range(999_990, ENTRIES)
                        .mapToObj(i -> String.format("%07d.txt", i))
                        .toList());
    }

    private List<String> poll(String options, int files) throws Exception {
        String uri = "ftp:" + server.host() + ":" + server.port() + "/in?username=u&password=p&delete=true"
                + "&initialDelay=0&delay=10&" + options;
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugeDirectoryRun.class.getName(),
                        uri,
                        Integer.toString(files))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String said = new String(child.getInputStream().readAllBytes(), UTF_8);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as(said).isZero();
            return said.lines()
                    .filter(line -> line.endsWith(".txt"))
                    .limit(files)
                    .toList();
        } finally {
            child.destroyForcibly();
        }
    }
}
