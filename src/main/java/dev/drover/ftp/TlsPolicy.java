package dev.drover.ftp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how a connection is protected (RFC 4217). Chain and host name are verified on control and data
 * connections unless told otherwise. Immutable; made by {@link #none}, {@link #explicit} and {@link #implicit}.
 */
public final class TlsPolicy {
    /** When TLS begins. */
    public enum Mode {
        /** Never. */
        NONE,
        /** After the greeting, with AUTH TLS. A server that refuses it is an error, never clear text. */
        EXPLICIT,
        /** At once, before the greeting. */
        IMPLICIT
    }

    private static final TlsPolicy NONE = new TlsPolicy(new Builder(Mode.NONE));

    private final Mode mode;
    private final @Nullable SSLContext context;
    private final TlsMaterial material;
    private final boolean verifyCertificate;
    private final boolean verifyHostName;
    private final Set<String> fingerprints;
    private final List<String> protocols;
    private final List<String> cipherSuites;
    private final @Nullable String serverName;
    private final boolean sendServerName;
    private final boolean protectData;
    private final boolean clearControlAfterLogin;
    private final boolean requireResumption;
    private final boolean acceptTruncation;

    private TlsPolicy(Builder builder) {
        mode = builder.mode;
        context = builder.context;
        material = builder.material;
        verifyCertificate = builder.verifyCertificate;
        verifyHostName = builder.verifyHostName;
        fingerprints = Set.copyOf(builder.fingerprints);
        protocols = List.copyOf(builder.protocols);
        cipherSuites = List.copyOf(builder.cipherSuites);
        serverName = builder.serverName;
        sendServerName = builder.sendServerName;
        protectData = builder.protectData;
        clearControlAfterLogin = builder.clearControlAfterLogin;
        requireResumption = builder.requireResumption;
        acceptTruncation = builder.acceptTruncation;
    }

    /** Clear text. */
    public static TlsPolicy none() {
        return NONE;
    }

    /** AUTH TLS on the usual port (RFC 4217); a server that refuses it is not spoken to. */
    public static Builder explicit() {
        return new Builder(Mode.EXPLICIT);
    }

    /** TLS from the first byte, most times on port 990. */
    public static Builder implicit() {
        return new Builder(Mode.IMPLICIT);
    }

    /** The same policy, offering these protocols only. */
    public TlsPolicy withProtocols(List<String> only) {
        Builder copy = new Builder(mode);
        copy.context = context;
        copy.material = material;
        copy.verifyCertificate = verifyCertificate;
        copy.verifyHostName = verifyHostName;
        copy.fingerprints = fingerprints;
        copy.protocols = only;
        copy.cipherSuites = cipherSuites;
        copy.serverName = serverName;
        copy.sendServerName = sendServerName;
        copy.protectData = protectData;
        copy.clearControlAfterLogin = clearControlAfterLogin;
        copy.requireResumption = requireResumption;
        copy.acceptTruncation = acceptTruncation;
        return copy.build();
    }

    /** When TLS begins. */
    public Mode mode() {
        return mode;
    }

    /** Whether there is TLS at all. */
    public boolean isOn() {
        return mode != Mode.NONE;
    }

    /** A context with trust and keys of its own; empty where one is made from {@link #material}. */
    public Optional<SSLContext> context() {
        return Optional.ofNullable(context);
    }

    /** Authorities and our own certificate, where there is no {@link #context}. */
    public TlsMaterial material() {
        return material;
    }

    /** Whether the certificate has to come from an authority that is trusted. */
    public boolean verifiesCertificate() {
        return verifyCertificate;
    }

    /** Whether the certificate has to be for the host that was connected to. */
    public boolean verifiesHostName() {
        return verifyHostName;
    }

    /** SHA-256 of accepted server certificates, lower-case hex without separators; empty: the chain decides. */
    public Set<String> fingerprints() {
        return fingerprints;
    }

    /** Offered protocols; empty for TLS 1.3 and 1.2. */
    public List<String> protocols() {
        return protocols;
    }

    /** Offered cipher suites; empty for those of the JVM. */
    public List<String> cipherSuites() {
        return cipherSuites;
    }

    /** The name sent in SNI where it is not the host connected to. */
    public Optional<String> serverName() {
        return Optional.ofNullable(serverName);
    }

    /** Whether the handshake tells the name of the server (SNI). */
    public boolean sendsServerName() {
        return sendServerName;
    }

    /** PROT P rather than PROT C. */
    public boolean protectsData() {
        return protectData;
    }

    /** CCC after login, for firewalls that must read the control connection. */
    public boolean clearsControlAfterLogin() {
        return clearControlAfterLogin;
    }

    /** Whether a data connection that does not resume the control session is refused on our side. */
    public boolean requiresResumption() {
        return requireResumption;
    }

    /** Whether data that ends without close_notify counts as whole when its size is right. */
    public boolean acceptsTruncation() {
        return acceptTruncation;
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        private final Mode mode;
        private @Nullable SSLContext context;
        private TlsMaterial material = TlsMaterial.OF_THE_JVM;
        private boolean verifyCertificate = true;
        private boolean verifyHostName = true;
        private Set<String> fingerprints = Set.of();
        private List<String> protocols = List.of();
        private List<String> cipherSuites = List.of();
        private @Nullable String serverName;
        private boolean sendServerName = true;
        private boolean protectData = true;
        private boolean clearControlAfterLogin;
        private boolean requireResumption;
        private boolean acceptTruncation;

        private Builder(Mode mode) {
            this.mode = mode;
        }

        /** Trusted authorities and, for servers that ask for it, our own certificate. */
        public Builder material(TlsMaterial value) {
            material = value;
            return this;
        }

        /**
         * A context in place of {@link #material}. Its own trust managers decide on certificates: fingerprints are checked
         * on top, and it cannot be made to trust any certificate. Keep one context for a server: it holds the sessions.
         */
        public Builder context(SSLContext value) {
            context = value;
            return this;
        }

        /** Accept any certificate and any name. For tests and for servers that cannot be mended; say so in config. */
        public Builder trustAnyCertificate() {
            verifyCertificate = false;
            verifyHostName = false;
            return this;
        }

        /** Accept a certificate that does not name the host. */
        public Builder anyHostName() {
            verifyHostName = false;
            return this;
        }

        /** Accept just these certificates, self-signed or not: SHA-256 in hex, colons and case do not matter. */
        public Builder fingerprints(Set<String> sha256) {
            fingerprints = sha256.stream()
                    .map(f -> f.replace(":", "").toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
            return this;
        }

        /** Only these, as in {@code TLSv1.2}; by default TLS 1.3 and 1.2. */
        public Builder protocols(String... offered) {
            protocols = List.of(offered);
            return this;
        }

        /** Only these, by their names in the JDK; by default those of the JVM. */
        public Builder cipherSuites(String... offered) {
            cipherSuites = List.of(offered);
            return this;
        }

        /** Another name for SNI than the host. */
        public Builder serverName(String name) {
            serverName = name;
            return this;
        }

        /** Tells no server name in the handshake, for servers that refuse names they do not know. */
        public Builder noServerName() {
            sendServerName = false;
            return this;
        }

        /** PROT C: data in clear text. */
        public Builder clearData() {
            protectData = false;
            return this;
        }

        /** CCC after the login, for firewalls that have to read the control connection; data stay protected. */
        public Builder clearControlAfterLogin() {
            clearControlAfterLogin = true;
            return this;
        }

        /** Data connections that do not resume the TLS session of the control connection fail on our side. */
        public Builder requireResumption() {
            requireResumption = true;
            return this;
        }

        /** For servers that close data connections without close_notify; the size must still be right. */
        public Builder acceptTruncation() {
            acceptTruncation = true;
            return this;
        }

        /** The policy; the builder may go on to another. */
        public TlsPolicy build() {
            return new TlsPolicy(this);
        }
    }
}
