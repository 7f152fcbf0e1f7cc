package dev.drover.ftp.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpProxy;
import dev.drover.testing.Loopback;
import dev.drover.testing.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ProxyScriptTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void socksForwardsByNameSoThatTheProxyResolvesIt() throws IOException {
        try (ProxyServer proxy = ProxyServer.socks5();
                Echo echo = new Echo()) {
            assertEchoes(FtpProxy.socks5(at(proxy.port())), "files.example", echo.port());
            assertThat(proxy.targets()).containsExactly("socks files.example:" + echo.port());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "::1, 0:0:0:0:0:0:0:1", "10.9.8.7, 10.9.8.7"})
    void socksSendsLiteralAddressesAsSuch(String literal, String heard) throws IOException {
        try (ProxyServer proxy = ProxyServer.socks5();
                Echo echo = new Echo()) {
            assertEchoes(FtpProxy.socks5(at(proxy.port())), literal, echo.port());
            assertThat(proxy.targets()).containsExactly("socks " + heard + ":" + echo.port());
        }
    }

    @Test
    void socksLogsIn() throws IOException {
        try (ProxyServer proxy = ProxyServer.socks5("me:s3cret");
                Echo echo = new Echo()) {
            FtpProxy right = FtpProxy.socks5(at(proxy.port())).withCredentials("me", "s3cret");
            assertEchoes(right, "files.example", echo.port());
            assertRefused(right.withCredentials("me", "wr0ng"), "refused user me")
                    .hasMessageNotContaining("wr0ng");
            assertRefused(FtpProxy.socks5(at(proxy.port())), "asks for a user and a password");
        }
    }

    @Test
    void httpForwardsByName() throws IOException {
        try (ProxyServer proxy = ProxyServer.httpConnect();
                Echo echo = new Echo()) {
            assertEchoes(FtpProxy.httpConnect(at(proxy.port())), "files.example", echo.port());
            assertEchoes(FtpProxy.httpConnect(at(proxy.port())), "::1", echo.port());
            assertThat(proxy.targets())
                    .containsExactly("http files.example:" + echo.port(), "http [::1]:" + echo.port());
        }
    }

    @Test
    void httpLogsIn() throws IOException {
        try (ProxyServer proxy = ProxyServer.httpConnect("me:s3cret");
                Echo echo = new Echo()) {
            FtpProxy right = FtpProxy.httpConnect(at(proxy.port())).withCredentials("me", "s3cret");
            assertEchoes(right, "files.example", echo.port());
            assertRefused(right.withCredentials("me", "wr0ng"), "refused the user")
                    .hasMessageNotContaining("wr0ng");
            assertRefused(FtpProxy.httpConnect(at(proxy.port())), "asks for a user and a password");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "04 00, does not speak SOCKS 5",
        "05 01, not offered",
        "05 02, not offered",
        "05 ff, asks for a user",
        "05 00 05 05 00 01, connection refused",
        "05 00 05 42 00 01, error 66",
        "05 00 05 00 00 09, unknown type",
        "05 00 04 00 00 01, does not speak SOCKS 5",
        "05 00 05, closed the connection",
        "'', closed the connection"
    })
    void oddAnswersOfSocksAreErrors(String answer, String why) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(answer.replace(" ", ""));
        try (Canned peer = new Canned(bytes)) {
            assertRefused(FtpProxy.socks5(at(peer.port())), why);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    HTTP/1.1 502 Bad gateway\\n\\n ; 502 Bad gateway
                    HTTP/1.1 403\\n\\n             ; 403
                    SSH-2.0-OpenSSH\\n\\n          ; does not speak HTTP
                    HTTP/1.1 200 fine\\n           ; closed the connection
                    HTTP/2 200\\n\\n               ; does not speak HTTP
                    """)
    void oddAnswersOfHttpAreErrors(String answer, String why) throws IOException {
        try (Canned peer = new Canned(answer.replace("\\n", "\r\n").getBytes(US_ASCII))) {
            assertRefused(FtpProxy.httpConnect(at(peer.port())), why);
        }
    }

    @Test
    void anEndlessAnswerOfHttpIsAnError() throws IOException {
        byte[] flood = ("HTTP/1.1 200 ok\r\n" + "X: y\r\n".repeat(100_000)).getBytes(US_ASCII);
        try (Canned peer = new Canned(flood)) {
            assertRefused(FtpProxy.httpConnect(at(peer.port())), "longer than 16384 bytes");
        }
    }

    @Test
    void whatTheServerSaysAtOnceIsNotLost() throws IOException {
        byte[] both = "HTTP/1.1 200 ok\r\n\r\n220 hello".getBytes(US_ASCII);
        try (Canned peer = new Canned(both);
                TcpLink link = dial(FtpProxy.httpConnect(at(peer.port())), "files.example", 21)) {
            ByteBuffer heard = ByteBuffer.allocate(9);
            while (heard.hasRemaining() && link.read(heard) >= 0) {
                // until all nine are there
            }
            assertThat(new String(heard.array(), US_ASCII)).isEqualTo("220 hello");
        }
    }

    @Test
    void aProxyThatSaysNothingRunsIntoTheDeadline() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, Loopback.V4)) {
            Dialer dialer = new Dialer(null, FtpProxy.socks5(at(silent.getLocalPort())));
            assertThatThrownBy(() -> dialer.dial(FtpAddress.of("files.example"), Duration.ofMillis(300)))
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("no answer within 300 ms");
        }
    }

    @Test
    void aHostNameCannotSmuggleInAHeader() throws IOException {
        try (Canned peer = new Canned(new byte[0])) {
            assertThatThrownBy(() -> dial(FtpProxy.httpConnect(at(peer.port())), "a\r\nX: y", 21))
                    .isInstanceOf(FtpConnectException.class)
                    .hasMessageContaining("cannot be sent");
        }
    }

    private static FtpAddress at(int port) {
        return new FtpAddress("127.0.0.1", port);
    }

    private static TcpLink dial(FtpProxy proxy, String host, int port) throws FtpConnectException {
        return new Dialer(null, proxy).dial(new FtpAddress(host, port), PATIENCE);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(FtpProxy proxy, String why) {
        return assertThatThrownBy(() -> dial(proxy, "files.example", 21))
                .isInstanceOf(FtpConnectException.class)
                .hasMessageContaining("files.example:21")
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining(why);
    }

    private static void assertEchoes(FtpProxy proxy, String host, int port) throws IOException {
        try (TcpLink link = dial(proxy, host, port)) {
            link.write(ByteBuffer.wrap("ping".getBytes(US_ASCII)));
            ByteBuffer heard = ByteBuffer.allocate(4);
            while (heard.hasRemaining() && link.read(heard) >= 0) {
                // until all four are back
            }
            assertThat(new String(heard.array(), US_ASCII)).isEqualTo("ping");
        }
    }

    /** Says the same to everybody, whatever they say, and closes. */
    private static final class Canned implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 5, Loopback.V4);

        Canned(byte[] answer) throws IOException {
            start(listener, socket -> {
                socket.getOutputStream().write(answer);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            });
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static final class Echo implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Echo() throws IOException {
            start(listener, socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private interface Talk {
        void with(Socket socket) throws IOException;
    }

    private static void start(ServerSocket listener, Talk talk) {
        Thread thread = new Thread(() -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    talk.with(socket);
                } catch (IOException ended) {
                    // The client left or the test is over.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
