package dev.drover.ftp.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.net.Link;
import dev.drover.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsLinkScriptTest {
    private static final TestCertificates OURS = TestCertificates.shared();
    private static final TlsPolicy POLICY =
            TlsPolicy.explicit().context(OURS.clientContext()).build();
    private static final byte[] FILE = random(5_000_001);

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static TlsPeer peer(String protocol, TlsPeer.Secured talk) throws IOException {
        return TlsPeer.tls(OURS.serverContext(), List.of(protocol), talk);
    }

    private static byte[] readAll(Link link, int room) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(room);
        while (link.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, 10", "TLSv1.3, 1000000", "TLSv1.2, 100", "TLSv1.2, 20000"})
    void bytesArriveWholeWhateverTheRoom(String protocol, int room) throws IOException {
        try (TlsPeer peer = peer(protocol, (tls, raw) -> {
                    tls.getOutputStream().write(FILE, 0, 500_000);
                    tls.shutdownOutput();
                    tls.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            assertThat(readAll(link, room)).isEqualTo(java.util.Arrays.copyOf(FILE, 500_000));
            assertThat(link.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bytesGoOutWholeAndEndWithCloseNotify(String protocol) throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        try (TlsPeer peer = peer(protocol, (tls, raw) -> {
                    // A bare FIN would throw here instead of ending the stream.
                    received.complete(tls.getInputStream().readAllBytes());
                });
                TlsLink link = peer.connect(POLICY)) {
            link.write(ByteBuffer.wrap(FILE, 0, 3));
            link.write(ByteBuffer.allocateDirect(FILE.length - 3)
                    .put(FILE, 3, FILE.length - 3)
                    .flip());
            link.shutdownOutput();
            assertThat(link.drain(1000)).isTrue();
            assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(FILE);
            assertThatThrownBy(() -> link.write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anEndWithoutCloseNotifyIsATruncation(String protocol) throws IOException {
        try (TlsPeer peer = peer(protocol, (tls, raw) -> {
                    tls.getOutputStream().write(FILE, 0, 1000);
                    raw.shutdownOutput();
                    raw.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            ByteBuffer buffer = ByteBuffer.allocate(2000);
            while (buffer.position() < 1000) {
                assertThat(link.read(buffer)).isPositive();
            }
            assertThatThrownBy(() -> link.read(buffer))
                    .isInstanceOf(TruncatedException.class)
                    .hasMessageContaining("close_notify");
        }
    }

    @Test
    void anEndInTheMiddleOfARecordIsATruncation() throws IOException {
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> {
                    // The header of a record of 100 bytes, and nothing of it.
                    raw.getOutputStream().write(new byte[] {23, 3, 3, 0, 100});
                    raw.shutdownOutput();
                    raw.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            assertThatThrownBy(() -> link.read(ByteBuffer.allocate(10))).isInstanceOf(TruncatedException.class);
        }
    }

    @Test
    void rubbishInsteadOfARecordIsAnError() throws IOException {
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> {
                    raw.getOutputStream()
                            .write("this is no record at all".repeat(1000).getBytes(US_ASCII));
                    raw.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            assertThatThrownBy(() -> link.read(ByteBuffer.allocate(10))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void sessionTicketsAloneDoNotMakeItReadable() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> {
                    // Tickets are on the wire since the handshake.
                    await(go);
                    tls.getOutputStream().write('!');
                    tls.shutdownOutput();
                    tls.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            assertThat(link.awaitReadable(Duration.ofMillis(200))).isFalse();
            assertThat(link.isReadable()).isFalse();
            go.countDown();
            assertThat(link.awaitReadable(Duration.ofSeconds(10))).isTrue();
            assertThat(readAll(link, 10)).isEqualTo(new byte[] {'!'});
            assertThat(link.isReadable()).as("the end can be read too").isTrue();
        }
    }

    @Test
    void aDrainGivesUpOnAServerThatSendsForEver() throws IOException {
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> {
                    while (true) {
                        tls.getOutputStream().write(FILE);
                    }
                });
                TlsLink link = peer.connect(POLICY)) {
            link.shutdownOutput();
            assertThat(link.drain(100_000)).isFalse();
        }
    }

    @Test
    void aDrainIsContentWithABareEnd() throws IOException {
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> raw.close());
                TlsLink link = peer.connect(POLICY)) {
            link.shutdownOutput();
            assertThat(link.drain(1000)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void afterTlsTheConnectionGoesOnInClearText(String protocol) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (TlsPeer peer = TlsPeer.raw(raw -> {
                    javax.net.ssl.SSLSocket tls = (javax.net.ssl.SSLSocket)
                            OURS.serverContext().getSocketFactory().createSocket(raw, null, raw.getPort(), false);
                    tls.setUseClientMode(false);
                    tls.setEnabledProtocols(new String[] {protocol});
                    tls.startHandshake();
                    tls.getOutputStream().write("200 CCC".getBytes(US_ASCII));
                    tls.shutdownOutput();
                    OutputStream plain = raw.getOutputStream();
                    plain.write("plain".getBytes(US_ASCII));
                    InputStream in = tls.getInputStream();
                    while (in.read() >= 0) {
                        // to the client's close_notify
                    }
                    heard.complete(new String(raw.getInputStream().readNBytes(4), US_ASCII));
                });
                TlsLink link = peer.connect(POLICY)) {
            ByteBuffer reply = ByteBuffer.allocate(7);
            while (reply.hasRemaining()) {
                link.read(reply);
            }
            Link clear = link.unwrap();
            assertThat(clear.awaitReadable(Duration.ofSeconds(10))).isTrue();
            ByteBuffer first = ByteBuffer.allocate(5);
            while (first.hasRemaining()) {
                clear.read(first);
            }
            assertThat(new String(first.array(), US_ASCII)).isEqualTo("plain");
            clear.write(ByteBuffer.wrap("NOOP".getBytes(US_ASCII)));
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("NOOP");
        }
    }

    @Test
    void dataInPlaceOfCloseNotifyIsNoWayBackToClearText() throws IOException {
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> {
                    tls.getOutputStream().write("more".getBytes(US_ASCII));
                    tls.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            assertThatThrownBy(link::unwrap).isInstanceOf(IOException.class).hasMessageContaining("close_notify");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void newKeysInTheMiddleOfAReadDoNoHarm(String protocol) throws IOException {
        try (TlsPeer peer = peer(protocol, (tls, raw) -> {
                    for (int i = 0; i < 5; i++) {
                        tls.getOutputStream().write(FILE, i * 100_000, 100_000);
                        // A renegotiation in TLS 1.2, a key update in TLS 1.3.
                        tls.startHandshake();
                        tls.getInputStream().read();
                    }
                    tls.shutdownOutput();
                    tls.getInputStream().read();
                });
                TlsLink link = peer.connect(POLICY)) {
            ByteBuffer all = ByteBuffer.allocate(500_000);
            for (int i = 1; i <= 5; i++) {
                all.limit(i * 100_000);
                while (all.hasRemaining()) {
                    link.read(all);
                }
                link.isReadable();
                link.write(ByteBuffer.allocate(1));
            }
            assertThat(all.array()).isEqualTo(java.util.Arrays.copyOf(FILE, 500_000));
            assertThat(readAll(link, 100)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void newKeysInTheMiddleOfAWriteDoNoHarm(String protocol) throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        CountDownLatch renewing = new CountDownLatch(1);
        try (TlsPeer peer = peer(protocol, (tls, raw) -> {
                    byte[] first = tls.getInputStream().readNBytes(300_000);
                    renewing.countDown();
                    tls.startHandshake();
                    byte[] second = tls.getInputStream().readAllBytes();
                    ByteBuffer all = ByteBuffer.allocate(first.length + second.length);
                    received.complete(all.put(first).put(second).array());
                });
                TlsLink link = peer.connect(POLICY)) {
            for (int at = 0; at < 1_000_000; at += 100_000) {
                link.write(ByteBuffer.wrap(FILE, at, 100_000));
                // As a session does between two commands.
                link.isReadable();
            }
            // An end in the middle of a renewal is a mistake of ours: the other side has to have got so far.
            assertThat(renewing.await(10, TimeUnit.SECONDS)).isTrue();
            link.awaitReadable(Duration.ofMillis(300));
            link.shutdownOutput();
            link.drain(1000);
            assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(java.util.Arrays.copyOf(FILE, 1_000_000));
        }
    }

    @Test
    void aLinkThatIsClosedForGoodGivesNoMoreBytes() throws IOException {
        try (TlsPeer peer = peer("TLSv1.3", (tls, raw) -> tls.getOutputStream().write(FILE))) {
            TlsLink link = peer.connect(POLICY);
            assertThat(link.read(ByteBuffer.allocate(100_000))).isPositive();
            link.closeForGood();
            link.closeForGood();
            assertThat(link.read(ByteBuffer.allocate(100_000))).isEqualTo(-1);
            assertThatThrownBy(() -> link.write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
        }
    }

    @Test
    void theHostIsTheServerNameUnlessThePolicySaysOtherwise() throws Exception {
        assertThat(serverNames(TlsPolicy.explicit()))
                .as("localhost is no name for SNI")
                .isEmpty();
        assertThat(serverNames(TlsPolicy.explicit().serverName("vhost.example")))
                .containsExactly("vhost.example");
        assertThat(serverNames(TlsPolicy.explicit().serverName("vhost.example").noServerName()))
                .isEmpty();
    }

    private static List<String> serverNames(TlsPolicy.Builder policy) throws Exception {
        CompletableFuture<List<String>> heard = new CompletableFuture<>();
        try (TlsPeer peer = peer(
                        "TLSv1.3",
                        (tls, raw) -> heard.complete(((javax.net.ssl.ExtendedSSLSession) tls.getSession())
                                .getRequestedServerNames().stream()
                                        .map(name -> new String(name.getEncoded(), US_ASCII))
                                        .toList()));
                TlsLink link = peer.connect(policy.context(OURS.clientContext()).build())) {
            assertThat(link.isOpen()).isTrue();
            return heard.get(10, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("the test did not go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
