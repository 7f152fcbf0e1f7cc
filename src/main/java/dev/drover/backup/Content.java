package dev.drover.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The bytes of an entry as they were read.
 *
 * @param sha256 in hex
 * @param crc as archives have it
 */
record Content(long size, String sha256, long crc) {
    /** Reads them to their end. */
    static Content of(InputStream body, Allowance allowance) throws IOException {
        MessageDigest digest = Sha256.digest();
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            digest.update(buffer, 0, count);
            crc.update(buffer, 0, count);
            size += count;
            allowance.take(count);
        }
        return new Content(size, HexFormat.of().formatHex(digest.digest()), crc.getValue());
    }

    /** How much may come; a hostile archive could unpack without end. */
    @FunctionalInterface
    interface Allowance {
        /** @throws DamagedException when it is too much */
        void take(long bytes) throws DamagedException;
    }
}
