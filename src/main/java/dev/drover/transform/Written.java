package dev.drover.transform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads what a stream that is written into makes of some content. Holds what becomes of one buffer. One thread. */
final class Written extends BlockStream {
    private static final int BUFFER = 64 * 1024;

    private final InputStream content;
    private final Made made = new Made();
    private final OutputStream changing;
    private final byte[] buffer = new byte[BUFFER];
    private boolean ended;

    Written(InputStream content, Change change) throws IOException {
        this.content = content;
        this.changing = change.into(made);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (made.isEmpty() && !ended) {
            made.reset();
            int count = content.read(buffer);
            if (count < 0) {
                ended = true;
                changing.close();
            } else {
                changing.write(buffer, 0, count);
            }
        }
        return made.take(target, from, length);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** What changes bytes that are written; closing its answer writes the rest. */
    @FunctionalInterface
    interface Change {
        OutputStream into(OutputStream below) throws IOException;
    }

    /** What was written and not yet read. */
    private static final class Made extends ByteArrayOutputStream {
        private int taken;

        boolean isEmpty() {
            return taken == count;
        }

        int take(byte[] target, int from, int length) {
            int some = Math.min(length, count - taken);
            if (some == 0) {
                return -1;
            }
            System.arraycopy(buf, taken, target, from, some);
            taken += some;
            return some;
        }

        @Override
        public synchronized void reset() {
            super.reset();
            taken = 0;
        }
    }
}
