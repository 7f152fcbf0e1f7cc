package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static Manifest manifest() {
        Map<String, Manifest.Entry> entries = new LinkedHashMap<>();
        for (String path : new String[] {"plain", "tab\there", "line\nbreak", "back\\slash\\n", "\u65e5\u672c\r"}) {
            entries.put(
                    path,
                    new Manifest.Entry(path, Manifest.Kind.FILE, 7, Instant.parse("2026-03-01T02:03:04.5Z"), "ab"));
        }
        entries.put("d", new Manifest.Entry("d", Manifest.Kind.DIRECTORY, 0, Instant.EPOCH, ""));
        entries.put("l", new Manifest.Entry("l", Manifest.Kind.LINK, 0, Instant.EPOCH, "to\tit"));
        return new Manifest("site.tar.gz", entries);
    }

    @Test
    void itComesBackAsItWas() throws IOException {
        assertThat(Manifest.parse(manifest().toBytes())).isEqualTo(manifest());
        assertThat(manifest().files()).isEqualTo(5);
        assertThat(manifest().bytes()).isEqualTo(35);
    }

    @Test
    void oneThatIsNotWholeIsRefused() {
        String text = new String(manifest().toBytes(), StandardCharsets.UTF_8);
        for (int end = 0; end < text.length() - 1; end += 7) {
            byte[] cut = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Manifest.parse(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDamagedLineIsNamed() {
        String text = new String(manifest().toBytes(), StandardCharsets.UTF_8).replace("FILE\t7", "FILE\tseven");
        assertThatThrownBy(() -> Manifest.parse(text.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("FILE\tseven");
    }
}
