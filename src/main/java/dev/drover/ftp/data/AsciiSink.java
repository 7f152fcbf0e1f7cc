package dev.drover.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Lines that end in LF here end in CRLF on the wire (RFC 959 section 3.1.1.1); a CRLF that is there already stays one. */
final class AsciiSink implements ByteSink {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int LONGEST = 2;

    private final ByteSink inner;
    private final ByteBuffer converted = ByteBuffer.allocate(BUFFER_BYTES);
    private byte last;

    AsciiSink(ByteSink inner) {
        this.inner = inner;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            byte next = source.get();
            if (next == '\n' && last != '\r') {
                converted.put((byte) '\r');
            }
            converted.put(next);
            last = next;
            if (converted.remaining() < LONGEST) {
                pass();
            }
        }
        pass();
    }

    @Override
    public void finish() throws IOException {
        inner.finish();
    }

    private void pass() throws IOException {
        converted.flip();
        try {
            if (converted.hasRemaining()) {
                inner.write(converted);
            }
        } finally {
            converted.clear();
        }
    }
}
