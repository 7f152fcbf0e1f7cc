package dev.drover.ftp.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.TlsMaterial;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.net.TcpLink;
import dev.drover.testing.TestCertificates;
import dev.drover.testing.TestCertificates.Identity;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ServerTrustScriptTest {
    private static final TestCertificates OURS = TestCertificates.shared();
    private static final List<String> BOTH = List.of("TLSv1.3", "TLSv1.2");

    private static TlsPolicy.Builder verifying() throws FtpTlsException {
        return TlsPolicy.explicit().material(TlsMaterial.OF_THE_JVM.withAuthorities(List.of(OURS.authority())));
    }

    private static TlsPeer peer(Identity identity) throws IOException {
        return peer(identity, BOTH);
    }

    private static TlsPeer peer(Identity identity, List<String> protocols) throws IOException {
        return TlsPeer.tls(OURS.serverContext(identity), protocols, (tls, raw) -> tls.getInputStream()
                .read());
    }

    private static void assertAccepted(Identity identity, TlsPolicy policy) throws IOException {
        try (TlsPeer peer = peer(identity);
                TlsLink link = peer.connect(policy)) {
            assertThat(link.protocol()).isEqualTo("TLSv1.3");
            assertThat(link.peerCertificates()).first().isEqualTo(identity.certificate());
            assertThat(link.resumed()).isFalse();
        }
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Identity identity, TlsPolicy policy) throws IOException {
        try (TlsPeer peer = peer(identity)) {
            return assertThatThrownBy(() -> peer.connect(policy))
                    .isInstanceOf(FtpTlsException.class)
                    .hasMessageStartingWith("TLS with localhost")
                    .hasMessageEndingWith(".")
                    .hasMessageContaining(identity.fingerprint())
                    .hasMessageContaining("CN=");
        }
    }

    @Test
    void aCertificateOfATrustedAuthorityForTheHostIsAccepted() throws IOException {
        assertAccepted(OURS.server(), verifying().build());
    }

    @Test
    void withoutMaterialTheAuthoritiesOfTheJvmDecide() throws IOException {
        assertRefused(OURS.server(), TlsPolicy.explicit().build())
                .hasMessageContaining("not trusted")
                .hasMessageContaining("trust its authority");
    }

    @Test
    void aSelfSignedCertificateIsRefusedUnlessItIsAnAuthority() throws IOException {
        assertRefused(OURS.selfSigned(), verifying().build()).hasMessageContaining("not trusted");
        TlsMaterial itself =
                TlsMaterial.OF_THE_JVM.withAuthorities(List.of(OURS.selfSigned().certificate()));
        assertAccepted(OURS.selfSigned(), TlsPolicy.explicit().material(itself).build());
    }

    @Test
    void anExpiredCertificateIsRefusedWithItsDate() throws IOException {
        assertRefused(OURS.expired(), verifying().build())
                .hasMessageContaining("expired")
                .hasMessageContaining(
                        OURS.expired().certificate().getNotAfter().toInstant().toString());
    }

    @Test
    void aCertificateForAnotherHostIsRefusedWithItsNames() throws IOException {
        assertRefused(OURS.wrongHost(), verifying().build())
                .hasMessageContaining("is for [elsewhere.example], not for localhost");
        assertAccepted(OURS.wrongHost(), verifying().anyHostName().build());
    }

    @Test
    void anyHostNameStillNeedsATrustedAuthority() throws IOException {
        assertRefused(OURS.selfSigned(), verifying().anyHostName().build()).hasMessageContaining("not trusted");
    }

    @Test
    void aPinnedCertificateNeedsNoAuthorityNoNameAndNoDate() throws IOException {
        for (Identity identity : List.of(OURS.selfSigned(), OURS.wrongHost(), OURS.expired())) {
            String colons =
                    identity.fingerprint().toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
            assertAccepted(
                    identity, TlsPolicy.explicit().fingerprints(Set.of(colons)).build());
        }
    }

    @Test
    void anyOtherCertificateThanThePinnedOneIsRefusedEvenATrustedOne() throws IOException {
        TlsPolicy pinned = verifying()
                .fingerprints(Set.of(OURS.selfSigned().fingerprint()))
                .build();
        assertRefused(OURS.server(), pinned).hasMessageContaining("none of the pinned ones");
    }

    @Test
    void aContextOfTheCallerVerifiesAndThePinComesOnTop() throws IOException {
        TlsPolicy.Builder own = TlsPolicy.explicit().context(OURS.clientContext());
        assertAccepted(OURS.server(), own.build());
        assertAccepted(
                OURS.server(),
                own.fingerprints(Set.of(OURS.server().fingerprint())).build());
        assertRefused(
                        OURS.server(),
                        own.fingerprints(Set.of(OURS.client().fingerprint())).build())
                .hasMessageContaining("none of the pinned ones");
    }

    @Test
    void aContextOfTheCallerIsHeldToTheHostNameToo() throws IOException {
        try (TlsPeer peer = peer(OURS.wrongHost())) {
            TlsPolicy own = TlsPolicy.explicit().context(OURS.clientContext()).build();
            assertThatThrownBy(() -> peer.connect(own))
                    .isInstanceOf(FtpTlsException.class)
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void trustingAnythingIsSaidInSoManyWords() throws IOException {
        TlsPolicy any = TlsPolicy.explicit().trustAnyCertificate().build();
        assertAccepted(OURS.selfSigned(), any);
        assertAccepted(OURS.expired(), any);
        assertThatThrownBy(() -> TlsContext.of(
                        TlsPolicy.explicit()
                                .context(OURS.clientContext())
                                .trustAnyCertificate()
                                .build(),
                        "localhost"))
                .isInstanceOf(FtpTlsException.class)
                .hasMessageContaining("material");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientCertificateIsShown(String protocol) throws Exception {
        CompletableFuture<Object> shown = new CompletableFuture<>();
        TlsPolicy withKeys = TlsPolicy.explicit()
                .material(TlsMaterial.OF_THE_JVM
                        .withAuthorities(OURS.trustStore())
                        .withKeys(OURS.client().keyStore(), TestCertificates.PASSWORD.toCharArray()))
                .build();
        try (TlsPeer peer = TlsPeer.tls(OURS.serverContext(), List.of(protocol), (tls, raw) -> {
                    try {
                        shown.complete(tls.getSession().getPeerCertificates()[0]);
                    } catch (SSLPeerUnverifiedException e) {
                        shown.completeExceptionally(e);
                    }
                });
                TlsLink link = peer.connect(withKeys)) {
            assertThat(shown.get(10, TimeUnit.SECONDS)).isEqualTo(OURS.client().certificate());
            assertThat(link.protocol()).isEqualTo(protocol);
        }
    }

    @Test
    void withoutACommonProtocolTheOnesOfferedAreTold() throws IOException {
        try (TlsPeer peer = peer(OURS.server(), List.of("TLSv1.2"))) {
            TlsPolicy modern = verifying().protocols("TLSv1.3").build();
            assertThatThrownBy(() -> peer.connect(modern))
                    .isInstanceOf(FtpTlsException.class)
                    .hasMessageContaining("no common protocol")
                    .hasMessageContaining("TLSv1.3");
        }
    }

    @Test
    void aProtocolOrSuiteThatTheJvmDoesNotHaveIsToldAtOnce() {
        assertThatThrownBy(() -> TlsContext.of(verifying().protocols("TLSv9").build(), "localhost"))
                .isInstanceOf(FtpTlsException.class)
                .hasMessageContaining("TLSv9")
                .hasMessageContaining("TLSv1.3");
        assertThatThrownBy(() ->
                        TlsContext.of(verifying().cipherSuites("TLS_NOTHING").build(), "localhost"))
                .isInstanceOf(FtpTlsException.class)
                .hasMessageContaining("TLS_NOTHING");
    }

    @Test
    void aServerThatSpeaksClearTextIsToldApart() throws IOException {
        try (TlsPeer peer = TlsPeer.raw(socket -> {
            socket.getOutputStream()
                    .write("220 Welcome to this fine server\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.getInputStream().read(new byte[100]);
        })) {
            assertThatThrownBy(() -> peer.connect(verifying().build()))
                    .isInstanceOf(FtpTlsException.class)
                    .hasMessageContaining("did not answer in TLS");
        }
    }

    @Test
    void aServerThatLeavesInTheHandshakeHasBrokenTheConnection() throws IOException {
        try (TlsPeer peer = TlsPeer.raw(socket -> socket.getInputStream().read(new byte[1000]))) {
            assertThatThrownBy(() -> peer.connect(verifying().build()))
                    .as("it may let us in next time, so this is no verdict on TLS")
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("in the middle of the TLS handshake");
        }
    }

    /** In TLS 1.2 the server waits for us then. In 1.3 it may still be writing, and hear of a broken pipe first. */
    @Test
    void theServerHearsWhatWasWrong() throws IOException {
        try (TlsPeer peer = peer(OURS.selfSigned());
                TcpLink tcp = peer.dial();
                TlsContext context =
                        TlsContext.of(verifying().protocols("TLSv1.2").build(), "localhost")) {
            assertThatThrownBy(() -> context.secure(tcp, false)).isInstanceOf(FtpTlsException.class);
            Awaitility.await().until(() -> !peer.failures().isEmpty());
            assertThat(peer.failures().get(0)).hasMessageContaining("certificate");
        }
    }
}
