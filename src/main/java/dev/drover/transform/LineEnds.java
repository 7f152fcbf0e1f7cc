package dev.drover.transform;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Makes all line ends alike: LF, or CR and LF. A CR alone is no line end and stays. For charsets in which the bytes 10 and
 * 13 are nothing else, as in UTF-8 and all of ISO 8859; not for UTF-16.
 *
 * @param carriageReturns whether lines end with CR and LF
 */
record LineEnds(String name, boolean carriageReturns) implements Transform {
    @Override
    public InputStream from(InputStream content) throws IOException {
        return new Written(content, below -> carriageReturns ? new Longer(below) : new Shorter(below));
    }

    private static final class Longer extends FilterOutputStream {
        private int last;

        Longer(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b == '\n' && last != '\r') {
                out.write('\r');
            }
            out.write(b);
            last = b;
        }
    }

    private static final class Shorter extends FilterOutputStream {
        private boolean held;

        Shorter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (held && b != '\n') {
                out.write('\r');
            }
            held = b == '\r';
            if (!held) {
                out.write(b);
            }
        }

        @Override
        public void close() throws IOException {
            if (held) {
                held = false;
                out.write('\r');
            }
            super.close();
        }
    }
}
