package dev.drover.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every connection and never says anything. */
final class SilentServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    private SilentServer(ServerSocket listening) {
        this.listening = listening;
    }

    static SilentServer start() throws IOException {
        SilentServer server = new SilentServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(server::take, "silent server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private void take() {
        while (!listening.isClosed()) {
            try {
                taken.add(listening.accept());
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections there were. */
    int accepted() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }
}
