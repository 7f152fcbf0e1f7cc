package dev.drover.ftp.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/** A TCP connection in clear text, over a blocking channel. */
public final class TcpLink implements Link {
    private static final boolean CAN_ACKNOWLEDGE = canAcknowledge();

    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    /** What {@link #isReadable} had to read to find out. */
    private final ByteBuffer peeked = ByteBuffer.allocate(1).flip();

    private boolean ended;

    /** Takes over a connected channel and will close it. */
    public TcpLink(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
    }

    /** An option as it is in force. */
    <T> T option(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (peeked.hasRemaining() && target.hasRemaining()) {
            target.put(peeked.get());
            return 1;
        }
        return ended ? -1 : channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int total = source.remaining();
        while (source.hasRemaining()) {
            channel.write(source);
        }
        return total;
    }

    @Override
    public boolean isReadable() throws IOException {
        if (peeked.hasRemaining() || ended) {
            return true;
        }
        peeked.clear();
        channel.configureBlocking(false);
        try {
            ended = channel.read(peeked) < 0;
        } finally {
            peeked.flip();
            channel.configureBlocking(true);
        }
        return peeked.hasRemaining() || ended;
    }

    @Override
    public boolean awaitReadable(Duration limit) throws IOException {
        if (isReadable()) {
            return true;
        }
        channel.configureBlocking(false);
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_READ);
            selector.select(Math.max(1, limit.toMillis()));
        } finally {
            channel.configureBlocking(true);
        }
        return isReadable();
    }

    @Override
    public void acknowledge() throws IOException {
        if (CAN_ACKNOWLEDGE) {
            channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Closes so that the other side meets an error (RST) and not an end, which in stream mode would say that a file is
     * whole. What has not left this machine yet is dropped.
     */
    public synchronized void reset() throws IOException {
        if (channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        close();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static boolean canAcknowledge() {
        try (SocketChannel probe = SocketChannel.open()) {
            return probe.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        } catch (IOException e) {
            // Without a socket there is nothing to acknowledge either; whoever opens the next one will hear why.
            return false;
        }
    }
}
