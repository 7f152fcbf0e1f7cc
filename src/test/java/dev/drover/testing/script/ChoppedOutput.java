package dev.drover.testing.script;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes each byte by itself, so that the reader meets every possible boundary. */
final class ChoppedOutput extends FilterOutputStream {
    ChoppedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            out.write(bytes[i]);
            out.flush();
        }
    }
}
