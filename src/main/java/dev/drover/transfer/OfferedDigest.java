package dev.drover.transfer;

import dev.drover.ftp.client.Features;
import java.util.List;
import java.util.Optional;

/** Which digest of a file a server can calculate, the best one first: HASH, or one of the X commands. */
public final class OfferedDigest {
    private static final List<Way> WAYS = List.of(
            new Way("SHA-256", "XSHA256"),
            new Way("SHA-512", "XSHA512"),
            new Way("SHA-1", "XSHA1"),
            new Way("MD5", "XMD5"),
            new Way("MD5", "MD5"),
            new Way("CRC32", "XCRC"));

    private OfferedDigest() {}

    /** By the name of the JDK; {@code CRC32} for the checksum of that name. */
    public static Optional<String> of(Features features) {
        return WAYS.stream()
                .filter(way -> offersHash(features, way.algorithm) || features.has(way.command))
                .map(Way::algorithm)
                .findFirst();
    }

    // "HASH SHA-256*;SHA-512;MD5": the star marks the one that is chosen already.
    private static boolean offersHash(Features features, String algorithm) {
        return features.has("HASH", algorithm) || features.has("HASH", algorithm + "*");
    }

    private record Way(String algorithm, String command) {}
}
