package dev.drover.ftp.tls;

import dev.drover.ftp.net.Buffers;
import dev.drover.ftp.net.Link;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * An engine and its two buffers of TLS records. Several records are wrapped before one write, and read with one read:
 * at 16 KiB a record the system calls would cost as much as the cipher.
 */
final class Records {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Link under;
    private final SSLEngine engine;
    private ByteBuffer in;
    private ByteBuffer out;

    /** @param many whether many bytes are to be expected; else there is room for one record at a time */
    Records(Link under, SSLEngine engine, boolean many) {
        this.under = under;
        this.engine = engine;
        int record = session().getPacketBufferSize();
        in = (many ? Buffers.borrow() : ByteBuffer.allocateDirect(record)).flip();
        out = many ? Buffers.borrow() : ByteBuffer.allocateDirect(record);
    }

    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            shakeHands(ByteBuffer.allocate(plainSize()));
        } catch (SSLException e) {
            sendAlert(e);
            throw e;
        }
    }

    private void shakeHands(ByteBuffer none) throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    wrapPending();
                    flush();
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap(none) == SSLEngineResult.Status.BUFFER_UNDERFLOW && !receive()) {
                        throw new EOFException("the server closed the connection in the middle of the TLS handshake");
                    }
                }
                case NEED_TASK -> runTasks();
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** Decrypts the next record into the target, and does what the engine asks for after it. */
    SSLEngineResult.Status unwrap(ByteBuffer target) throws IOException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(in, target);
            runTasks();
        } catch (SSLException e) {
            sendAlert(e);
            throw e;
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isInboundDone()) {
            wrapPending();
            flush();
        }
        return result.getStatus();
    }

    /** Reads more bytes from the connection; false at its end. */
    boolean receive() throws IOException {
        in.compact();
        try {
            if (!in.hasRemaining()) {
                throw new SSLException("a TLS record longer than " + in.capacity() + " bytes");
            }
            return under.read(in) >= 0;
        } finally {
            in.flip();
        }
    }

    /** Encrypts as much of the source as the buffer holds. To be followed by {@link #flush}. */
    HandshakeStatus wrap(ByteBuffer source) throws SSLException {
        SSLEngineResult result;
        do {
            result = wrapOne(source);
            runTasks();
        } while (source.hasRemaining()
                && result.bytesProduced() > 0
                && out.remaining() >= session().getPacketBufferSize());
        return engine.getHandshakeStatus();
    }

    void wrapCloseNotify() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            if (wrapOne(NOTHING).bytesProduced() == 0) {
                break;
            }
        }
        flush();
    }

    void flush() throws IOException {
        out.flip();
        try {
            under.write(out);
        } finally {
            out.clear();
        }
    }

    /** Gives the buffers back. Nothing can be read or written after it. */
    void release() {
        Buffers.giveBack(in);
        Buffers.giveBack(out);
        in = NOTHING;
        out = NOTHING;
    }

    boolean hasUnread() {
        return in.hasRemaining();
    }

    /** What was read from the connection and not decrypted. */
    ByteBuffer unread() {
        return in;
    }

    /** Room for one record's data. */
    int plainSize() {
        return session().getApplicationBufferSize();
    }

    SSLSession session() {
        return engine.getSession();
    }

    private void wrapPending() throws SSLException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            if (wrapOne(NOTHING).bytesProduced() == 0) {
                return;
            }
            if (out.remaining() < session().getPacketBufferSize()) {
                return;
            }
        }
    }

    private SSLEngineResult wrapOne(ByteBuffer source) throws SSLException {
        SSLEngineResult result = engine.wrap(source, out);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW && out.position() == 0) {
            out = ByteBuffer.allocateDirect(
                    Math.max(2 * out.capacity(), session().getPacketBufferSize()));
            return engine.wrap(source, out);
        }
        return result;
    }

    private void runTasks() {
        Runnable task;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK && (task = engine.getDelegatedTask()) != null) {
            task.run();
        }
    }

    /** The engine leaves an alert that tells the other side what we did not like. */
    private void sendAlert(SSLException cause) {
        try {
            wrapPending();
            flush();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
