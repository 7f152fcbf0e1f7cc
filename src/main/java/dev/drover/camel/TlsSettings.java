package dev.drover.camel;

import dev.drover.ftp.TlsPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** What the options of an {@code ftps} endpoint mean as a policy of the library. */
final class TlsSettings {
    private static final Set<String> OFFERED = Set.of("TLSv1.3", "TLSv1.2");

    private final FtpsEndpoint endpoint;

    TlsSettings(FtpsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    TlsPolicy policy() throws Exception {
        FtpsConfiguration options = endpoint.getConfiguration();
        TlsPolicy.Builder policy = options.isImplicit() ? TlsPolicy.implicit() : TlsPolicy.explicit();
        SSLContextParameters parameters = endpoint.getSslContextParameters();
        if (parameters != null) {
            fromCamel(policy, parameters);
        } else {
            fromStores(policy, options);
        }
        if (!options.isVerifyCertificate()) {
            policy.trustAnyCertificate();
        } else if (!options.isVerifyHostName()) {
            policy.anyHostName();
        }
        String fingerprints = options.getFingerprints();
        if (fingerprints != null) {
            policy.fingerprints(
                    Arrays.stream(fingerprints.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet()));
        }
        if (isDataInClear(options)) {
            policy.clearData();
        }
        if (options.isAcceptTruncation()) {
            policy.acceptTruncation();
        }
        return policy.build();
    }

    /** RFC 4217 knows C and P; S and E are of other mechanisms (RFC 2228) and never worked with TLS. */
    static boolean isDataInClear(FtpsConfiguration options) {
        String level = options.getExecProt();
        if (level == null) {
            return options.isDisableSecureDataChannelDefaults();
        }
        return switch (level.toUpperCase(Locale.ROOT)) {
            case "P" -> false;
            case "C" -> true;
            default -> throw new IllegalArgumentException("execProt=" + level + " is not a level of TLS; use P or C");
        };
    }

    private void fromCamel(TlsPolicy.Builder policy, SSLContextParameters parameters) throws Exception {
        SSLContext context = parameters.createSSLContext(endpoint.getCamelContext());
        policy.context(context);
        SSLEngine engine = context.createSSLEngine();
        policy.protocols(Arrays.stream(engine.getEnabledProtocols())
                .filter(OFFERED::contains)
                .toArray(String[]::new));
        if (parameters.getCipherSuites() != null || parameters.getCipherSuitesFilter() != null) {
            policy.cipherSuites(engine.getEnabledCipherSuites());
        }
    }

    private void fromStores(TlsPolicy.Builder policy, FtpsConfiguration options) throws Exception {
        switch (options.getSecurityProtocol()) {
            case "TLS", "SSL", "TLSv1.3" -> policy.protocols("TLSv1.3", "TLSv1.2");
            case "TLSv1.2" -> policy.protocols("TLSv1.2");
            default ->
                throw new IllegalArgumentException("securityProtocol=" + options.getSecurityProtocol()
                        + " is broken or unknown; use TLSv1.3 or TLSv1.2");
        }
        Map<String, Object> keys = endpoint.getFtpClientKeyStoreParameters();
        Map<String, Object> trust = endpoint.getFtpClientTrustStoreParameters();
        if (keys != null || trust != null) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(keys), trustManagers(trust), null);
            policy.context(context);
        }
    }

    private static KeyManager @Nullable [] keyManagers(@Nullable Map<String, Object> parameters)
            throws GeneralSecurityException, IOException {
        if (parameters == null) {
            return null;
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(text(parameters, "algorithm", KeyManagerFactory.getDefaultAlgorithm()));
        String password = text(parameters, "password", "");
        factory.init(
                load(parameters, "ftpClient.keyStore.file"),
                text(parameters, "keyPassword", password).toCharArray());
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(@Nullable Map<String, Object> parameters)
            throws GeneralSecurityException, IOException {
        if (parameters == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(
                text(parameters, "algorithm", TrustManagerFactory.getDefaultAlgorithm()));
        factory.init(load(parameters, "ftpClient.trustStore.file"));
        return factory.getTrustManagers();
    }

    private static KeyStore load(Map<String, Object> parameters, String option)
            throws GeneralSecurityException, IOException {
        Object file = parameters.get("file");
        if (file == null) {
            throw new IllegalArgumentException(option + " is missing: it names the key store");
        }
        KeyStore store = KeyStore.getInstance(text(parameters, "type", KeyStore.getDefaultType()));
        try (InputStream in = Files.newInputStream(Path.of(file.toString()))) {
            store.load(in, text(parameters, "password", "").toCharArray());
        }
        return store;
    }

    private static String text(Map<String, Object> parameters, String name, String otherwise) {
        Object value = parameters.get(name);
        return value == null ? otherwise : value.toString();
    }
}
