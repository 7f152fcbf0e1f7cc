package dev.drover.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMarkTest {
    @TempDir
    Path folder;

    @Test
    void aProcessIsGoneWhenItIsKilledAndNotBefore() throws Exception {
        Path mark = folder.resolve("mark");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessMarkRun.class.getName(),
                        mark.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
            String id = said.readLine();
            assertThat(id).matches("[0-9a-f]{16}").isNotEqualTo(ProcessMark.ID);
            assertThat(ProcessMark.isGone(id, mark)).isFalse();
            other.destroyForcibly();
            assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessMark.isGone(id, mark)).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void thisProcessNeverLosesItsMarkByLookingAtIt() throws Exception {
        Path mark = folder.resolve("mark");
        try (FileChannel held = ProcessMark.hold(mark)) {
            assertThat(ProcessMark.isGone(ProcessMark.ID, mark)).isFalse();
            assertThat(held.isOpen()).isTrue();
        }
        assertThat(ProcessMark.isGone(ProcessMark.ID, mark)).isFalse();
    }

    @Test
    void aMarkThatIsNotThereProvesNothing() {
        assertThat(ProcessMark.isGone("0123456789abcdef", folder.resolve("mark")))
                .isFalse();
    }
}
