package dev.drover.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest of archives and of the files in them. */
final class Sha256 {
    /** As servers and the JDK call it. */
    static final String NAME = "SHA-256";

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance(NAME);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
