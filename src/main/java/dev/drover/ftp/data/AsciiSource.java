package dev.drover.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Lines that end in CRLF on the wire end in LF here (RFC 959 section 3.1.1.1). A carriage return on its own stays. */
final class AsciiSource implements ByteSource {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ByteSource inner;
    private final ByteBuffer raw = ByteBuffer.allocate(BUFFER_BYTES).flip();

    /** A carriage return was the last byte so far: what follows it, perhaps in the next chunk, decides. */
    private boolean held;

    AsciiSource(ByteSource inner) {
        this.inner = inner;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int before = target.position();
        while (target.hasRemaining()) {
            if (!raw.hasRemaining()) {
                if (target.position() > before) {
                    break;
                }
                if (!fill()) {
                    return end(target);
                }
            }
            convert(raw.get(), target);
        }
        return target.position() - before;
    }

    private void convert(byte next, ByteBuffer target) {
        if (held && next != '\n') {
            held = false;
            target.put((byte) '\r');
            // There may be no room for this one as well.
            raw.position(raw.position() - 1);
        } else if (next == '\r') {
            held = true;
        } else {
            held = false;
            target.put(next);
        }
    }

    private boolean fill() throws IOException {
        raw.clear();
        try {
            return inner.read(raw) >= 0;
        } finally {
            raw.flip();
        }
    }

    private int end(ByteBuffer target) {
        if (!held) {
            return -1;
        }
        held = false;
        target.put((byte) '\r');
        return 1;
    }
}
