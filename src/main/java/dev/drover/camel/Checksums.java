package dev.drover.camel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Algorithms of the option {@code checksumFileAlgorithm}. */
final class Checksums {
    private Checksums() {}

    /** A digest for an algorithm in the spelling of the option ({@code SHA3_256}) or of the JDK; null for null. */
    static @Nullable MessageDigest digest(@Nullable String algorithm) {
        if (algorithm == null) {
            return null;
        }
        try {
            return MessageDigest.getInstance(nameInJdk(algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("checksumFileAlgorithm=" + algorithm + " is not known to the JDK", e);
        }
    }

    private static String nameInJdk(String option) {
        return switch (option) {
            case "SHA_512_224" -> "SHA-512/224";
            case "SHA_512_256" -> "SHA-512/256";
            default -> option.replace('_', '-');
        };
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
