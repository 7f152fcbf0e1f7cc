package dev.drover.ftp.tls;

import dev.drover.ftp.FtpTlsException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** A failed handshake as one sentence: what failed, why, and what to do. */
final class TlsFailure {
    private TlsFailure() {}

    /**
     * @param peer whom the handshake was with
     * @param offered the protocols we offered
     */
    static FtpTlsException of(String peer, List<String> offered, boolean mustResume, SSLException cause) {
        return new FtpTlsException("TLS with " + peer + " failed: " + reason(offered, mustResume, cause) + ".", cause);
    }

    private static String reason(List<String> offered, boolean mustResume, SSLException cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof CertificateException && each.getMessage() != null) {
                return each.getMessage();
            }
        }
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("protocol_version")
                || lower.contains("not supported by")
                || lower.contains("no appropriate protocol")) {
            return "no common protocol, we offered " + String.join(", ", offered) + " (" + message
                    + "); the protocols can be set";
        }
        if (lower.contains("unrecognized ssl message") || lower.contains("plaintext connection")) {
            return "the server did not answer in TLS; check the port, and explicit or implicit TLS";
        }
        if (lower.contains("unrecognized_name")) {
            return "the server does not know itself by the name sent (" + message
                    + "); send another server name or none";
        }
        if (lower.contains("certificate_required") || lower.contains("bad_certificate")) {
            return "the server did not accept our client certificate or asks for one (" + message + ")";
        }
        if (mustResume && lower.contains("session creation")) {
            return "the session of the control connection could not be resumed, which the policy requires";
        }
        return message;
    }
}
