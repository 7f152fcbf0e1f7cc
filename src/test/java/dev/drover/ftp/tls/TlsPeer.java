package dev.drover.ftp.tls;

import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Watch;
import dev.drover.testing.Loopback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The other side of TLS links: every connection is served by the same few lines. Closing it ends nothing but listening. */
final class TlsPeer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the server does with a connection; it is closed afterwards. */
    interface Raw {
        void with(Socket socket) throws IOException;
    }

    interface Secured {
        void with(SSLSocket tls, Socket raw) throws IOException;
    }

    private final ServerSocket listener;
    private final List<IOException> failures = new CopyOnWriteArrayList<>();

    private TlsPeer(Raw talk) throws IOException {
        listener = new ServerSocket(0, 50, Loopback.V4);
        Thread thread = new Thread(() -> serve(talk), "tls-peer");
        thread.setDaemon(true);
        thread.start();
    }

    static TlsPeer raw(Raw talk) throws IOException {
        return new TlsPeer(talk);
    }

    /** With the handshake done, in these protocols. */
    static TlsPeer tls(SSLContext context, List<String> protocols, Secured talk) throws IOException {
        return new TlsPeer(raw -> {
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
            tls.setUseClientMode(false);
            tls.setEnabledProtocols(protocols.toArray(String[]::new));
            tls.setWantClientAuth(true);
            tls.startHandshake();
            talk.with(tls, raw);
        });
    }

    private void serve(Raw talk) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                talk.with(socket);
            } catch (IOException e) {
                failures.add(e);
            }
        }
    }

    /** What broke on the server's side, refused handshakes for instance. */
    List<IOException> failures() {
        return failures;
    }

    TcpLink dial() throws IOException {
        return new Dialer(null).dial(new InetSocketAddress(Loopback.V4, listener.getLocalPort()), PATIENCE);
    }

    /** A TLS link as for a control connection with {@code localhost}. The TCP link is closed by its watch in the end. */
    TlsLink connect(TlsPolicy policy) throws IOException {
        TcpLink tcp = dial();
        Watch watch = Watch.over(tcp);
        watch.arm(PATIENCE, "TLS");
        try {
            return TlsContext.of(policy, "localhost").secure(tcp, false);
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
