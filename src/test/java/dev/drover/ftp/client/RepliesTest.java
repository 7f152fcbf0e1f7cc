package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.RemotePath;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\0',
            value = {
                "\"/\" is the current directory.§/",
                "\"/foo\"\"bar\" created§/foo\"bar",
                "\"/a\"b\" is your current location§/a\"b",
                "\"/x\".§/x",
                "\"/a\"\"b\".§/a\"b",
                "\"/a\"b\", made§/a\"b",
                "\"x\" : The directory was successfully created§x",
                "\"DISK:[DIR]\" is default§DISK:[DIR]",
                "\"/no end§/no end",
                "\"/end with quote\"\"\"§/end with quote\"",
                "'HLQ.' is the working directory§'HLQ.'",
            })
    void bothWaysToQuoteADirectoryAreRead(String text, String path) throws Exception {
        RemotePath expected = RemotePath.of(path == null ? "" : path);

        assertThat(Replies.directory(FtpReply.of(257, text), "ftp://s")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\"\"", "\"\" is current", "\"\"."})
    void aReplyWithoutAnyPathIsAProtocolError(String text) {
        assertThatThrownBy(() -> Replies.directory(FtpReply.of(257, text), "ftp://s"))
                .isInstanceOf(FtpProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Welcome here.|He said \"no\".|\"/a\" is the current directory,/a,2",
        "\"/a\" is the current directory|He said \"no\".|End,/a,0",
        "Welcome here.|The directory is \"/a\"|End,/a,1",
        "HLQ. is the working directory|End,HLQ.,0"
    })
    void aDirectoryIsFoundInWhicheverLineItIsTold(String lines, String path, int line) throws Exception {
        FtpReply reply = new FtpReply(257, List.of(lines.split("\\|")));

        assertThat(Replies.directory(reply, "ftp://s")).isEqualTo(RemotePath.of(path));
        assertThat(Replies.lineOfDirectory(reply)).isEqualTo(line);
    }

    @Test
    void sizeAndTimeAreFoundInWhicheverLineTheyAreTold() {
        assertThat(Replies.size(new FtpReply(213, List.of("7 users are here", "1024", "End 5"))))
                .hasValue(1024);
        assertThat(Replies.size(new FtpReply(213, List.of("Of 7 files", "this has 1024"))))
                .hasValue(1024);
        FtpReply time = new FtpReply(213, List.of("7 users are here", "20240229123456", "End 5"));
        assertThat(Replies.time(time).orElseThrow().instant()).isEqualTo("2024-02-29T12:34:56Z");
        assertThat(Replies.time(FtpReply.of(213, "none"))).isEmpty();
    }

    @Test
    void sizeIsTheLastNumber() {
        assertThat(Replies.size(FtpReply.of(213, "1048576"))).hasValue(1048576);
        assertThat(Replies.size(FtpReply.of(213, "file 7 has 12"))).hasValue(12);
        assertThat(Replies.size(FtpReply.of(213, "none"))).isEmpty();
        assertThat(Replies.size(FtpReply.of(213, "00000000000000000000012"))).hasValue(12);
        assertThat(Replies.size(FtpReply.of(213, "9999999999999999999999"))).isEmpty();
        assertThat(Replies.size(FtpReply.of(213, "-1294967296"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "Opening BINARY mode data connection for a (21 bytes).§a§21",
                "Opening connection for a (1 Byte)§/in/a§1",
                "1024.0 kbytes to download§a§",
                "(21 bytes) follow§a§",
                "Opening connection for a (99 bytes).txt (21 bytes).§/in/a (99 bytes).txt§21",
                "Opening connection for a (99 bytes).txt§a (99 bytes).txt§",
                "Opening connection for a (99 bytes)§a (99 bytes)§",
                "Opening connection for a (99 bytes).§/in/a (99 bytes)§",
                "Opening connection for a (99 bytes) (21 bytes)§a (99 bytes)§21",
                "Opening connection for (2 bytes)§(2 bytes)§",
                "Opening connection for s (2 bytes)§s§2",
                "Opening connection for 2 (2 bytes)§2§2",
            })
    void bytesInA150AreReadAtItsEndAndNotInTheName(String text, String file, @Nullable Long bytes) {
        assertThat(Replies.announcedBytes(FtpReply.of(150, text), RemotePath.of(file)))
                .isEqualTo(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "FILE: ftp.abc§ftp.abc",
                "Transfer complete (unique file name:x.1).§x.1",
                "Created file x.§x",
                "FILE: a b (1).txt§a b (1).txt",
                "FILE: copy (1)§copy (1)",
                "FILE: a.§a.",
                "Transfer complete (unique file name:copy (1)).§copy (1)",
                "Transfer complete (unique file name:copy (1))§copy (1)",
                "unique file name:x§x",
                "Created file copy (1).§copy (1)",
            })
    void theNameOfAUniqueUploadIsFound(String text, String name) {
        assertThat(Replies.uniqueName(text)).contains(RemotePath.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"File transfer complete.", "File receive OK.", "Created file.", "FILE:", "FILE: "})
    void talkOfAFileIsNoName(String text) {
        assertThat(Replies.uniqueName(text)).isEmpty();
    }

    @Test
    @Timeout(5)
    void aLongReplyTakesNoLongTime() {
        for (String filler : new String[] {" ", ")", "1", "FILE: ", "(1 bytes ", "\"", "x ", "(unique file name:a"}) {
            FtpReply reply = FtpReply.of(226, "FILE: x" + filler.repeat(60_000 / filler.length()) + "y");
            assertThat(Replies.uniqueName(reply.text())).isEmpty();
            assertThat(Replies.announcedBytes(reply, RemotePath.of("a"))).isNotNull();
            assertThat(Replies.size(reply)).isNotNull();
        }
    }

    @Test
    @Timeout(5)
    void aLineThatNamesAFileManyTimesTakesNoLongTime() {
        assertThat(Replies.uniqueName("(unique file name:a)x".repeat(230))).isPresent();
        assertThat(Replies.uniqueName("(unique file name:a)x".repeat(3000))).isEmpty();
    }

    @Property
    void anyTextGivesADirectoryOrAProtocolError(@ForAll String text) {
        try {
            assertThat(Replies.directory(FtpReply.of(257, text), "s")).isNotNull();
        } catch (FtpProtocolException e) {
            assertThat(e).hasMessageContaining("no path");
        }
    }

    @Property
    void anyTextGivesASizeANameANumberOfBytesOrNone(@ForAll String text) {
        FtpReply reply = FtpReply.of(150, text);

        assertThat(Replies.announcedBytes(reply, RemotePath.of("bytes")).orElse(0))
                .isNotNegative();
        assertThat(Replies.size(reply).orElse(0)).isNotNegative();
        assertThat(Replies.uniqueName(text)).isNotNull();
    }
}
