package dev.drover.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and digests what goes through it. One thread. */
final class Measured extends OutputStream {
    private final OutputStream to;
    private final MessageDigest digest = Sha256.digest();
    private long bytes;

    Measured(OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        to.write(source, from, length);
        digest.update(source, from, length);
        bytes += length;
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    @Override
    public void close() throws IOException {
        to.close();
    }

    long bytes() {
        return bytes;
    }

    /** In hex; ends the digest, so ask once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
