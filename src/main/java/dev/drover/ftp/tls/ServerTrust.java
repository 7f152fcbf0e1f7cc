package dev.drover.ftp.tls;

import dev.drover.ftp.TlsPolicy;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides on a server's certificate as the policy says: pinned fingerprints, or chain and host name, or anything.
 *
 * <p>Being an extended trust manager it is asked with the engine and answers for the host name too. So the parameters of
 * every engine can name the same identification algorithm, which is what lets sessions without extended master secret
 * resume (RFC 7627 section 5.3).
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final Set<String> pins;
    private final boolean verifyCertificate;
    private final boolean verifyHostName;
    private final X509ExtendedTrustManager authorities;

    /** Keeps no reference to the policy, which is the weak key that contexts are remembered by. */
    ServerTrust(TlsPolicy policy, X509ExtendedTrustManager authorities) {
        this.pins = policy.fingerprints();
        this.verifyCertificate = policy.verifiesCertificate();
        this.verifyHostName = policy.verifiesHostName();
        this.authorities = authorities;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        X509Certificate own = chain[0];
        if (!pins.isEmpty()) {
            requirePinned(pins, own);
            return;
        }
        if (!verifyCertificate) {
            return;
        }
        try {
            if (verifyHostName) {
                authorities.checkServerTrusted(chain, authType, engine);
            } else {
                authorities.checkServerTrusted(chain, authType);
            }
        } catch (CertificateException e) {
            throw new CertificateException(CertificateText.refusal(own, engine.getPeerHost(), e), e);
        }
    }

    static void requirePinned(Set<String> pins, X509Certificate certificate) throws CertificateException {
        if (!pins.contains(CertificateText.fingerprint(certificate))) {
            throw new CertificateException("its certificate (" + CertificateText.describe(certificate)
                    + ") is none of the pinned ones; if the server was given a new certificate, pin that");
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw clientEnginesOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw clientEnginesOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw clientEnginesOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw clientEnginesOnly();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw clientEnginesOnly();
    }

    private static CertificateException clientEnginesOnly() {
        return new CertificateException("Only the client side of an SSLEngine is verified here.");
    }
}
