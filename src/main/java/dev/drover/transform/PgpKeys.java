package dev.drover.transform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPPrivateKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPSecretKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;

/**
 * Keys in files, as {@code gpg --export} and {@code --export-secret-keys} write them, in armor or not. What a key may be
 * used for, and whether it still may, is as its own valid signatures say.
 */
final class PgpKeys {
    private PgpKeys() {}

    /** All public keys of a file, at least one; of secret ones their public halves. */
    static List<OpenPGPCertificate> publicKeys(Path file) throws IOException {
        try (InputStream in = open(file)) {
            List<OpenPGPCertificate> keys = new ArrayList<>();
            for (OpenPGPCertificate key : new OpenPGPKeyReader().parseKeysOrCertificates(in)) {
                keys.add(key instanceof OpenPGPKey secret ? secret.toCertificate() : key);
            }
            if (keys.isEmpty()) {
                throw new IOException("there is no PGP key in " + file);
            }
            return keys;
        } catch (RuntimeException e) {
            throw new IOException("the file " + file + " holds no PGP key that can be read: " + e.getMessage(), e);
        }
    }

    /** Every secret key of a file that is really in it, opened. */
    static List<OpenPGPPrivateKey> secretKeys(Path file, char[] passphrase) throws IOException {
        List<OpenPGPPrivateKey> opened = new ArrayList<>();
        try (InputStream in = open(file)) {
            for (OpenPGPKey key : new OpenPGPKeyReader().parseKeys(in)) {
                for (OpenPGPSecretKey part : key.getSecretKeys().values()) {
                    if (!part.getPGPSecretKey().isPrivateKeyEmpty()) {
                        opened.add(open(part, passphrase, file));
                    }
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("the file " + file + " holds no secret PGP key that can be read", e);
        }
        if (opened.isEmpty()) {
            throw new IOException("there is no secret PGP key in " + file);
        }
        return opened;
    }

    /** The newest key to encrypt to. */
    static OpenPGPComponentKey forEncryption(OpenPGPCertificate owner) throws KeyRefusedException {
        return newest(owner.getEncryptionKeys(), "encrypt to", owner);
    }

    static OpenPGPComponentKey newest(List<OpenPGPComponentKey> keys, String use, OpenPGPCertificate owner)
            throws KeyRefusedException {
        return keys.stream()
                .max(Comparator.comparing(OpenPGPComponentKey::getCreationTime))
                .orElseThrow(() -> new KeyRefusedException("The PGP key " + name(owner) + " has no part to " + use
                        + " that is valid now; it may have expired or been revoked" + expiry(owner)));
    }

    /** The fingerprint, which is no secret. */
    static String name(OpenPGPCertificate key) {
        return key.getPrettyFingerprint().replace(" ", "");
    }

    private static String expiry(OpenPGPCertificate owner) {
        Date end = owner.getExpirationTime();
        return end == null ? "" : " (its end: " + end.toInstant() + ")";
    }

    private static InputStream open(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }

    private static OpenPGPPrivateKey open(OpenPGPSecretKey part, char[] passphrase, Path file) throws IOException {
        try {
            return part.isLocked() ? part.unlock(passphrase.clone()) : part.unlock();
        } catch (PGPException e) {
            throw new IOException(
                    passphrase.length == 0
                            ? "the secret key in " + file + " has a passphrase, and none is given"
                            : "the passphrase does not open the secret key in " + file,
                    e);
        }
    }
}
