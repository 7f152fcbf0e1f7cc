package dev.drover.ftp.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.TlsMaterial;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.net.TcpLink;
import dev.drover.testing.TestCertificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResumptionScriptTest {
    private static final TestCertificates OURS = TestCertificates.shared();

    /** Says one byte, which brings the tickets with it, and waits for the end. */
    private static TlsPeer peer(SSLContext context, String protocol) throws IOException {
        return TlsPeer.tls(context, List.of(protocol), (tls, raw) -> {
            tls.getOutputStream().write('!');
            tls.getInputStream().read();
        });
    }

    private static TlsPolicy.Builder policy() throws FtpTlsException {
        return TlsPolicy.explicit().material(TlsMaterial.OF_THE_JVM.withAuthorities(OURS.trustStore()));
    }

    private static boolean resumes(TlsContext context, TlsPeer peer, boolean data) throws IOException {
        try (TcpLink tcp = peer.dial();
                TlsLink link = context.secure(tcp, data)) {
            assertThat(link.read(ByteBuffer.allocate(1))).isEqualTo(1);
            link.shutdownOutput();
            link.drain(100);
            return link.resumed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void dataConnectionsResumeTheControlSessionTimeAndAgain(String protocol) throws IOException {
        try (TlsPeer peer = peer(OURS.serverContext(), protocol);
                TlsContext context = TlsContext.of(policy().build(), "localhost")) {
            assertThat(resumes(context, peer, false)).isFalse();
            for (int i = 0; i < 10; i++) {
                assertThat(resumes(context, peer, true))
                        .as("data connection " + i)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void controlConnectionsDoNotShareSessions(String protocol) throws IOException {
        TlsPolicy policy = policy().build();
        try (TlsPeer peer = peer(OURS.serverContext(), protocol);
                TlsContext first = TlsContext.of(policy, "localhost");
                TlsContext second = TlsContext.of(policy, "localhost")) {
            resumes(first, peer, false);
            resumes(second, peer, false);
            for (int i = 0; i < 3; i++) {
                assertThat(resumes(first, peer, true)).isTrue();
                assertThat(resumes(second, peer, true)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClosedContextForgetsItsSessions(String protocol) throws IOException {
        try (TlsPeer peer = peer(OURS.serverContext(), protocol)) {
            TlsContext context = TlsContext.of(policy().build(), "localhost");
            resumes(context, peer, false);
            assertThat(resumes(context, peer, true)).isTrue();
            context.close();
            assertThat(resumes(context, peer, true)).isFalse();
        }
    }

    @Test
    void aSessionIsNotResumedAcrossServersAndThatIsSeen() throws IOException {
        try (TlsPeer peer = peer(OURS.serverContext(), "TLSv1.3");
                TlsPeer other = peer(OURS.serverContext(), "TLSv1.3");
                TlsContext context = TlsContext.of(policy().build(), "localhost")) {
            resumes(context, peer, false);
            assertThat(resumes(context, other, true)).isFalse();
        }
    }

    @Test
    void whereThePolicyRequiresResumptionAnythingElseFailsOnOurSide() throws IOException {
        try (TlsPeer peer = peer(OURS.serverContext(), "TLSv1.2");
                TlsPeer other = peer(OURS.serverContext(), "TLSv1.2");
                TlsContext context = TlsContext.of(policy().requireResumption().build(), "localhost")) {
            resumes(context, peer, false);
            assertThat(resumes(context, peer, true)).isTrue();
            assertThatThrownBy(() -> resumes(context, other, true))
                    .isInstanceOf(FtpTlsException.class)
                    .hasMessageContaining("data connection");
        }
    }
}
