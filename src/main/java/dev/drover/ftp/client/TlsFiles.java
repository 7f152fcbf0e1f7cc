package dev.drover.ftp.client;

import dev.drover.ftp.FtpTlsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from files, for {@link dev.drover.ftp.TlsMaterial}. Every error names the file. */
public final class TlsFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN (?:RSA|EC|ENCRYPTED|DSA) PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519", "RSASSA-PSS");

    private TlsFiles() {}

    /**
     * The certificates of a PEM or DER file, in order.
     *
     * @throws FtpTlsException when there are none in it, or the file cannot be read
     */
    public static List<X509Certificate> certificates(Path file) throws FtpTlsException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new FtpTlsException("There is no certificate in " + file + ".");
            }
            return found;
        } catch (CertificateException | IOException e) {
            throw unusable("certificates", file, e);
        }
    }

    /**
     * A key store of type PKCS#12, or of any other type that this JVM knows.
     *
     * @throws FtpTlsException when it cannot be read, or the password is not its own
     */
    public static KeyStore keyStore(Path file, char[] password) throws FtpTlsException {
        if (!Files.isReadable(file)) {
            throw new FtpTlsException("The key store " + file + " does not exist or may not be read.");
        }
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("key store", file, e);
        }
    }

    /**
     * A private key and its certificate chain from PEM files, which may be one. The entry has the password given here.
     *
     * @param key PKCS#8 without encryption ({@code BEGIN PRIVATE KEY})
     */
    public static KeyStore keyStore(Path chain, Path key, char[] password) throws FtpTlsException {
        PrivateKey secret = privateKey(key);
        Certificate[] certificates = certificates(withoutKeys(chain), chain);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", secret, password, certificates);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("private key", key, e);
        }
    }

    private static PrivateKey privateKey(Path file) throws FtpTlsException {
        String text = read(file);
        Matcher pem = PRIVATE_KEY.matcher(text);
        if (!pem.find()) {
            String advice = OTHER_KEY.matcher(text).find()
                    ? " in PKCS#8 without encryption; convert it by: openssl pkcs8 -topk8 -nocrypt"
                    : "";
            throw new FtpTlsException("There is no private key" + advice + " in " + file + ".");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException notOfThisKind) {
                // The encoding names its algorithm, but only a factory of that algorithm reads it: the next one may.
            } catch (GeneralSecurityException e) {
                throw unusable("private key", file, e);
            }
        }
        throw new FtpTlsException("The private key in " + file + " is of a kind that this JVM does not know.");
    }

    /** Certificate factories stumble over a key that stands in the same file. */
    private static String withoutKeys(Path file) throws FtpTlsException {
        return PRIVATE_KEY.matcher(read(file)).replaceAll("");
    }

    private static Certificate[] certificates(String pem, Path file) throws FtpTlsException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .toArray(Certificate[]::new);
        } catch (CertificateException e) {
            throw unusable("certificates", file, e);
        }
    }

    private static String read(Path file) throws FtpTlsException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unusable("key", file, e);
        }
    }

    private static FtpTlsException unusable(String what, Path file, Exception cause) {
        return new FtpTlsException(
                "The " + what + " in " + file + " cannot be read: " + cause.getMessage() + ".", cause);
    }
}
