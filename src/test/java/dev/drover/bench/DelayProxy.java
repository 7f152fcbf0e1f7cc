package dev.drover.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before an FTP server on loopback and makes the way to it longer: each chunk of bytes arrives half a round trip
 * after it was sent, on control and passive data connections. Counts commands.
 */
final class DelayProxy implements AutoCloseable {
    private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final Pattern PASV = Pattern.compile("\\d+,\\d+,\\d+,\\d+,(\\d+),(\\d+)");
    private static final int CHUNK = 64 * 1024;

    private final InetSocketAddress server;
    private final long halfTripNanos;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "delay-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong commands = new AtomicLong();
    private final List<ServerSocket> data = new ArrayList<>();

    DelayProxy(InetSocketAddress server, Duration roundTrip) throws IOException {
        this.server = server;
        this.halfTripNanos = roundTrip.toNanos() / 2;
        this.listener = listen();
        threads.execute(() -> accept(listener, server, true));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Lines that clients sent on control connections so far. */
    long commands() {
        return commands.get();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        listener.close();
        synchronized (data) {
            for (ServerSocket each : data) {
                each.close();
            }
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private void accept(ServerSocket from, InetSocketAddress target, boolean control) {
        try {
            while (true) {
                Socket client = from.accept();
                // The way to the server takes its time for the handshake of TCP, too.
                threads.execute(() -> join(client, target, control));
                if (!control) {
                    from.close();
                    return;
                }
            }
        } catch (IOException closed) {
            // The proxy, or this data port, is done.
        }
    }

    private void join(Socket client, InetSocketAddress target, boolean control) {
        try {
            LockSupport.parkNanos(2 * halfTripNanos);
            Socket upstream = new Socket();
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            upstream.connect(target);
            threads.execute(() -> pump(client, upstream, control ? this::countCommands : bytes -> bytes));
            threads.execute(() -> pump(upstream, client, control ? this::redirectData : bytes -> bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Chunk(byte[] bytes, long due) {}

    private void pump(Socket from, Socket to, Rewriting rewriting) {
        BlockingQueue<Chunk> way = new LinkedBlockingQueue<>();
        threads.execute(() -> deliver(way, to));
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] bytes = rewriting.apply(Arrays.copyOf(buffer, count));
                way.add(new Chunk(bytes, System.nanoTime() + halfTripNanos));
            }
        } catch (IOException broken) {
            // Told to the other side as an end.
        }
        way.add(new Chunk(new byte[0], System.nanoTime() + halfTripNanos));
    }

    private static void deliver(BlockingQueue<Chunk> way, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            for (Chunk chunk = way.take(); chunk.bytes().length > 0; chunk = way.take()) {
                long left = chunk.due() - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(left);
                }
                out.write(chunk.bytes());
            }
        } catch (IOException | InterruptedException over) {
            // One side has gone; the other pump of the pair ends by its own.
        }
    }

    private byte[] countCommands(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n') {
                commands.incrementAndGet();
            }
        }
        return bytes;
    }

    private byte[] redirectData(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher epsv = EPSV.matcher(text);
        Matcher pasv = PASV.matcher(text);
        if (text.contains("229") && epsv.find()) {
            int port = dataPort(Integer.parseInt(epsv.group(1)));
            text = epsv.replaceFirst("(|||" + port + "|)");
        } else if (text.contains("227") && pasv.find()) {
            int port = dataPort(Integer.parseInt(pasv.group(1)) * 256 + Integer.parseInt(pasv.group(2)));
            text = pasv.replaceFirst("127,0,0,1," + port / 256 + "," + port % 256);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private int dataPort(int serverPort) throws IOException {
        ServerSocket one = listen();
        synchronized (data) {
            data.add(one);
        }
        threads.execute(() -> accept(one, new InetSocketAddress(server.getAddress(), serverPort), false));
        return one.getLocalPort();
    }

    /** What is done to a chunk before it goes on. */
    @FunctionalInterface
    private interface Rewriting {
        byte[] apply(byte[] bytes) throws IOException;
    }
}
