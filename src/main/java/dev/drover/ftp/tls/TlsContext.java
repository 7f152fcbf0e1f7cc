package dev.drover.ftp.tls;

import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.TlsMaterial;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.net.Link;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for one control connection and its data connections, which resume its session: many servers refuse data
 * connections that do not (vsftpd and ProFTPD by default), to be sure that both come from the same client.
 *
 * <p>JSSE finds a session by host and port. Both are hints only where an engine is made by
 * {@link SSLContext#createSSLEngine(String, int)}, so control and data engines are given the same host and, for a port,
 * a number that no other control connection has: with a shared one, two sessions of a pool would overwrite each other's
 * single-use TLS 1.3 tickets.
 *
 * <p>Used by one thread at a time. {@link #close} forgets the TLS sessions and closes no link.
 */
public final class TlsContext implements AutoCloseable {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final Map<TlsPolicy, SSLContext> CONTEXTS = Collections.synchronizedMap(new WeakHashMap<>());
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsPolicy policy;
    private final String host;
    private final int key = KEYS.incrementAndGet();
    private final SSLContext context;
    private final SSLParameters parameters;
    private @Nullable SSLSession control;
    private @Nullable SSLSession latest;

    private TlsContext(TlsPolicy policy, String host) throws FtpTlsException {
        if (policy.context().isPresent() && !policy.verifiesCertificate()) {
            throw new FtpTlsException(
                    "An SSLContext of your own decides itself whom it trusts: to trust any certificate,"
                            + " give the policy material in place of a context.");
        }
        this.policy = policy;
        this.host = host;
        this.context = policy.context().isPresent() ? policy.context().get() : ownContext(policy);
        this.parameters = parameters();
    }

    /**
     * @param host the name connected to: the certificate must be for it, also on data connections
     * @throws FtpTlsException when the policy asks for what this JVM does not have
     */
    public static TlsContext of(TlsPolicy policy, String host) throws FtpTlsException {
        return new TlsContext(policy, host);
    }

    /**
     * Does the handshake. It waits as long as the link does: the caller sets a deadline on that. The link is not closed
     * when it fails.
     *
     * @param data whether the link is a data connection, which resumes the session of the control connection
     * @throws FtpTlsException when the certificate is not accepted, there is no common protocol, or the other side
     *     refuses; other exceptions when the connection breaks
     */
    public TlsLink secure(Link under, boolean data) throws IOException {
        SSLEngine engine = context.createSSLEngine(host, key);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        boolean mustResume = data && policy.requiresResumption();
        engine.setEnableSessionCreation(!mustResume);
        Records records = new Records(under, engine, data);
        try {
            records.handshake();
            requirePinned(engine.getSession());
        } catch (SSLException e) {
            String peer =
                    data ? host + " on the data connection " + under.remote() : host + " (" + under.remote() + ")";
            throw TlsFailure.of(peer, List.of(parameters.getProtocols()), mustResume, e);
        }
        SSLSession session = engine.getSession();
        boolean resumed = data && isFromControl(session);
        if (!data) {
            control = session;
        }
        latest = session;
        return new TlsLink(under, records, resumed);
    }

    /** Forgets the sessions. Nothing else would within a day, and a busy client makes many. */
    @Override
    public void close() {
        if (control != null) {
            control.invalidate();
        }
        if (latest != null) {
            latest.invalidate();
        }
    }

    /** A resumed session keeps the creation time of the first one, in TLS 1.2 and 1.3; session ids change in 1.3. */
    private boolean isFromControl(SSLSession session) {
        return control != null && control.getCreationTime() == session.getCreationTime();
    }

    /** A context brought by the caller has its own trust manager, which does not know of pins. */
    private void requirePinned(SSLSession session) throws SSLException {
        if (policy.context().isEmpty() || policy.fingerprints().isEmpty()) {
            return;
        }
        try {
            ServerTrust.requirePinned(policy.fingerprints(), (X509Certificate) session.getPeerCertificates()[0]);
        } catch (CertificateException e) {
            throw new SSLException(e.getMessage(), e);
        }
    }

    private SSLParameters parameters() throws FtpTlsException {
        SSLEngine probe = context.createSSLEngine(host, key);
        probe.setUseClientMode(true);
        SSLParameters wanted = probe.getSSLParameters();
        wanted.setProtocols(choose(
                policy.protocols().isEmpty() ? PROTOCOLS : policy.protocols(),
                probe.getSupportedProtocols(),
                "protocol"));
        if (!policy.cipherSuites().isEmpty()) {
            wanted.setCipherSuites(choose(policy.cipherSuites(), probe.getSupportedCipherSuites(), "cipher suite"));
        }
        boolean ownTrust = policy.context().isEmpty();
        if (ownTrust || policy.verifiesHostName()) {
            wanted.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!policy.sendsServerName()) {
            wanted.setServerNames(List.of());
        } else if (policy.serverName().isPresent()) {
            wanted.setServerNames(List.of(new SNIHostName(policy.serverName().get())));
        }
        return wanted;
    }

    private static String[] choose(List<String> wanted, String[] supported, String what) throws FtpTlsException {
        List<String> known = Arrays.asList(supported);
        for (String each : wanted) {
            if (!known.contains(each)) {
                throw new FtpTlsException(
                        "This JVM has no " + what + " \"" + each + "\"; it has " + String.join(", ", known) + ".");
            }
        }
        return wanted.toArray(String[]::new);
    }

    private static SSLContext ownContext(TlsPolicy policy) throws FtpTlsException {
        SSLContext known = CONTEXTS.get(policy);
        if (known != null) {
            return known;
        }
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    policy.material().keys().toArray(KeyManager[]::new),
                    new TrustManager[] {new ServerTrust(policy, authorities(policy.material()))},
                    null);
            SSLContext earlier = CONTEXTS.putIfAbsent(policy, made);
            return earlier != null ? earlier : made;
        } catch (GeneralSecurityException e) {
            throw new FtpTlsException("This JVM cannot do TLS: " + e.getMessage() + ".", e);
        }
    }

    private static X509ExtendedTrustManager authorities(TlsMaterial material) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        // None means those of the JVM here too.
        factory.init(material.authorities().orElse(null));
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
    }
}
