package dev.drover.ftp.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is said with a proxy before the link belongs to the server behind it. Takes from the link exactly the bytes it is
 * asked for: the next one is the server's.
 */
final class ProxyStream {
    private final Link link;

    ProxyStream(Link link) {
        this.link = link;
    }

    void send(byte[] bytes) throws IOException {
        link.write(ByteBuffer.wrap(bytes));
    }

    byte[] receive(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (link.read(bytes) < 0) {
                throw new IOException("the proxy closed the connection");
            }
        }
        return bytes.array();
    }
}
