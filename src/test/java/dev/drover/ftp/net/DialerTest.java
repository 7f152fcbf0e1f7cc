package dev.drover.ftp.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.SocketBuffers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

/** How connections are made, control and data alike: every one comes from here. */
class DialerTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private interface Play {
        void with(TcpLink link) throws IOException;
    }

    private static void dialled(Play play) throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0))) {
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            try (TcpLink link = new Dialer(null).dial(new FtpAddress("127.0.0.1", port), LIMIT)) {
                play.with(link);
            }
        }
    }

    @Test
    void smallWritesAreNotHeldBack() throws Exception {
        dialled(link ->
                assertThat(link.option(StandardSocketOptions.TCP_NODELAY)).isTrue());
    }

    @Test
    void anIdleConnectionIsKeptAliveBeforeFirewallsForgetIt() throws Exception {
        dialled(link -> {
            assertThat(link.option(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assumeTrue(System.getProperty("os.name").equals("Linux"), "the intervals are told on Linux");
            assertThat(link.option(ExtendedSocketOptions.TCP_KEEPIDLE)).isLessThanOrEqualTo(60);
            assertThat(link.option(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isLessThanOrEqualTo(15);
        });
    }

    @Test
    void buffersAreTheSystemsUnlessTheyAreSet() throws Exception {
        dialled(link -> assertThat(link.option(StandardSocketOptions.SO_RCVBUF)).isPositive());
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0))) {
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            Dialer dialer = new Dialer(null, null, new SocketBuffers(30_000, 40_000));
            try (TcpLink link = dialer.dial(new FtpAddress("127.0.0.1", port), LIMIT)) {
                // Linux doubles what is asked for.
                assertThat(link.option(StandardSocketOptions.SO_RCVBUF)).isIn(30_000, 60_000);
                assertThat(link.option(StandardSocketOptions.SO_SNDBUF)).isIn(40_000, 80_000);
            }
        }
    }

    @Test
    void aConnectionThatIsAcceptedIsLikeOneThatIsDialled() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        Dialer dialer = new Dialer(null, null, new SocketBuffers(30_000, 40_000));
        try (ServerSocketChannel listener = dialer.listen(new InetSocketAddress(loopback, 0));
                SocketChannel other = SocketChannel.open(listener.getLocalAddress());
                TcpLink link = dialer.accepted(listener.accept())) {
            assertThat(other.isConnected()).isTrue();
            assertThat(link.option(StandardSocketOptions.SO_RCVBUF)).isIn(30_000, 60_000);
            assertThat(link.option(StandardSocketOptions.SO_SNDBUF)).isIn(40_000, 80_000);
            assertThat(link.option(StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(link.option(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
        }
    }

    @Test
    void whatWasSentBeforeACloseIsNotThrownAway() throws Exception {
        dialled(link -> assertThat(link.option(StandardSocketOptions.SO_LINGER))
                .isNotPositive()
                .isNotZero());
    }

    @Test
    void aHostThatIsUnknownIsToldAsSuch() {
        assertThatThrownBy(() -> new Dialer(null).dial(FtpAddress.of("no-such-host.invalid"), LIMIT))
                .isInstanceOf(FtpConnectException.class)
                .hasMessageContaining("no-such-host.invalid")
                .hasMessageContaining("DNS");
    }
}
