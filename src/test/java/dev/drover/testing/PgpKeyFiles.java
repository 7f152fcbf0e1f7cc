package dev.drover.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** Keys that are made for a test: {@code name.sec} and {@code name.pub} in a directory. */
public final class PgpKeyFiles {
    private PgpKeyFiles() {}

    /**
     * Makes a pair.
     *
     * @param passphrase of the secret key; none when empty
     */
    public static void write(Path directory, String name, String passphrase) throws IOException {
        try {
            OpenPGPKey key = new BcOpenPGPApi()
                    .generateKey(4, new Date(), false)
                    .classicKey(name + " <" + name + "@example.com>")
                    .build(passphrase.isEmpty() ? null : passphrase.toCharArray());
            Files.writeString(directory.resolve(name + ".sec"), key.toAsciiArmoredString());
            Files.writeString(
                    directory.resolve(name + ".pub"), key.toCertificate().toAsciiArmoredString());
        } catch (PGPException e) {
            throw new IOException(e);
        }
    }

    /** Settings of a transform {@code seal} that encrypts with one key, and {@code open} that decrypts with another. */
    public static Map<String, String> settings(Path directory, String seal, String open) {
        return Map.of(
                "drover.transforms.seal.kind",
                "pgp-encrypt",
                "drover.transforms.seal.recipients",
                directory.resolve(seal + ".pub").toString(),
                "drover.transforms.open.kind",
                "pgp-decrypt",
                "drover.transforms.open.key",
                directory.resolve(open + ".sec").toString());
    }
}
