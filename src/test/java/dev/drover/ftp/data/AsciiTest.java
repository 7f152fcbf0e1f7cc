package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiTest {
    @ParameterizedTest
    @CsvSource({
        "a\\r\\nb, a\\nb",
        "a\\nb, a\\nb",
        "a\\rb, a\\rb",
        "a\\r\\r\\nb, a\\r\\nb",
        "a\\r, a\\r",
        "\\r\\n\\r\\n, \\n\\n"
    })
    void linesComeInWithLineFeeds(String wire, String here) throws IOException {
        for (int piece = 1; piece < 4; piece++) {
            assertThat(in(unescape(wire), piece, 3)).isEqualTo(unescape(here));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a\\nb, a\\r\\nb",
        "a\\r\\nb, a\\r\\nb",
        "a\\rb, a\\rb",
        "\\n\\n, \\r\\n\\r\\n",
        "a\\r\\n\\nb, a\\r\\n\\r\\nb"
    })
    void linesGoOutWithBothAndNeverDoubled(String here, String wire) throws IOException {
        for (int piece = 1; piece < 4; piece++) {
            assertThat(out(unescape(here), piece)).isEqualTo(unescape(wire));
        }
    }

    @Property
    void theSizeOfChunksDoesNotMatter(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = 1, max = 9) int piece,
            @ForAll @IntRange(min = 1, max = 9) int room)
            throws IOException {
        assertThat(in(text, piece, room)).isEqualTo(text.replace("\r\n", "\n"));
        assertThat(out(text, piece)).isEqualTo(out(text, 1000));
    }

    @Property
    void textWithoutCarriageReturnsSurvivesBothWays(@ForAll("texts") String text) throws IOException {
        String plain = text.replace("\r", "");
        assertThat(in(out(plain, 5), 3, 4)).isEqualTo(plain);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab\r\n").ofMaxLength(30);
    }

    private static String in(String wire, int piece, int room) throws IOException {
        return Chunks.text(Chunks.drain(new AsciiSource(Chunks.source(Chunks.bytes(wire), piece)), room));
    }

    private static String out(String here, int piece) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        Chunks.feed(new AsciiSink(Chunks.sink(wire)), Chunks.bytes(here), piece);
        return Chunks.text(wire.toByteArray());
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
