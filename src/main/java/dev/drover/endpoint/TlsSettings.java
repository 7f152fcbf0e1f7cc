package dev.drover.endpoint;

import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.TlsMaterial;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.client.TlsFiles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code tls.} properties of an endpoint of kind {@code ftps}. Verification is on unless they say otherwise. */
final class TlsSettings {
    private static final Pattern SHA_256 = Pattern.compile("(?:[0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2}");

    private TlsSettings() {}

    /** When TLS begins. */
    private enum Begin {
        EXPLICIT,
        IMPLICIT
    }

    /** Whether data connections are protected. */
    private enum Data {
        PRIVATE,
        CLEAR
    }

    static TlsPolicy read(Section section) {
        Begin begin = section.choice("tls.mode", Begin.EXPLICIT, Begin.class);
        TlsPolicy.Builder policy = begin == Begin.EXPLICIT ? TlsPolicy.explicit() : TlsPolicy.implicit();
        policy.material(material(section));
        Set<String> fingerprints = fingerprints(section);
        if (!fingerprints.isEmpty()) {
            policy.fingerprints(fingerprints);
        }
        if (!section.flag("tls.verify-host-name", true)) {
            policy.anyHostName();
        }
        if (!section.flag("tls.verify", true)) {
            policy.trustAnyCertificate();
        }
        if (section.choice("tls.data", Data.PRIVATE, Data.class) == Data.CLEAR) {
            policy.clearData();
        }
        if (section.flag("tls.require-resumption", false)) {
            policy.requireResumption();
        }
        if (section.flag("tls.accept-truncation", false)) {
            policy.acceptTruncation();
        }
        section.text("tls.server-name").ifPresent(policy::serverName);
        List<String> protocols = protocols(section);
        if (!protocols.isEmpty()) {
            policy.protocols(protocols.toArray(String[]::new));
        }
        return policy.build();
    }

    private static List<String> protocols(Section section) {
        List<String> protocols = section.list("tls.protocols");
        if (!List.of("TLSv1.2", "TLSv1.3").containsAll(protocols)) {
            section.problem("tls.protocols", "TLSv1.2 and TLSv1.3 are the choices, divided by a comma");
            return List.of();
        }
        return protocols;
    }

    private static Set<String> fingerprints(Section section) {
        List<String> given = section.list("tls.fingerprint");
        for (String fingerprint : given) {
            if (!SHA_256.matcher(fingerprint).matches()) {
                section.problem("tls.fingerprint", "the SHA-256 of the certificate is wanted, as 64 hex digits");
                return Set.of();
            }
        }
        return Set.copyOf(given);
    }

    private static TlsMaterial material(Section section) {
        Optional<String> authorities = section.text("tls.ca-file");
        Optional<String> trustStore = section.text("tls.trust-store");
        char[] trustPassword = characters(section.secret("tls.trust-store-password"));
        Optional<String> keyStore = section.text("tls.key-store");
        char[] keyPassword = characters(section.secret("tls.key-store-password"));
        Optional<String> chain = section.text("tls.certificate-file");
        Optional<String> key = section.text("tls.key-file");
        if (authorities.isPresent() && trustStore.isPresent()) {
            section.problem("tls.trust-store", "stands beside tls.ca-file; give one of the two");
        }
        boolean pair = chain.isPresent() && key.isPresent() && keyStore.isEmpty();
        if (!pair && (chain.isPresent() || key.isPresent())) {
            section.problem(
                    "tls.key-file", "a client certificate is tls.certificate-file with tls.key-file, or tls.key-store");
        }
        TlsMaterial material = TlsMaterial.OF_THE_JVM;
        material = add(
                section,
                "tls.ca-file",
                authorities,
                material,
                (m, file) -> m.withAuthorities(TlsFiles.certificates(file)));
        material = add(
                section,
                "tls.trust-store",
                trustStore,
                material,
                (m, file) -> m.withAuthorities(TlsFiles.keyStore(file, trustPassword)));
        material = add(
                section,
                "tls.key-store",
                keyStore,
                material,
                (m, file) -> m.withKeys(TlsFiles.keyStore(file, keyPassword), keyPassword));
        return add(
                section,
                "tls.key-file",
                pair ? key : Optional.empty(),
                material,
                (m, file) ->
                        m.withKeys(TlsFiles.keyStore(Path.of(chain.orElseThrow()), file, keyPassword), keyPassword));
    }

    /** One more file for the material. */
    @FunctionalInterface
    private interface Addition {
        TlsMaterial to(TlsMaterial material, Path file) throws FtpTlsException;
    }

    private static TlsMaterial add(
            Section section, String property, Optional<String> file, TlsMaterial material, Addition addition) {
        if (file.isEmpty()) {
            return material;
        }
        try {
            return addition.to(material, Path.of(file.get()));
        } catch (FtpTlsException | InvalidPathException e) {
            section.problem(property, String.valueOf(e.getMessage()));
            return material;
        }
    }

    private static char[] characters(Optional<String> password) {
        return password.orElse("").toCharArray();
    }
}
