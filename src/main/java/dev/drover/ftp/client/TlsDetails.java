package dev.drover.ftp.client;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a TLS handshake came to.
 *
 * @param protocol as in {@code TLSv1.3}
 * @param cipherSuite by its standard name
 * @param certificates of the server, its own first
 */
public record TlsDetails(String protocol, String cipherSuite, List<X509Certificate> certificates) {
    public TlsDetails {
        certificates = List.copyOf(certificates);
    }
}
