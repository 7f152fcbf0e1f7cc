package dev.drover.ftp.client;

import java.util.Locale;

/**
 * A digest that the server calculated.
 *
 * @param algorithm as the JDK names it: {@code SHA-256}, {@code MD5}, …, or {@code CRC32}
 * @param value lower-case hex
 */
public record Checksum(String algorithm, String value) {
    /** Writes the digest in lower case. */
    public Checksum {
        value = value.toLowerCase(Locale.ROOT);
    }
}
