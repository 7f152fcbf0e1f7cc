package dev.drover.ftp.data;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Why;
import dev.drover.ftp.wire.ControlChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Waits for the server to connect, and for nobody else; ends early when the server answers instead. */
final class Listening implements PreparedData.Origin {
    private static final int STRANGERS = 16;
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final ServerSocketChannel listener;
    private final ControlChannel control;
    private final FtpAddress server;
    private final Dialer dialer;
    private final Duration limit;

    Listening(ServerSocketChannel listener, ControlChannel control, FtpAddress server, Dialer dialer, Duration limit) {
        this.listener = listener;
        this.dialer = dialer;
        this.control = control;
        this.server = server;
        this.limit = limit;
    }

    @Override
    public TcpLink link() throws FtpException {
        try (listener;
                Selector selector = Selector.open()) {
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            return dialer.accepted(accept(selector));
        } catch (FtpException e) {
            throw e;
        } catch (IOException e) {
            throw new FtpConnectException(
                    "No data connection from " + server + ": " + Why.of(e)
                            + "; check the firewall and the external address, or use passive mode.",
                    e);
        }
    }

    @Override
    public boolean awaitOther(Duration wait) throws IOException {
        try (Selector selector = Selector.open()) {
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            return selector.select(Math.max(1, wait.toMillis())) > 0;
        }
    }

    private SocketChannel accept(Selector selector) throws IOException {
        InetAddress expected = control.link().remote().getAddress();
        long deadline = System.nanoTime() + limit.toNanos();
        int strangers = 0;
        while (strangers < STRANGERS) {
            // Asked first: a server that has connected, sent its few bytes and answered has connected all the same.
            boolean answered = control.isReadable();
            SocketChannel channel = listener.accept();
            if (channel != null) {
                // A port that is open for all could be taken by whoever is faster than the server, to read or feed a
                // file.
                if (peer(channel).equals(expected)) {
                    return channel;
                }
                channel.close();
                strangers++;
                continue;
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (answered || left.isNegative()) {
                throw new IOException(
                        answered ? "it answered without connecting" : "it did not connect within " + limit);
            }
            selector.select(Math.max(1, Math.min(left.toMillis(), GLANCE.toMillis())));
            selector.selectedKeys().clear();
        }
        throw new IOException(STRANGERS + " other hosts connected to its port instead");
    }

    private static InetAddress peer(SocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    void closeAfter(IOException failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
