package dev.drover.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority that lives as long as the test run: nothing to check in, nothing that expires. Good
 * certificates for a server on loopback and for a client, and bad ones for the tests that must refuse them.
 *
 * <p>Needs the JDK only, so that it also runs by itself: {@code java TestCertificates.java FOLDER} writes the files.
 */
public final class TestCertificates {
    /** Of every PKCS#12 file written here. */
    public static final String PASSWORD = "drover";

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
    private static final TestCertificates SHARED = new TestCertificates();

    private final KeyPair authorityKeys = newKeys();
    private final X509Certificate authority;
    private final Map<String, Identity> identities = new TreeMap<>();

    /** A key with its certificate and the chain above it. */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {
        public X509Certificate certificate() {
            return chain.get(0);
        }

        /** SHA-256 in lower-case hex, as for pinning. */
        public String fingerprint() {
            try {
                byte[] hash = java.security.MessageDigest.getInstance("SHA-256")
                        .digest(certificate().getEncoded());
                return java.util.HexFormat.of().formatHex(hash);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public KeyStore keyStore() {
            try {
                KeyStore store = emptyStore();
                store.setKeyEntry("key", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
                return store;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private TestCertificates() {
        authority = new Paper("Drover test authority", authorityKeys)
                .asAuthority()
                .sign("Drover test authority", authorityKeys);
    }

    /** The authority of this JVM. */
    public static TestCertificates shared() {
        return SHARED;
    }

    /** Another authority, which nobody trusts. */
    public static TestCertificates fresh() {
        return new TestCertificates();
    }

    public X509Certificate authority() {
        return authority;
    }

    /** For localhost, 127.0.0.1 and ::1. */
    public Identity server() {
        return signed("server", "localhost", LOOPBACK, true, Instant.now().plus(Duration.ofDays(3650)));
    }

    public Identity client() {
        return signed("client", "drover", List.of(), false, Instant.now().plus(Duration.ofDays(3650)));
    }

    /** Right but for its date. */
    public Identity expired() {
        return signed("expired", "localhost", LOOPBACK, true, Instant.now().minus(Duration.ofDays(1)));
    }

    /** Right but for its name. */
    public Identity wrongHost() {
        List<String> elsewhere = List.of("elsewhere.example");
        return signed(
                "wrong-host",
                "elsewhere.example",
                elsewhere,
                true,
                Instant.now().plus(Duration.ofDays(3650)));
    }

    /** Right but for its issuer: itself. */
    public synchronized Identity selfSigned() {
        return identities.computeIfAbsent("self-signed", name -> {
            KeyPair keys = newKeys();
            return new Identity(
                    keys.getPrivate(),
                    List.of(new Paper("localhost", keys).forHosts(LOOPBACK).sign("localhost", keys)));
        });
    }

    private synchronized Identity signed(String name, String subject, List<String> hosts, boolean server, Instant end) {
        return identities.computeIfAbsent(name, n -> {
            KeyPair keys = newKeys();
            X509Certificate certificate = new Paper(subject, keys)
                    .forHosts(hosts)
                    .forPurpose(server)
                    .until(end)
                    .sign("Drover test authority", authorityKeys);
            return new Identity(keys.getPrivate(), List.of(certificate, authority));
        });
    }

    // ---- for JSSE

    /** Trusts this authority only. */
    public KeyStore trustStore() {
        try {
            KeyStore store = emptyStore();
            store.setCertificateEntry("authority", authority);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server with this identity that trusts our clients. */
    public SSLContext serverContext(Identity identity) {
        return context(identity.keyStore());
    }

    public SSLContext serverContext() {
        return serverContext(server());
    }

    /** For a client that trusts our servers and shows no certificate. */
    public SSLContext clientContext() {
        try {
            return context(emptyStore());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public SSLContext clientContext(Identity identity) {
        return context(identity.keyStore());
    }

    private SSLContext context(KeyStore keys) {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD.toCharArray());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load((InputStream) null, null);
        return store;
    }

    // ---- for programs

    /**
     * Writes ca.crt, trust.p12 and, for server, client, self-signed, expired and wrong-host, NAME.crt (with its chain),
     * NAME.key, NAME.pem (both) and NAME.p12. Only the owner may read the keys.
     */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", encoded(authority)));
        writeStore(folder.resolve("trust.p12"), trustStore());
        write(folder, "server", server());
        write(folder, "client", client());
        write(folder, "self-signed", selfSigned());
        write(folder, "expired", expired());
        write(folder, "wrong-host", wrongHost());
    }

    private static void write(Path folder, String name, Identity identity) throws IOException {
        StringBuilder chain = new StringBuilder();
        identity.chain().forEach(certificate -> chain.append(pem("CERTIFICATE", encoded(certificate))));
        String key = pem("PRIVATE KEY", identity.key().getEncoded());
        Files.writeString(folder.resolve(name + ".crt"), chain);
        Files.writeString(secret(folder.resolve(name + ".key")), key);
        Files.writeString(secret(folder.resolve(name + ".pem")), key + chain);
        writeStore(folder.resolve(name + ".p12"), identity.keyStore());
    }

    private static Path secret(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void writeStore(Path file, KeyStore store) throws IOException {
        try (var out = Files.newOutputStream(secret(file))) {
            store.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate before it is signed (RFC 5280 section 4.1). */
    private static final class Paper {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
        private static final byte[] SHA256_WITH_RSA = Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 11), Der.of(5));

        private final String subject;
        private final KeyPair keys;
        private final ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        private Instant end = Instant.now().plus(Duration.ofDays(3650));

        Paper(String subject, KeyPair keys) {
            this.subject = subject;
            this.keys = keys;
        }

        Paper asAuthority() {
            extension(19, true, Der.sequence(Der.of(1, (byte) 0xFF)));
            return extension(15, true, Der.of(3, (byte) 1, (byte) 0b0000_0110));
        }

        Paper forHosts(List<String> hosts) {
            byte[][] names = hosts.stream().map(Paper::alternativeName).toArray(byte[][]::new);
            return hosts.isEmpty() ? this : extension(17, false, Der.sequence(names));
        }

        Paper forPurpose(boolean server) {
            return extension(37, false, Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, server ? 1 : 2)));
        }

        Paper until(Instant when) {
            end = when;
            return this;
        }

        private Paper extension(int number, boolean critical, byte[] value) {
            byte[] id = Der.oid(2, 5, 29, number);
            byte[] wrapped = Der.of(4, value);
            extensions.writeBytes(
                    critical ? Der.sequence(id, Der.of(1, (byte) 0xFF), wrapped) : Der.sequence(id, wrapped));
            return this;
        }

        private static byte[] alternativeName(String host) {
            boolean literal = host.indexOf(':') >= 0 || Character.isDigit(host.charAt(0));
            try {
                return literal
                        ? Der.of(0x87, InetAddress.getByName(host).getAddress())
                        : Der.of(0x82, host.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new IllegalArgumentException(host, e);
            }
        }

        X509Certificate sign(String issuer, KeyPair issuerKeys) {
            byte[] body = Der.sequence(
                    Der.of(0xA0, Der.of(2, (byte) 2)),
                    Der.of(2, new BigInteger(63, new SecureRandom()).toByteArray()),
                    SHA256_WITH_RSA,
                    name(issuer),
                    Der.sequence(time(end.minus(Duration.ofDays(3700))), time(end)),
                    name(subject),
                    keys.getPublic().getEncoded(),
                    Der.of(0xA3, Der.sequence(extensions.toByteArray())));
            try {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(issuerKeys.getPrivate());
                signature.update(body);
                byte[] bits = Der.join(new byte[] {0}, signature.sign());
                byte[] whole = Der.sequence(body, SHA256_WITH_RSA, Der.of(3, bits));
                return (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new java.io.ByteArrayInputStream(whole));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] time(Instant instant) {
            return Der.of(0x17, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
        }

        private static byte[] name(String common) {
            byte[] text = Der.of(12, common.getBytes(StandardCharsets.UTF_8));
            return Der.sequence(Der.of(0x31, Der.sequence(Der.oid(2, 5, 4, 3), text)));
        }
    }

    /** As much of DER as a certificate needs. */
    private static final class Der {
        static byte[] sequence(byte[]... parts) {
            return of(0x30, join(parts));
        }

        static byte[] of(int tag, byte... value) {
            byte[] length = value.length < 128
                    ? new byte[] {(byte) value.length}
                    : new byte[] {(byte) 0x82, (byte) (value.length >> 8), (byte) value.length};
            return join(new byte[] {(byte) tag}, length, value);
        }

        static byte[] oid(int... arcs) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(arcs[0] * 40 + arcs[1]);
            for (int arc : Arrays.copyOfRange(arcs, 2, arcs.length)) {
                for (int shift = 28; shift > 0; shift -= 7) {
                    if (arc >> shift > 0) {
                        out.write(0x80 | (arc >> shift & 0x7F));
                    }
                }
                out.write(arc & 0x7F);
            }
            return of(6, out.toByteArray());
        }

        static byte[] join(byte[]... parts) {
            ByteBuffer all = ByteBuffer.allocate(
                    Arrays.stream(parts).mapToInt(p -> p.length).sum());
            Arrays.stream(parts).forEach(all::put);
            return all.array();
        }
    }

    public static void main(String[] arguments) throws IOException {
        shared().writeTo(Path.of(arguments[0]));
    }
}
