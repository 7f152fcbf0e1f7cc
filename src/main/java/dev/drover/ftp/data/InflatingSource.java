package dev.drover.ftp.data;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.net.Buffers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a server sends in MODE Z: one zlib stream (RFC 1950). The end of the data is the end of the connection, as ever;
 * it must be the end of the stream too.
 */
final class InflatingSource implements ByteSource {
    /** Real files seldom shrink to a fiftieth; zlib makes up to a thousandfold of nothing. */
    private static final int HIGHEST_RATIO = 200;

    private static final long HARMLESS_BYTES = 64L * 1024 * 1024;

    private final ByteSource inner;
    private final boolean sizeIsBounded;
    private final Inflater inflater = new Inflater();
    private final ByteBuffer compressed = Buffers.borrow();
    private boolean ended;

    /** @param sizeIsBounded whether somebody else watches over the size of what comes out */
    InflatingSource(ByteSource inner, boolean sizeIsBounded) {
        this.inner = inner;
        this.sizeIsBounded = sizeIsBounded;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!ended) {
            int count = inflate(target);
            if (count > 0) {
                requirePlausible();
                return count;
            }
            if (inflater.finished()) {
                requireEnd();
                end();
            } else if (!fill()) {
                end();
            }
        }
        return -1;
    }

    private int inflate(ByteBuffer target) throws FtpProtocolException {
        try {
            int count = inflater.inflate(target);
            if (count == 0 && inflater.needsDictionary()) {
                throw new FtpProtocolException("The server compresses with a dictionary, which MODE Z does not have.");
            }
            return count;
        } catch (DataFormatException e) {
            throw new FtpProtocolException(
                    "The server's data are not in the zlib format that MODE Z means (" + e.getMessage()
                            + "); switch compression off.",
                    e);
        }
    }

    /** More input; false when the connection ends before it has brought anything, which some servers do for no data. */
    private boolean fill() throws IOException {
        compressed.clear();
        if (inner.read(compressed) < 0) {
            if (inflater.getBytesRead() == 0) {
                return false;
            }
            throw new EOFException("The compressed data end in the middle.");
        }
        inflater.setInput(compressed.flip());
        return true;
    }

    private void requireEnd() throws IOException {
        boolean more = inflater.getRemaining() > 0 || inner.read(compressed.clear()) >= 0;
        if (more) {
            throw new FtpProtocolException("The server sent more after the end of the compressed data.");
        }
    }

    private void requirePlausible() throws FtpProtocolException {
        long out = inflater.getBytesWritten();
        if (!sizeIsBounded && out > HARMLESS_BYTES && out / HIGHEST_RATIO > inflater.getBytesRead()) {
            throw new FtpProtocolException("The server's compressed data swell to more than " + HIGHEST_RATIO
                    + " times their size, with no size announced; the transfer was broken off.");
        }
    }

    private void end() {
        ended = true;
        inflater.end();
        Buffers.giveBack(compressed);
    }
}
