package dev.drover.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on a loopback port that really forwards: SOCKS 5 or HTTP CONNECT, with a login or without. Every name leads to
 * loopback. Thread-safe; {@link #close} ends every connection.
 */
public final class ProxyServer implements AutoCloseable {
    private interface Handshake {
        /** The port asked for. */
        int with(Socket client, ProxyServer proxy) throws IOException;
    }

    private final ServerSocket listener;
    private final Handshake handshake;
    private final @Nullable String login;
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    private ProxyServer(Handshake handshake, @Nullable String login) throws IOException {
        this.handshake = handshake;
        this.login = login;
        listener = new ServerSocket(0, 50, Loopback.V4);
        begin(this::acceptAll);
    }

    public static ProxyServer socks5() throws IOException {
        return new ProxyServer(ProxyServer::socks, null);
    }

    /** @param login as in {@code user:password} */
    public static ProxyServer socks5(String login) throws IOException {
        return new ProxyServer(ProxyServer::socks, login);
    }

    public static ProxyServer httpConnect() throws IOException {
        return new ProxyServer(ProxyServer::http, null);
    }

    /** @param login as in {@code user:password} */
    public static ProxyServer httpConnect(String login) throws IOException {
        return new ProxyServer(ProxyServer::http, login);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What was asked for, as {@code host:port}, in order. */
    public List<String> targets() {
        return List.copyOf(targets);
    }

    /** Ends every connection that goes through it now; new ones are served. */
    public void cut() throws IOException {
        for (Closeable connection : open) {
            connection.close();
        }
        open.clear();
    }

    private void begin(Runnable work) {
        Thread thread = new Thread(work, "proxy-" + listener.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                begin(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            int port = handshake.with(client, this);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                open.add(server);
                granted(client);
                begin(() -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException e) {
            open.remove(client);
        }
    }

    private void granted(Socket client) throws IOException {
        boolean http = targets.get(targets.size() - 1).startsWith("http ");
        client.getOutputStream()
                .write(
                        http
                                ? "HTTP/1.1 200 Connection established\r\nVia: here\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII)
                                : new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            closeBoth(from, to);
        }
    }

    private static void closeBoth(Socket a, Socket b) {
        try (a;
                b) {
            a.setSoLinger(true, 0);
        } catch (IOException ended) {
            // They are gone either way.
        }
    }

    private static int socks(Socket client, ProxyServer proxy) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readByte();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        if (proxy.login == null) {
            out.write(new byte[] {5, 0});
        } else if (new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) < 0) {
            out.write(new byte[] {5, (byte) 0xFF});
            throw new IOException("no login offered");
        } else {
            out.write(new byte[] {5, 2});
            in.readByte();
            String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            String password = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            boolean right = proxy.login.equals(user + ":" + password);
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                throw new IOException("wrong login");
            }
        }
        in.readNBytes(3);
        String host =
                switch (in.readByte()) {
                    case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
                    case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
                    default -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
                };
        int port = in.readUnsignedShort();
        proxy.targets.add("socks " + host + ":" + port);
        return port;
    }

    private static int http(Socket client, ProxyServer proxy) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        String target = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
        proxy.targets.add("http " + target);
        if (proxy.login != null) {
            String basic = Base64.getEncoder().encodeToString(proxy.login.getBytes(StandardCharsets.UTF_8));
            if (head.indexOf("Proxy-Authorization: Basic " + basic) < 0) {
                client.getOutputStream()
                        .write("HTTP/1.1 407 Log in\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                throw new IOException("wrong login");
            }
        }
        return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable each : open) {
            each.close();
        }
    }
}
