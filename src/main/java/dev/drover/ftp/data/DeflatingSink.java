package dev.drover.ftp.data;

import dev.drover.ftp.net.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** What we send in MODE Z: one zlib stream (RFC 1950), of the usual effort. */
final class DeflatingSink implements ByteSink {
    private static final byte[] NOTHING = {};

    private final ByteSink inner;
    private final Deflater deflater = new Deflater();
    private final ByteBuffer compressed = Buffers.borrow();

    DeflatingSink(ByteSink inner) {
        this.inner = inner;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        deflater.setInput(source);
        while (!deflater.needsInput()) {
            deflateSome();
        }
        // The deflater keeps the buffer and would read it again at the end, refilled or rewound as it may be by then.
        deflater.setInput(NOTHING);
    }

    @Override
    public void finish() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            deflateSome();
        }
        deflater.end();
        Buffers.giveBack(compressed);
        inner.finish();
    }

    private void deflateSome() throws IOException {
        deflater.deflate(compressed.clear());
        inner.write(compressed.flip());
    }
}
