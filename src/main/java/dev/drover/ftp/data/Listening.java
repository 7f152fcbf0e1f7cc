package dev.drover.ftp.data;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Watch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Waits for the server to connect, and for nobody else. */
final class Listening implements PreparedData.Origin {
    private static final int STRANGERS = 16;

    private final ServerSocketChannel listener;
    private final InetAddress expected;
    private final FtpAddress server;
    private final Duration limit;

    Listening(ServerSocketChannel listener, InetAddress expected, FtpAddress server, Duration limit) {
        this.listener = listener;
        this.expected = expected;
        this.server = server;
        this.limit = limit;
    }

    @Override
    public Link link() throws FtpException {
        Watch watch = Watch.over(listener);
        try (listener) {
            watch.arm(limit, "the server to connect");
            return new TcpLink(accept());
        } catch (IOException e) {
            String why = watch.fired() ? "it did not connect within " + limit : String.valueOf(e.getMessage());
            throw new FtpConnectException(
                    "No data connection from " + server + ": " + why
                            + "; check the firewall and the external address, or use passive mode.",
                    e);
        } finally {
            watch.stop();
        }
    }

    /** A port that is open for all could be taken by anybody who is faster than the server, to read or feed a file. */
    private SocketChannel accept() throws IOException {
        for (int i = 0; i < STRANGERS; i++) {
            SocketChannel channel = listener.accept();
            InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
            if (peer.getAddress().equals(expected)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return channel;
            }
            channel.close();
        }
        throw new IOException(STRANGERS + " other hosts connected to its port instead");
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
