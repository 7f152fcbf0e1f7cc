package dev.drover.ftp.net;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.SocketBuffers;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * Makes TCP connections, and listens for those of others. TCP_NODELAY is set before the first byte: without it the small writes of a TLS handshake cost
 * 40 ms each. Keep-alive is on with short intervals, since NATs drop idle control connections silently.
 *
 * @param localAddress the address to bind to, null for any
 * @param proxy that every connection goes through, null for none
 * @param buffers sizes of the system's buffers
 */
public record Dialer(@Nullable InetAddress localAddress, @Nullable FtpProxy proxy, SocketBuffers buffers) {
    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;
    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEP_ALIVE_PROBES = 4;

    /** Connects without a proxy. */
    public Dialer(@Nullable InetAddress localAddress) {
        this(localAddress, null);
    }

    /** Connects with the buffers that the system picks. */
    public Dialer(@Nullable InetAddress localAddress, @Nullable FtpProxy proxy) {
        this(localAddress, proxy, SocketBuffers.OF_SYSTEM);
    }

    /** Whether connections go through a proxy, so that the address a link is connected to is not the server's. */
    public boolean isProxied() {
        return proxy != null;
    }

    /** Connects, through the proxy where there is one; the limit is for all of it. */
    public TcpLink dial(FtpAddress target, Duration limit) throws FtpConnectException {
        return proxy == null ? dialDirectly(target, limit) : dialThrough(proxy, target, limit);
    }

    /** Connects to one address. */
    public TcpLink dial(InetSocketAddress address, Duration limit) throws FtpConnectException {
        FtpAddress target = new FtpAddress(address.getAddress().getHostAddress(), address.getPort());
        return proxy == null ? connect(address, target, limit) : dialThrough(proxy, target, limit);
    }

    private TcpLink dialThrough(FtpProxy through, FtpAddress target, Duration limit) throws FtpConnectException {
        long deadline = System.nanoTime() + limit.toNanos();
        TcpLink link = dialDirectly(through.address(), limit);
        Watch watch = Watch.over(link);
        try {
            watch.arm(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), "the answer of the proxy");
            switch (through.kind()) {
                case SOCKS5 -> Socks5.connect(link, through, target);
                case HTTP_CONNECT -> HttpConnect.connect(link, through, target);
            }
            return link;
        } catch (IOException e) {
            closeAfter(link, e);
            String why = watch.fired() ? "no answer within " + limit.toMillis() + " ms" : Why.of(e);
            throw new FtpConnectException(
                    "Cannot connect to " + target + " through the proxy " + through + ": " + why + ".", e);
        } finally {
            watch.stop();
        }
    }

    /** Tries one address of the host after the other. */
    private TcpLink dialDirectly(FtpAddress target, Duration limit) throws FtpConnectException {
        long deadline = System.nanoTime() + limit.toNanos();
        InetAddress[] addresses = resolve(target, limit);
        FtpConnectException last = null;
        for (int i = 0; i < addresses.length; i++) {
            long left = (deadline - System.nanoTime()) / (addresses.length - i);
            try {
                return connect(new InetSocketAddress(addresses[i], target.port()), target, Duration.ofNanos(left));
            } catch (FtpConnectException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last != null ? last : new FtpConnectException("No address is known for " + target.host() + ".");
    }

    private TcpLink connect(InetSocketAddress address, FtpAddress shown, Duration limit) throws FtpConnectException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            prepare(channel);
            channel.socket().connect(address, (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE)));
            return new TcpLink(channel);
        } catch (IOException | UnresolvedAddressException | SecurityException e) {
            closeAfter(channel, e);
            String why =
                    e instanceof SocketTimeoutException ? "no answer within " + limit.toMillis() + " ms" : Why.of(e);
            throw new FtpConnectException(
                    "Cannot connect to " + shown + " (" + address.getAddress() + "): " + why
                            + "; check host, port and firewall, and that the server runs.",
                    e);
        }
    }

    /**
     * Listens where others dial. The buffer for what comes in has to stand before a connection is made, so that those
     * accepted have it from here.
     */
    public ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            if (buffers.receive() > 0) {
                listener.setOption(StandardSocketOptions.SO_RCVBUF, buffers.receive());
            }
            return listener.bind(address, 1);
        } catch (IOException | RuntimeException e) {
            closeAfter(listener, e);
            throw e;
        }
    }

    /** Takes over a connection that was accepted from {@link #listen}. */
    public TcpLink accepted(SocketChannel channel) throws IOException {
        try {
            tune(channel);
            return new TcpLink(channel);
        } catch (IOException | RuntimeException e) {
            closeAfter(channel, e);
            throw e;
        }
    }

    /** Sets the options that must stand before connect. */
    private void prepare(SocketChannel channel) throws IOException {
        tune(channel);
        if (buffers.receive() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, buffers.receive());
        }
        if (localAddress != null) {
            channel.bind(new InetSocketAddress(localAddress, 0));
        }
    }

    /** Sets the options that every connection has, whoever made it. */
    private void tune(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_SECONDS);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
        }
        if (buffers.send() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, buffers.send());
        }
    }

    /** Name look-up has no timeout of its own, so it runs on a thread that can be left behind. */
    private static InetAddress[] resolve(FtpAddress target, Duration limit) throws FtpConnectException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(target.host()));
        Thread thread = new Thread(lookup, "drover-ftp-lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof UnknownHostException ? "the host name is unknown" : "" + e.getCause();
            throw new FtpConnectException(
                    "Cannot connect to " + target + ": " + why + "; check its spelling and DNS.", e);
        } catch (TimeoutException e) {
            throw new FtpConnectException(
                    "Cannot connect to " + target + ": DNS gave no answer within " + limit + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FtpConnectException("Connecting to " + target + " was interrupted.", e);
        }
    }

    private static void closeAfter(@Nullable Closeable connection, Exception cause) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
