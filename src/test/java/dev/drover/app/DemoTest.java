package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryBelongsToOneDemoAtATime() throws Exception {
        Path root = directory.resolve("data/demo");
        try (Demo first = Demo.prepare(root)) {
            Path store = Files.createDirectories(first.folders().root().resolve("broker/messages"));

            assertThatIOException()
                    .isThrownBy(() -> Demo.prepare(root))
                    .withMessageContaining("Another demo runs in " + root);

            assertThat(store).exists();
        }
        assertThat(directory).isEmptyDirectory();
        Demo.prepare(root).close();
    }
}
