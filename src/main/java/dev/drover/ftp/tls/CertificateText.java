package dev.drover.ftp.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Certificates in words, so that a refusal says what was found and what can be done about it. */
final class CertificateText {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int NAMES_SHOWN = 10;

    private CertificateText() {}

    /** SHA-256 in lower-case hex without separators, as a policy pins it. */
    static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("its certificate cannot be read: " + e.getMessage(), e);
        }
    }

    static String describe(X509Certificate certificate) throws CertificateException {
        return "subject " + certificate.getSubjectX500Principal().getName() + ", issuer "
                + certificate.getIssuerX500Principal().getName() + ", SHA-256 " + fingerprint(certificate);
    }

    /** Why a certificate was not accepted, and what to do. Begins in lower case, ends without a full stop. */
    static String refusal(X509Certificate certificate, @Nullable String host, CertificateException why)
            throws CertificateException {
        String shown = " (" + describe(certificate) + ")";
        if (hasCause(why, CertificateExpiredException.class)) {
            return "its certificate or an issuer's has expired; the certificate is valid until "
                    + day(certificate.getNotAfter()) + shown + "; the server needs a new one";
        }
        if (hasCause(why, CertificateNotYetValidException.class)) {
            return "its certificate or an issuer's is not valid yet; the certificate is valid from "
                    + day(certificate.getNotBefore()) + shown + "; check the clocks";
        }
        if (isAboutTheName(why)) {
            return "its certificate is for " + names(certificate) + ", not for " + host + shown
                    + "; connect by a name that it carries, or pin its fingerprint";
        }
        return "its certificate is not trusted" + shown + ": " + rootMessage(why)
                + "; trust its authority, or pin its fingerprint";
    }

    /** The names that a client may know the server by: its DNS and address entries, else the subject. */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            if (entries != null) {
                for (List<?> entry : entries) {
                    boolean ofHost =
                            entry.get(0).equals(DNS_NAME) || entry.get(0).equals(IP_ADDRESS);
                    if (ofHost && names.size() < NAMES_SHOWN) {
                        names.add(String.valueOf(entry.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return List.of("names that cannot be read");
        }
        return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** JSSE has no exception of its own for a name that does not fit; these two sentences are all there is. */
    private static boolean isAboutTheName(CertificateException error) {
        String message = String.valueOf(error.getMessage());
        return message.startsWith("No subject alternative") || message.startsWith("No name matching");
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static Instant day(Date date) {
        return date.toInstant();
    }
}
