package dev.drover.ftp.client;

import dev.drover.ftp.net.Link;
import dev.drover.ftp.tls.TlsLink;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS handshake came to.
 *
 * @param protocol as in {@code TLSv1.3}
 * @param cipherSuite by its standard name
 * @param certificates of the server, its own first
 */
public record TlsDetails(String protocol, String cipherSuite, List<X509Certificate> certificates) {
    /** Copies the certificates. */
    public TlsDetails {
        certificates = List.copyOf(certificates);
    }

    /** Empty in clear text. */
    static Optional<TlsDetails> of(Link link) {
        return link instanceof TlsLink secured
                ? Optional.of(new TlsDetails(secured.protocol(), secured.cipherSuite(), secured.peerCertificates()))
                : Optional.empty();
    }
}
