package dev.drover.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are data: what came from a server goes back to it byte by byte. */
class RemotePathTest {
    private static final Charset SHIFT_JIS = Charset.forName("Shift_JIS");

    private static byte[] sent(RemotePath path, Charset charset) throws FtpNameException {
        byte[] line = FtpCommand.of(FtpVerb.RETR, path).encode(charset);
        return Arrays.copyOfRange(line, "RETR ".length(), line.length);
    }

    private static RemotePath raw(byte... bytes) {
        return RemotePath.ofRaw(new String(bytes, StandardCharsets.ISO_8859_1), bytes);
    }

    @Property
    void bytesThatAreNoTextGoBackAsTheyCame(@ForAll @Size(min = 1, max = 40) byte[] bytes) throws Exception {
        boolean refused =
                new String(bytes, StandardCharsets.ISO_8859_1).chars().anyMatch(c -> c == 0 || c == '\r' || c == '\n');
        if (refused) {
            assertThatThrownBy(() -> sent(raw(bytes), StandardCharsets.UTF_8)).isInstanceOf(FtpNameException.class);
        } else {
            assertThat(sent(raw(bytes), StandardCharsets.UTF_8)).isEqualTo(bytes);
        }
    }

    @Property
    void textGoesBackAsItCame(@ForAll @Size(min = 1, max = 30) char[] characters, @ForAll @IntRange(max = 2) int which)
            throws Exception {
        Charset charset = new Charset[] {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, SHIFT_JIS}[which];
        String text = new String(characters);
        try {
            assertThat(new String(sent(RemotePath.of(text), charset), charset)).isEqualTo(text);
        } catch (FtpNameException refused) {
            assertThat(refused).hasMessageMatching("(?s).*(cannot be written in|was not sent).*");
        }
    }

    @Test
    void aDirectoryOfTextAndANameOfBytesGoOutEachInItsOwnWay() throws Exception {
        byte[] name = {'a', (byte) 0xFF, 'b'};
        RemotePath path = RemotePath.of("/日本").resolve(raw(name));

        byte[] sent = sent(path, SHIFT_JIS);

        assertThat(sent).startsWith("/日本/".getBytes(SHIFT_JIS)).endsWith(name);
        assertThat(path.parent()).isEqualTo(RemotePath.of("/日本"));
        assertThat(path.raw()).isEqualTo(name);
    }

    @Test
    void whatFollowsANameOfBytesIsPutBehindItsBytes() throws Exception {
        RemotePath directory = raw((byte) 0xE4, (byte) 0xF6);

        RemotePath file = RemotePath.of("/in").resolve(directory).resolve("a.txt");

        assertThat(sent(file, StandardCharsets.UTF_8)).isEqualTo("/in/äö/a.txt".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(sent(file.parent(), StandardCharsets.UTF_8))
                .isEqualTo("/in/äö".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(file.parent().parent()).isEqualTo(RemotePath.of("/in"));
        assertThat(file.name()).isEqualTo("a.txt");
    }

    @Test
    void aLineEndHiddenInTheBytesIsNeverSent() {
        RemotePath path = RemotePath.ofRaw("harmless", "a\r\nDELE b".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> FtpCommand.of(FtpVerb.RETR, path)).isInstanceOf(FtpNameException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a, b",
        "/a/b/, /a, b",
        "/a, /, a",
        "/, /, ''",
        "a, '', a",
        "a/b, a, b",
        "'', '', ''",
        "C:\\data, '', C:\\data"
    })
    void aPathHasAParentAndAName(String text, String parent, String name) {
        RemotePath path = RemotePath.of(text);

        assertThat(path.parent()).isEqualTo(RemotePath.of(parent));
        assertThat(path.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"/a, b, /a/b", "/, b, /b", "/a/, b, /a/b", "a, /b, /b", "'', b, b", "a, '', a"})
    void aPathIsSeenFromADirectory(String directory, String other, String joined) {
        assertThat(RemotePath.of(directory).resolve(other)).isEqualTo(RemotePath.of(joined));
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "a b, true",
        "..., true",
        "'', false",
        "., false",
        ".., false",
        "a/b, false",
        "/a, false",
        "C:\\x, false",
        "..\\x, false",
        "\\x, false",
        "a\tb, false"
    })
    void onlyAPlainNameMayBecomeAFileOfOurs(String text, boolean plain) {
        assertThat(RemotePath.of(text).isPlainName()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:x", "C:", "c:\\x", "a\\b", "\\x"})
    void whereThereAreDrivesNothingMayLeadToAnother(String name) {
        assertThat(RemotePath.of(name).isPlainName(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:x", "C:", "a\\b"})
    void whereThereAreNoneAColonAndABackslashAreLetters(String name) {
        assertThat(RemotePath.of(name).isPlainName(false)).isTrue();
    }
}
