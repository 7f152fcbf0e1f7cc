package dev.drover.testing.script;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the next data connection of one conversation comes about. Belongs to the thread of its conversation. */
final class DataPath implements Closeable {
    private static final int DEADLINE_MILLIS = 10_000;
    static final String REFUSED = "425 Can't open data connection.";

    private final Conversation conversation;
    private final List<Closeable> crowd = new ArrayList<>();
    private @Nullable ServerSocket listener;
    private @Nullable InetSocketAddress client;

    DataPath(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Listens anew; the port. */
    int listen() throws IOException {
        return listen(16).getLocalPort();
    }

    /** A port on which nobody listens: one that was free a moment ago. */
    int deadPort() throws IOException {
        int port = listen(1).getLocalPort();
        forget();
        return port;
    }

    /** A port whose queue of connections is full, so that a connect gets no answer at all. */
    int crowdedPort() throws IOException {
        ServerSocket full = listen(1);
        for (int i = 0; i < 4; i++) {
            SocketChannel guest = SocketChannel.open();
            crowd.add(guest);
            guest.configureBlocking(false);
            guest.connect(full.getLocalSocketAddress());
        }
        return full.getLocalPort();
    }

    private ServerSocket listen(int backlog) throws IOException {
        forget();
        ServerSocket fresh = new ServerSocket();
        traits().receiveBuffer.ifPresent(bytes -> setReceiveBuffer(fresh, bytes));
        fresh.bind(new InetSocketAddress(conversation.localAddress(), 0), backlog);
        fresh.setSoTimeout(DEADLINE_MILLIS);
        conversation.server().track(fresh);
        listener = fresh;
        return fresh;
    }

    private static void setReceiveBuffer(ServerSocket socket, int bytes) {
        try {
            socket.setReceiveBufferSize(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The client listens (PORT, EPRT). */
    void connectTo(InetSocketAddress address) throws IOException {
        forget();
        client = address;
    }

    /** Whether there is a way to a data connection at all. */
    boolean isSet() {
        return crowd.isEmpty() && (listener != null || client != null);
    }

    DataConnection open(boolean protect) throws IOException {
        Socket raw = openRaw();
        conversation.server().dataOpened(raw);
        try {
            return new DataConnection(
                    conversation.server(),
                    raw,
                    protect ? conversation.secure(raw) : raw,
                    conversation.login().deflated);
        } catch (IOException e) {
            raw.close();
            conversation.server().dataClosed(raw);
            throw new DataLostException("425 TLS handshake on the data connection failed.", e);
        }
    }

    private Socket openRaw() throws IOException {
        try {
            if (listener != null) {
                return listener.accept();
            }
            if (client != null) {
                Socket socket = new Socket();
                InetAddress from = traits().activeSource;
                socket.bind(from == null ? null : new InetSocketAddress(from, 0));
                socket.connect(client, DEADLINE_MILLIS);
                return socket;
            }
        } catch (IOException e) {
            throw new DataLostException(REFUSED, e);
        }
        throw new DataLostException(REFUSED, new IOException("neither EPSV, PASV, EPRT nor PORT was sent"));
    }

    /** A port is for one transfer only. */
    void forget() throws IOException {
        for (Closeable guest : crowd) {
            guest.close();
        }
        crowd.clear();
        if (listener != null) {
            listener.close();
            conversation.server().untrack(listener);
            listener = null;
        }
        client = null;
    }

    private ServerTraits traits() {
        return conversation.server().traits();
    }

    @Override
    public void close() throws IOException {
        forget();
    }
}
