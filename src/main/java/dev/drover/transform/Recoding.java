package dev.drover.transform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text that is written in one charset comes out in another. Knows at which byte it is, for errors. One thread. */
final class Recoding extends OutputStream {
    private static final int BUFFER = 16 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CharsetConversion conversion;
    private final OutputStream below;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder;
    /** Whether a decoder can begin at any character; else only one character at a time has a known place. */
    private final boolean rereadable;

    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);
    private final ByteBuffer encoded = ByteBuffer.allocate(BUFFER);
    private long before;
    private boolean begun;

    Recoding(CharsetConversion conversion, OutputStream below) {
        this.conversion = conversion;
        this.below = below;
        this.decoder = strict(conversion.from());
        this.encoder = conversion
                .to()
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.rereadable = isUtf8() || isSingleByte(conversion.from());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        int next = from;
        while (next < from + length) {
            int count = Math.min(bytes.remaining(), from + length - next);
            bytes.put(source, next, count);
            next += count;
            recode(false);
        }
    }

    @Override
    public void close() throws IOException {
        recode(true);
        while (encoder.flush(encoded).isOverflow()) {
            drain();
        }
        drain();
        below.close();
    }

    private void recode(boolean isEnd) throws IOException {
        bytes.flip();
        CoderResult result;
        do {
            int start = bytes.position();
            chars.clear().limit(rereadable ? BUFFER : 1);
            result = decoder.decode(bytes, chars, isEnd);
            if (result.isOverflow() && chars.position() == 0) {
                chars.limit(2);
                result = decoder.decode(bytes, chars, isEnd);
            }
            // What stands before the damage may be at fault too, and comes first.
            encode(start, isEnd && result.isUnderflow());
            if (result.isError()) {
                throw refused("is no " + conversion.from(), before + bytes.position());
            }
        } while (result.isOverflow());
        before += bytes.position();
        bytes.compact();
    }

    private void encode(int start, boolean isEnd) throws IOException {
        chars.flip();
        if (isEnd) {
            // Decoders that hold something back give it now.
            CharBuffer rest = CharBuffer.allocate(2);
            decoder.flush(rest);
            chars.compact().put(rest.flip()).flip();
        }
        if (!begun && chars.hasRemaining()) {
            begun = true;
            // A mark of UTF-8 says how the text is written, and is no part of it.
            if (isUtf8() && chars.get(0) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
        CoderResult result;
        do {
            result = encoder.encode(chars, encoded, isEnd);
            drain();
            if (result.isError()) {
                String character = String.format(Locale.ROOT, "U+%04X", Character.codePointAt(chars, 0));
                throw refused(
                        "is the character " + character + ", which " + conversion.to() + " does not have",
                        before + start + length(start, chars.position()));
            }
        } while (result.isOverflow());
    }

    /** Of so many characters in bytes. */
    private int length(int start, int count) {
        if (!rereadable || count == 0) {
            return 0;
        }
        ByteBuffer again = bytes.duplicate().position(start);
        strict(conversion.from()).decode(again, CharBuffer.allocate(count), false);
        return again.position() - start;
    }

    private void drain() throws IOException {
        below.write(encoded.array(), 0, encoded.position());
        encoded.clear();
    }

    private boolean isUtf8() {
        return conversion.from().equals(StandardCharsets.UTF_8);
    }

    private TransformException refused(String what, long offset) {
        return new TransformException("what stands at byte " + offset + " " + what);
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static boolean isSingleByte(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() <= 1;
    }
}
