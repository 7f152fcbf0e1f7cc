package dev.drover.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/** Several digests of the same bytes, as they pass. One thread. */
public final class Digests {
    /** The one that every Java platform has. */
    public static final String SHA_256 = "SHA-256";

    private static final String CRC_32 = "CRC32";
    private static final int PIECE = 128 * 1024;

    private final Map<String, MessageDigest> digests = new LinkedHashMap<>();
    private final CRC32 crc = new CRC32();
    private final boolean withCrc;

    /**
     * Begins with no bytes.
     *
     * @param algorithms by the name of the JDK, or {@code CRC32}
     * @throws TransferException when this JVM does not know one of them
     */
    public Digests(Set<String> algorithms) throws TransferException {
        withCrc = algorithms.contains(CRC_32);
        for (String algorithm : algorithms) {
            if (!algorithm.equals(CRC_32)) {
                digests.put(algorithm, digest(algorithm));
            }
        }
    }

    /** Consumes the buffer. */
    public void update(ByteBuffer bytes) {
        for (MessageDigest digest : digests.values()) {
            digest.update(bytes.duplicate());
        }
        if (withCrc) {
            crc.update(bytes.duplicate());
        }
        bytes.position(bytes.limit());
    }

    /** Reads that many bytes, or up to the end when there are fewer; returns how many there were. */
    public long update(ReadableByteChannel from, long length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, length)));
        long left = length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int count = from.read(buffer);
            if (count < 0) {
                break;
            }
            left -= count;
            update(buffer.flip());
        }
        return length - left;
    }

    /** The digest in lower-case hex of all bytes so far; ends it, so ask once. Empty when it was not asked for. */
    public Optional<String> finish(String algorithm) {
        if (algorithm.equals(CRC_32)) {
            return withCrc ? Optional.of(String.format(Locale.ROOT, "%08x", crc.getValue())) : Optional.empty();
        }
        return Optional.ofNullable(digests.get(algorithm))
                .map(d -> HexFormat.of().formatHex(d.digest()));
    }

    private static MessageDigest digest(String algorithm) throws TransferException {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new TransferException(ErrorClass.INVALID, "This JVM knows no digest \"" + algorithm + "\"", e, 1);
        }
    }
}
