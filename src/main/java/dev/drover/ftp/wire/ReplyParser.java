package dev.drover.ftp.wire;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes become replies (RFC 959 section 4.2). The only state is the unfinished reply. Lines end with CRLF or, from some
 * servers, with a bare LF.
 */
final class ReplyParser {
    private static final int CODE_LENGTH = 3;

    private final ReplyLimits limits;
    private Charset charset;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private final List<String> lines = new ArrayList<>();
    private boolean telnetEscaping;
    private boolean escaped;
    private int code;
    private int totalBytes;
    private BitSet undecodable = new BitSet();

    ReplyParser(ReplyLimits limits, Charset charset) {
        this.limits = limits;
        this.charset = charset;
    }

    void charset(Charset value) {
        charset = value;
    }

    void telnetEscaping(boolean on) {
        telnetEscaping = on;
    }

    /** The lines of the last reply that the charset did not fit, and that were read as ISO-8859-1 then. */
    BitSet undecodable() {
        return undecodable;
    }

    /** Whether a reply has begun and is not whole. */
    boolean isMidReply() {
        return line.size() > 0 || !lines.isEmpty();
    }

    /** Takes bytes up to the end of one reply, and gives that reply; null when it needs more bytes. */
    @Nullable
    FtpReply parse(ByteBuffer bytes) throws FtpProtocolException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            count();
            if (next != '\n') {
                take(next);
                continue;
            }
            FtpReply whole = endOfLine(decode());
            line.reset();
            if (whole != null) {
                return whole;
            }
        }
        return null;
    }

    /** Of two bytes 255 one after the other, which Telnet makes of one, the second is dropped. */
    private void take(byte next) {
        escaped = telnetEscaping && !escaped && next == (byte) 0xFF;
        if (!telnetEscaping || escaped || next != (byte) 0xFF) {
            line.write(next);
        }
    }

    private void count() throws FtpProtocolException {
        totalBytes++;
        if (line.size() >= limits.lineBytes() || totalBytes > limits.totalBytes()) {
            throw new FtpProtocolException("The server sent a reply longer than the limits allow (" + limits.lineBytes()
                    + " bytes a line, " + limits.totalBytes() + " in all).");
        }
    }

    private @Nullable FtpReply endOfLine(String text) throws FtpProtocolException {
        if (lines.isEmpty()) {
            return firstLine(text);
        }
        if (lines.size() >= limits.lines()) {
            throw new FtpProtocolException("The server sent a reply of more than " + limits.lines() + " lines.");
        }
        // The last line repeats the first line's code followed by a space, or by nothing at all on sloppy servers.
        // Lines between may begin with digits too, even with another code.
        boolean last = text.length() >= CODE_LENGTH
                && text.startsWith(Integer.toString(code))
                && (text.length() == CODE_LENGTH || text.charAt(CODE_LENGTH) == ' ');
        lines.add(last ? afterCode(text) : text);
        return last ? finish() : null;
    }

    private @Nullable FtpReply firstLine(String text) throws FtpProtocolException {
        code = code(text);
        lines.add(afterCode(text));
        boolean more = text.length() > CODE_LENGTH && text.charAt(CODE_LENGTH) == '-';
        return more ? null : finish();
    }

    private FtpReply finish() {
        FtpReply reply = new FtpReply(code, lines);
        lines.clear();
        totalBytes = 0;
        return reply;
    }

    private static int code(String text) throws FtpProtocolException {
        boolean shaped = text.length() >= CODE_LENGTH
                && text.charAt(0) >= '1'
                && text.charAt(0) <= '5'
                && isDigit(text.charAt(1))
                && isDigit(text.charAt(2))
                && (text.length() == CODE_LENGTH || text.charAt(CODE_LENGTH) == ' ' || text.charAt(CODE_LENGTH) == '-');
        if (!shaped) {
            throw new FtpProtocolException(
                    "The server sent \"" + shorten(text) + "\", which is no FTP reply; is this an FTP server?");
        }
        return Integer.parseInt(text.substring(0, CODE_LENGTH));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String afterCode(String text) {
        return text.length() <= CODE_LENGTH ? "" : text.substring(CODE_LENGTH + 1);
    }

    private static String shorten(String text) {
        int limit = 80;
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= limit ? printable : printable.substring(0, limit) + "…";
    }

    /** Strictly in the session's charset; a line that is not in it is read as ISO-8859-1, which any bytes are. */
    private String decode() {
        if (lines.isEmpty()) {
            undecodable = new BitSet();
        }
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            undecodable.set(lines.size());
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
