package dev.drover.testing.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The server's end of one data connection. Belongs to the thread of its conversation. */
final class DataConnection implements AutoCloseable {
    private final ScriptedServer server;
    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /**
     * @param socket the raw socket, or TLS around it
     * @param deflated MODE Z
     */
    DataConnection(ScriptedServer server, Socket raw, Socket socket, boolean deflated) throws IOException {
        this.server = server;
        this.raw = raw;
        this.socket = socket;
        in = deflated ? new InflaterInputStream(socket.getInputStream()) : socket.getInputStream();
        out = deflated ? new DeflaterOutputStream(socket.getOutputStream(), true) : socket.getOutputStream();
    }

    InputStream input() {
        return in;
    }

    OutputStream output() {
        return out;
    }

    /** The end of what is sent, where the format marks one. */
    void finish() throws IOException {
        if (out instanceof DeflaterOutputStream deflater) {
            deflater.finish();
        }
        out.flush();
    }

    /** FIN; under TLS without the close_notify that proves the end. */
    void truncate() throws IOException {
        raw.close();
        server.dataClosed(raw);
    }

    void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
        server.dataClosed(raw);
    }

    /**
     * Until the client has closed or reset the connection. What it has sent stays unread, so that it can send no more: the
     * end shows when bytes are sent that way, which a client that uploads does not read.
     */
    void awaitClientsEnd(boolean isUpload, Conversation conversation) throws IOException {
        try {
            while (isUpload || raw.getInputStream().read() >= 0) {
                raw.getOutputStream().write(0);
                conversation.pause(Duration.ofMillis(20));
            }
        } catch (SocketException clientsEnd) {
            reset();
        }
    }

    /** In order: close_notify, FIN. */
    @Override
    public void close() throws IOException {
        if (!raw.isClosed()) {
            socket.close();
            raw.close();
        }
        server.dataClosed(raw);
    }
}
