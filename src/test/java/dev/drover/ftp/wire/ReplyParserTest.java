package dev.drover.ftp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {
    private static final ReplyLimits SMALL = new ReplyLimits(64, 5, 200);

    @Test
    void aSingleLineIsAReply() throws Exception {
        assertThat(whole("220 ready\r\n")).containsExactly(FtpReply.of(220, "ready"));
    }

    @Test
    void aCodeAloneIsAReply() throws Exception {
        assertThat(whole("220\r\n")).containsExactly(FtpReply.of(220, ""));
    }

    @Test
    void linesMayEndInABareLineFeed() throws Exception {
        assertThat(whole("211-a\n b\n211 end\n")).containsExactly(new FtpReply(211, List.of("a", " b", "end")));
    }

    @Test
    void innerLinesMayBeginWithDigitsAndWithOtherCodes() throws Exception {
        assertThat(whole("211-a\r\n2024 was a year\r\n212 no end\r\n211-nor this\r\n211 end\r\n"))
                .containsExactly(
                        new FtpReply(211, List.of("a", "2024 was a year", "212 no end", "211-nor this", "end")));
    }

    @Test
    void aBareCodeClosesAMultilineReply() throws Exception {
        assertThat(whole("200-one\r\n\r\n200\r\n")).containsExactly(new FtpReply(200, List.of("one", "", "")));
    }

    @Test
    void severalRepliesInOneReadStayApart() throws Exception {
        assertThat(whole("150 go\r\n226 done\r\n")).containsExactly(FtpReply.of(150, "go"), FtpReply.of(226, "done"));
    }

    @Test
    void textThatIsNotInTheCharsetIsReadAsLatin1() throws Exception {
        byte[] bytes = "257 \"/gr\u00fcn\"\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(parse(bytes, bytes.length)).containsExactly(FtpReply.of(257, "\"/gr\u00fcn\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n",
                "20 x\r\n",
                "\r\n",
                "999 no\r\n",
                "099 no\r\n",
                "22x no\r\n",
                "220_no\r\n",
                "-220 x\n"
            })
    void whatIsNoReplyIsRefused(String text) {
        assertThatThrownBy(() -> whole(text))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("is no FTP reply");
    }

    @Test
    void anEndlessLineIsRefused() {
        assertThatThrownBy(() -> whole("220 " + "x".repeat(100))).isInstanceOf(FtpProtocolException.class);
    }

    @Test
    void anEndlessReplyIsRefused() {
        assertThatThrownBy(() -> whole("220-a\r\n" + "b\r\n".repeat(10))).isInstanceOf(FtpProtocolException.class);
    }

    @Test
    void aReplyOfTooManyBytesIsRefused() {
        assertThatThrownBy(() -> whole("220-a\r\n" + ("b".repeat(60) + "\r\n").repeat(4)))
                .isInstanceOf(FtpProtocolException.class);
    }

    @Property(tries = 2000)
    void anyBytesEndInRepliesOrARefusalWithinBounds(@ForAll @Size(max = 400) byte[] bytes) {
        try {
            List<FtpReply> replies = parse(bytes, bytes.length);
            assertThat(replies).allSatisfy(r -> assertThat(r.code()).isBetween(100, 599));
        } catch (FtpProtocolException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** Whole and chopped byte by byte must give the same. */
    private static List<FtpReply> whole(String text) throws FtpProtocolException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<FtpReply> replies = parse(bytes, bytes.length);
        assertThat(parse(bytes, 1)).isEqualTo(replies);
        return replies;
    }

    private static List<FtpReply> parse(byte[] bytes, int chunk) throws FtpProtocolException {
        ReplyParser parser = new ReplyParser(SMALL, StandardCharsets.UTF_8);
        List<FtpReply> replies = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += chunk) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, Math.min(chunk, bytes.length - from));
            for (FtpReply reply = parser.parse(buffer); reply != null; reply = parser.parse(buffer)) {
                replies.add(reply);
            }
        }
        return replies;
    }
}
