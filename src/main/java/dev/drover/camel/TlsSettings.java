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
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;

/** What the options of an {@code ftps} endpoint mean as a policy of the library. */
final class TlsSettings {
    private static final Set<String> OFFERED = Set.of("TLSv1.3", "TLSv1.2");
    private static final Set<String> TRUST_STORE = Set.of("file", "password", "type", "algorithm");
    private static final Set<String> KEY_STORE = Set.of("file", "password", "type", "algorithm", "keyPassword");

    private final FtpsEndpoint endpoint;

    TlsSettings(FtpsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Refuses what can be told to be wrong without reading a store. */
    static void check(FtpsEndpoint endpoint) {
        isDataInClear(endpoint.getConfiguration());
        TlsSettings settings = new TlsSettings(endpoint);
        if (endpoint.getSslContextParameters() == null) {
            settings.offer(TlsPolicy.explicit());
        }
        settings.restrict(TlsPolicy.explicit());
        checkStore("ftpClient.keyStore.", endpoint.getFtpClientKeyStoreParameters(), KEY_STORE);
        checkStore("ftpClient.trustStore.", endpoint.getFtpClientTrustStoreParameters(), TRUST_STORE);
    }

    private static void checkStore(String prefix, @Nullable Map<String, Object> parameters, Set<String> known) {
        if (parameters == null) {
            return;
        }
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(prefix + name + " has no meaning here; the nearest that has is "
                        + prefix + NearestName.of(name, known));
            }
        }
        Object file = parameters.get("file");
        if (file != null && !Files.isReadable(Path.of(file.toString()))) {
            throw new IllegalArgumentException(prefix + "file=" + file + " cannot be read");
        }
    }

    TlsPolicy policy() throws Exception {
        FtpsConfiguration options = endpoint.getConfiguration();
        TlsPolicy.Builder policy = options.isImplicit() ? TlsPolicy.implicit() : TlsPolicy.explicit();
        SSLContextParameters parameters = endpoint.getSslContextParameters();
        boolean ownContext = parameters != null ? fromCamel(policy, parameters, options) : fromStores(policy, options);
        restrict(policy);
        if (!options.isVerifyCertificate() && !ownContext) {
            policy.trustAnyCertificate();
        } else if (!options.isVerifyHostName() || isBlind(options)) {
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

    /** Whether authorities have no say. A context decides by itself, so it has to be made to accept everything then. */
    private static boolean isBlind(FtpsConfiguration options) {
        return !options.isVerifyCertificate() || options.getFingerprints() != null;
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

    private boolean fromCamel(TlsPolicy.Builder policy, SSLContextParameters parameters, FtpsConfiguration options)
            throws Exception {
        SSLContextParameters used = isBlind(options) ? trustingAnyone(parameters) : parameters;
        SSLContext context = used.createSSLContext(endpoint.getCamelContext());
        policy.context(context);
        SSLEngine engine = context.createSSLEngine();
        policy.protocols(Arrays.stream(engine.getEnabledProtocols())
                .filter(OFFERED::contains)
                .toArray(String[]::new));
        if (parameters.getCipherSuites() != null || parameters.getCipherSuitesFilter() != null) {
            policy.cipherSuites(engine.getEnabledCipherSuites());
        }
        return true;
    }

    /** The same but for the authorities. Ours to change: others may use the given ones. */
    private static SSLContextParameters trustingAnyone(SSLContextParameters given) {
        TrustManagersParameters anyone = new TrustManagersParameters();
        anyone.setTrustManager(new AnyCertificate());
        SSLContextParameters copy = new SSLContextParameters();
        copy.setTrustManagers(anyone);
        copy.setKeyManagers(given.getKeyManagers());
        copy.setCertAlias(given.getCertAlias());
        copy.setSecureRandom(given.getSecureRandom());
        copy.setClientParameters(given.getClientParameters());
        copy.setProvider(given.getProvider());
        copy.setSecureSocketProtocol(given.getSecureSocketProtocol());
        copy.setSecureSocketProtocols(given.getSecureSocketProtocols());
        copy.setSecureSocketProtocolsFilter(given.getSecureSocketProtocolsFilter());
        copy.setCipherSuites(given.getCipherSuites());
        copy.setCipherSuitesFilter(given.getCipherSuitesFilter());
        copy.setSessionTimeout(given.getSessionTimeout());
        return copy;
    }

    /** The two settings of commons-net's client that have a meaning here, as lists separated by commas. */
    private void restrict(TlsPolicy.Builder policy) {
        Map<String, Object> client = endpoint.getFtpClientParameters();
        if (client == null) {
            return;
        }
        if (client.get("enabledProtocols") instanceof String protocols) {
            String[] names = names(protocols);
            if (!OFFERED.containsAll(Set.of(names))) {
                throw new IllegalArgumentException("ftpClient.enabledProtocols=" + protocols
                        + " names a protocol that is broken or unknown; use TLSv1.3,TLSv1.2");
            }
            policy.protocols(names);
        }
        if (client.get("enabledCipherSuites") instanceof String suites) {
            policy.cipherSuites(names(suites));
        }
    }

    private static String[] names(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).toArray(String[]::new);
    }

    private void offer(TlsPolicy.Builder policy) {
        FtpsConfiguration options = endpoint.getConfiguration();
        switch (options.getSecurityProtocol()) {
            case "TLS", "SSL", "TLSv1.3" -> policy.protocols("TLSv1.3", "TLSv1.2");
            case "TLSv1.2" -> policy.protocols("TLSv1.2");
            default ->
                throw new IllegalArgumentException("securityProtocol=" + options.getSecurityProtocol()
                        + " is broken or unknown; use TLSv1.3 or TLSv1.2");
        }
    }

    private boolean fromStores(TlsPolicy.Builder policy, FtpsConfiguration options) throws Exception {
        offer(policy);
        Map<String, Object> keys = endpoint.getFtpClientKeyStoreParameters();
        Map<String, Object> trust = endpoint.getFtpClientTrustStoreParameters();
        if (keys == null && trust == null) {
            return false;
        }
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trusted = isBlind(options) ? new TrustManager[] {new AnyCertificate()} : trustManagers(trust);
        context.init(keyManagers(keys), trusted, null);
        policy.context(context);
        return true;
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
