package dev.drover.ftp.tls;

import dev.drover.ftp.net.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The link under a TLS link that has ended, with the clear bytes that were read too far coming first. */
final class PlainRemainder implements Link {
    private final Link under;
    private final ByteBuffer first;

    PlainRemainder(Link under, ByteBuffer first) {
        this.under = under;
        this.first = first;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return first.hasRemaining() ? TlsLink.move(first, target) : under.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return under.write(source);
    }

    @Override
    public boolean isReadable() throws IOException {
        return first.hasRemaining() || under.isReadable();
    }

    @Override
    public boolean awaitReadable(Duration limit) throws IOException {
        return first.hasRemaining() || under.awaitReadable(limit);
    }

    @Override
    public void acknowledge() throws IOException {
        under.acknowledge();
    }

    @Override
    public void shutdownOutput() throws IOException {
        under.shutdownOutput();
    }

    @Override
    public InetSocketAddress local() {
        return under.local();
    }

    @Override
    public InetSocketAddress remote() {
        return under.remote();
    }

    @Override
    public boolean isOpen() {
        return under.isOpen();
    }

    @Override
    public void close() throws IOException {
        under.close();
    }
}
