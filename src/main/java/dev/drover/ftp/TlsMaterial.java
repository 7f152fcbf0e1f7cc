package dev.drover.ftp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What TLS is done with: the authorities that may vouch for a server, and the certificate that we show to one that asks.
 * How strictly the server is verified is for {@link TlsPolicy} to say. Passwords are not kept. Immutable.
 */
public final class TlsMaterial {
    /** The authorities of the JVM, and no certificate of our own. */
    public static final TlsMaterial OF_THE_JVM = new TlsMaterial(null, List.of());

    private final @Nullable KeyStore authorities;
    private final List<KeyManager> keys;

    private TlsMaterial(@Nullable KeyStore authorities, List<KeyManager> keys) {
        this.authorities = authorities;
        this.keys = keys;
    }

    /** Trust these authorities in place of those of the JVM; a self-signed server certificate is its own authority. */
    public TlsMaterial withAuthorities(Collection<X509Certificate> certificates) throws FtpTlsException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate each : certificates) {
                store.setCertificateEntry("authority-" + number++, each);
            }
            return withAuthorities(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new FtpTlsException("The trusted certificates cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** Trust the authorities in this store in place of those of the JVM. The store is not to be changed any more. */
    public TlsMaterial withAuthorities(KeyStore store) {
        return new TlsMaterial(store, keys);
    }

    /**
     * Show a certificate from this store to a server that asks for one.
     *
     * @param password of the keys in it
     */
    public TlsMaterial withKeys(KeyStore store, char[] password) throws FtpTlsException {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return new TlsMaterial(authorities, List.of(factory.getKeyManagers()));
        } catch (GeneralSecurityException e) {
            throw new FtpTlsException(
                    "The client certificate cannot be used: " + e.getMessage() + "; check the password of its key.", e);
        }
    }

    /** Empty for those of the JVM. */
    public Optional<KeyStore> authorities() {
        return Optional.ofNullable(authorities);
    }

    /** Empty when there is no certificate to show. */
    public List<KeyManager> keys() {
        return keys;
    }
}
