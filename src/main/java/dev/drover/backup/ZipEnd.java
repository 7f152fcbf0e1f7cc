package dev.drover.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Remembers the last bytes of a zip. Whoever reads one from its beginning does not miss what was cut off between two entries
 * or in the directory behind them; only the record at its end tells how many there are (APPNOTE 4.3.16). One thread.
 */
final class ZipEnd extends FilterInputStream {
    private static final int RECORD = 22;
    private static final int SIGNATURE = 0x06054b50;
    private static final int COUNT_AT = 10;
    private static final int COMMENT_AT = 20;
    private static final int LARGEST = RECORD + 0xffff;

    /** In a zip with more entries than the record can tell. */
    private static final int MANY = 0xffff;

    private final byte[] kept = new byte[2 * LARGEST];
    private int length;

    ZipEnd(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
        int count = in.read(target, from, most);
        if (count > 0) {
            keep(target, from, count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        int read = read(new byte[(int) Math.min(count, LARGEST)]);
        return Math.max(0, read);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void keep(byte[] bytes, int from, int count) {
        int last = Math.min(count, LARGEST);
        if (length + last > kept.length) {
            int old = Math.min(length, LARGEST);
            System.arraycopy(kept, length - old, kept, 0, old);
            length = old;
        }
        System.arraycopy(bytes, from + count - last, kept, length, last);
        length += last;
    }

    /**
     * At the end of the stream.
     *
     * @throws DamagedException when there is no such record, or it tells of another number of entries
     */
    void require(long entries) throws DamagedException {
        ByteBuffer end = ByteBuffer.wrap(kept, 0, length).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = length - RECORD; at >= 0; at--) {
            boolean isRecord = end.getInt(at) == SIGNATURE
                    && at + RECORD + Short.toUnsignedInt(end.getShort(at + COMMENT_AT)) == length;
            if (isRecord) {
                int told = Short.toUnsignedInt(end.getShort(at + COUNT_AT));
                if (told != MANY && told != entries) {
                    throw new DamagedException("it has " + entries + " entries, but its end tells of " + told);
                }
                return;
            }
        }
        throw new DamagedException("it has no end, as when it was cut off");
    }
}
