package dev.drover.app;

import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.TlsMaterial;
import dev.drover.ftp.client.TlsFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to trust and what to show when a broker is reached, or listens, by {@code ssl:}. That the certificate is for the
 * host of the URL is checked by the broker's client.
 *
 * @param material authorities, and a certificate with its key
 */
record BrokerTls(TlsMaterial material) {
    private static final String PREFIX = "drover.broker.tls.";

    static BrokerTls read(SettingsReader settings) {
        TlsMaterial material = TlsMaterial.OF_THE_JVM;
        String authorities = "ca-file";
        if (settings.text(PREFIX + "trust-store").isPresent()) {
            authorities = "trust-store";
            char[] password = secret(settings, "trust-store-password");
            material = add(
                    settings, authorities, material, (m, file) -> m.withAuthorities(TlsFiles.keyStore(file, password)));
        } else {
            material =
                    add(settings, authorities, material, (m, file) -> m.withAuthorities(TlsFiles.certificates(file)));
        }
        if (settings.text(PREFIX + "key-store").isPresent()) {
            char[] password = secret(settings, "key-store-password");
            return new BrokerTls(add(
                    settings,
                    "key-store",
                    material,
                    (m, file) -> m.withKeys(TlsFiles.keyStore(file, password), password)));
        }
        Optional<String> chain = settings.text(PREFIX + "certificate-file");
        if (chain.isPresent() != settings.text(PREFIX + "key-file").isPresent()) {
            settings.problem(PREFIX + "key-file", "a certificate is certificate-file with key-file, or key-store");
            return new BrokerTls(material);
        }
        return new BrokerTls(add(
                settings,
                "key-file",
                material,
                (m, file) ->
                        m.withKeys(TlsFiles.keyStore(Path.of(chain.orElseThrow()), file, new char[0]), new char[0])));
    }

    /** Whether there is a certificate to show. */
    boolean hasCertificate() {
        return !material.keys().isEmpty();
    }

    KeyManager[] keys() {
        return material.keys().toArray(KeyManager[]::new);
    }

    TrustManager[] authorities() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            // Without a store it takes the authorities of the JVM.
            factory.init((KeyStore) material.authorities().orElse(null));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificates that were read cannot be trusted: " + e.getMessage(), e);
        }
    }

    /** One more file for the material. */
    @FunctionalInterface
    private interface Addition {
        TlsMaterial to(TlsMaterial material, Path file) throws FtpTlsException;
    }

    private static TlsMaterial add(SettingsReader settings, String key, TlsMaterial material, Addition addition) {
        Optional<String> file = settings.text(PREFIX + key);
        if (file.isEmpty()) {
            return material;
        }
        try {
            return addition.to(material, Path.of(file.get()));
        } catch (FtpTlsException | InvalidPathException e) {
            settings.problem(PREFIX + key, String.valueOf(e.getMessage()));
            return material;
        }
    }

    private static char[] secret(SettingsReader settings, String key) {
        return settings.secret(PREFIX + key).orElse("").toCharArray();
    }
}
