package dev.drover.ftp.tls;

import dev.drover.ftp.net.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A link inside TLS. Made by {@link TlsContext#secure} with its handshake done. It ends in order only with close_notify,
 * in both directions: {@link #read} gives -1 for the other side's and throws {@link TruncatedException} for an end
 * without it; {@link #shutdownOutput} sends ours.
 *
 * <p>{@link #close} says nothing and closes the link under it at once, so it may be called from any thread; all else is
 * for one thread.
 */
public final class TlsLink implements Link {
    private static final int MOST_WITHOUT_DATA = 1000;

    private final Link under;
    private final Records records;
    private final boolean resumed;
    private ByteBuffer plain;
    private boolean inputEnded;
    private boolean outputEnded;

    TlsLink(Link under, Records records, boolean resumed) {
        this.under = under;
        this.records = records;
        this.resumed = resumed;
        this.plain = ByteBuffer.allocate(records.plainSize()).flip();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (plain.hasRemaining() || !target.hasRemaining()) {
            return move(plain, target);
        }
        if (target.remaining() >= records.plainSize()) {
            return unwrapInto(target);
        }
        return fillPlain() < 0 ? -1 : move(plain, target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (outputEnded) {
            throw new ClosedChannelException();
        }
        int total = source.remaining();
        while (source.hasRemaining()) {
            if (records.wrap(source) == HandshakeStatus.NEED_UNWRAP) {
                // TLS 1.2 renegotiation: nothing can be sent until the other side's next handshake message is in.
                unwrapHandshakeMessage();
            }
            records.flush();
        }
        return total;
    }

    @Override
    public boolean isReadable() throws IOException {
        // Bytes on the wire may be a session ticket or half a record, and then a read would still wait.
        // No more of those than an honest server sends are read at a time: who floods us must not keep us here.
        for (int i = 0; i < MOST_WITHOUT_DATA && !plain.hasRemaining() && !inputEnded; i++) {
            if (unwrapBuffered() || !under.isReadable()) {
                break;
            }
            if (!records.receive()) {
                return true;
            }
        }
        return plain.hasRemaining() || inputEnded;
    }

    /** Whether the other side has ended its direction and all before that was read. True only after a look or a read. */
    public boolean hasEnded() {
        return inputEnded && !plain.hasRemaining();
    }

    @Override
    public boolean awaitReadable(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isReadable()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !under.awaitReadable(Duration.ofNanos(left))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void acknowledge() throws IOException {
        under.acknowledge();
    }

    /** Sends close_notify, which ends our direction, and leaves the connection under it open. */
    @Override
    public void shutdownOutput() throws IOException {
        if (!outputEnded) {
            outputEnded = true;
            records.wrapCloseNotify();
        }
    }

    /**
     * Reads to the end of what the other side sends and drops it, session tickets apart. A TLS 1.3 server sends tickets
     * at any time; closing over unread ones resets the connection, and the server loses the tail of an upload.
     *
     * @param atMost how many bytes are taken before giving up
     * @return whether the end was reached, with close_notify or without
     */
    public boolean drain(long atMost) throws IOException {
        long left = atMost;
        try {
            while (left >= 0) {
                int count = fillPlain();
                if (count < 0) {
                    return true;
                }
                left -= count;
                plain.position(plain.limit());
            }
            return false;
        } catch (TruncatedException endedAllTheSame) {
            return true;
        }
    }

    /**
     * Goes back to clear text, for CCC (RFC 4217 section 7): sends close_notify, waits for the other side's, and gives the
     * link to go on with. Bytes that came in clear text behind the other side's close_notify are not lost.
     */
    public Link unwrap() throws IOException {
        shutdownOutput();
        if (read(ByteBuffer.allocate(1)) >= 0) {
            throw new SSLException("data instead of close_notify after TLS was to end");
        }
        return records.hasUnread() ? new PlainRemainder(under, records.unread()) : under;
    }

    /** Whether the session was resumed from the control connection's; false for the control connection itself. */
    public boolean resumed() {
        return resumed;
    }

    /** As in {@code TLSv1.3}. */
    public String protocol() {
        return session().getProtocol();
    }

    /** As the JDK names it. */
    public String cipherSuite() {
        return session().getCipherSuite();
    }

    /** The server's own certificate first; empty when the suite knows none. */
    public List<X509Certificate> peerCertificates() {
        try {
            return Arrays.stream(session().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /**
     * Closes, and lets the next link use the buffers of this one. For the thread that has read and written, when no call
     * on this link is under way.
     */
    public void closeForGood() throws IOException {
        close();
        inputEnded = true;
        outputEnded = true;
        records.release();
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

    /** Copies as much as both allow. */
    static int move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        from.position(from.position() + count);
        to.position(to.position() + count);
        return count;
    }

    private SSLSession session() {
        return records.session();
    }

    private int fillPlain() throws IOException {
        plain.clear();
        try {
            return unwrapInto(plain);
        } finally {
            plain.flip();
        }
    }

    /** At least one byte, and then whatever whole records are there and fit; -1 after close_notify. */
    private int unwrapInto(ByteBuffer target) throws IOException {
        int before = target.position();
        while (!inputEnded) {
            switch (records.unwrap(target)) {
                case OK -> {
                    // The next record may be there already.
                }
                case BUFFER_OVERFLOW -> {
                    if (target.position() > before) {
                        return target.position() - before;
                    }
                    throw new SSLException("a TLS record larger than the session allows");
                }
                case BUFFER_UNDERFLOW -> {
                    if (target.position() > before) {
                        return target.position() - before;
                    }
                    if (!records.receive()) {
                        inputEnded = true;
                        throw new TruncatedException("The TLS connection with " + remote()
                                + " ended without close_notify: what came before may be a part only.");
                    }
                }
                case CLOSED -> inputEnded = true;
            }
        }
        return target.position() > before ? target.position() - before : -1;
    }

    /** Unwraps what has been received, without waiting; whether that gave data or the end. */
    private boolean unwrapBuffered() throws IOException {
        plain.clear();
        try {
            while (!inputEnded && plain.position() == 0) {
                switch (records.unwrap(plain)) {
                    case OK -> {
                        // A ticket gives no data; the next record may.
                    }
                    case CLOSED -> inputEnded = true;
                    default -> {
                        return false;
                    }
                }
            }
        } finally {
            plain.flip();
        }
        return true;
    }

    private void unwrapHandshakeMessage() throws IOException {
        plain.compact();
        try {
            while (true) {
                switch (records.unwrap(plain)) {
                    case BUFFER_UNDERFLOW -> {
                        if (!records.receive()) {
                            throw new TruncatedException("The TLS connection ended within a renegotiation.");
                        }
                    }
                    case BUFFER_OVERFLOW -> throw new SSLException("data floods a renegotiation");
                    default -> {
                        return;
                    }
                }
            }
        } finally {
            plain.flip();
        }
    }
}
