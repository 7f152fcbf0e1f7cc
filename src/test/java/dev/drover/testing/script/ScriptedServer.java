package dev.drover.testing.script;

import dev.drover.ftp.FtpAddress;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A {@link FtpScript} being played on a loopback port, to several clients at once. Thread-safe. {@link #close} ends every
 * connection, also those that hang, and fails the test when the script itself broke.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FtpScript script;
    private final ScriptedTree tree;
    private final ServerSocket listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger dataAccepted = new AtomicInteger();
    private final Set<Socket> dataOpen = ConcurrentHashMap.newKeySet();
    private final List<InetAddress> peers = new CopyOnWriteArrayList<>();
    private final List<Heard> commands = new CopyOnWriteArrayList<>();
    private final Map<Integer, ByteArrayOutputStream> bytes = new ConcurrentHashMap<>();
    private final List<IOException> hangUps = new CopyOnWriteArrayList<>();
    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();

    private record Heard(int connection, String line) {}

    private ScriptedServer(FtpScript script, ServerSocket listener, ScriptedTree tree) {
        this.script = script;
        this.listener = listener;
        this.tree = tree;
    }

    static ScriptedServer start(FtpScript script, ScriptedTree tree) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(script.traits().address, 0), 128);
        ScriptedServer server = new ScriptedServer(script, listener, tree);
        server.begin(server::acceptAll, "scripted-ftp-" + listener.getLocalPort());
        return server;
    }

    private void begin(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                track(socket);
                peers.add(socket.getInetAddress());
                int number = accepted.incrementAndGet();
                Conversation conversation = new Conversation(this, number, socket);
                conversations.add(conversation);
                begin(conversation, Thread.currentThread().getName() + "-" + number);
            } catch (IOException e) {
                hungUp(0, e);
            }
        }
    }

    // ---- where it is

    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public FtpAddress address() {
        return new FtpAddress(host(), port());
    }

    /** The host by name, as a certificate for localhost has it. */
    public FtpAddress namedAddress() {
        return new FtpAddress("localhost", port());
    }

    // ---- what it was told

    /** Every command line of every connection, in the order received. */
    public List<String> commands() {
        return commands.stream().map(Heard::line).toList();
    }

    /** The command lines of one connection, the first being 1. */
    public List<String> commands(int connection) {
        return commands.stream()
                .filter(heard -> heard.connection() == connection)
                .map(Heard::line)
                .toList();
    }

    /** The exact bytes of the commands of one connection, the first being 1; decrypted under TLS. */
    public byte[] commandBytes(int connection) {
        return Optional.ofNullable(bytes.get(connection))
                .map(ByteArrayOutputStream::toByteArray)
                .orElse(new byte[0]);
    }

    /** Waits, with a deadline, until a command starts so. */
    public void awaitCommand(String beginning) {
        await(server -> server.commands().stream().anyMatch(line -> line.startsWith(beginning)));
    }

    /** What the tree holds under an absolute name now. */
    public Optional<byte[]> file(String path) {
        return tree.file(path).map(ScriptedTree.Node::bytes);
    }

    public boolean isDirectory(String path) {
        return tree.isDirectory(path);
    }

    /** Puts a file there while the server runs. */
    public void put(String path, byte[] content) {
        tree.put(path, content);
    }

    // ---- connections

    /** Control connections so far. */
    public int connectionsAccepted() {
        return accepted.get();
    }

    /** Control connections that neither side has closed. */
    public int connectionsOpen() {
        return conversations.size();
    }

    /** Where connections came from so far, control and data. */
    public List<InetAddress> peers() {
        return List.copyOf(peers);
    }

    /** Data connections so far, passive and active. */
    public int dataConnectionsAccepted() {
        return dataAccepted.get();
    }

    /** Data connections the server still holds. */
    public int dataConnectionsOpen() {
        return dataOpen.size();
    }

    /** Waits, with a deadline, until the client has closed everything. */
    public void awaitAllClosed() {
        await(server -> server.connectionsOpen() == 0 && server.dataConnectionsOpen() == 0);
    }

    private void await(Predicate<ScriptedServer> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> condition.test(this));
    }

    /** The connections that ended in an I/O error on the server's side: resets, failed handshakes. */
    public List<IOException> hangUps() {
        return List.copyOf(hangUps);
    }

    // ---- for the conversations

    FtpScript script() {
        return script;
    }

    ServerTraits traits() {
        return script.traits();
    }

    ScriptedTree tree() {
        return tree;
    }

    void heard(int connection, int value) {
        bytes.computeIfAbsent(connection, n -> new ByteArrayOutputStream()).write(value);
    }

    void commanded(int connection, String line) {
        commands.add(new Heard(connection, line));
    }

    void hungUp(int connection, IOException cause) {
        if (closing.getCount() > 0) {
            hangUps.add(new IOException("connection " + connection + ": " + cause.getMessage(), cause));
        }
    }

    void troubled(Throwable trouble) {
        troubles.add(trouble);
    }

    void track(Closeable resource) {
        open.add(resource);
    }

    void untrack(Closeable resource) {
        open.remove(resource);
    }

    void dataOpened(Socket socket) {
        track(socket);
        peers.add(socket.getInetAddress());
        dataAccepted.incrementAndGet();
        dataOpen.add(socket);
    }

    void dataClosed(Socket socket) {
        untrack(socket);
        dataOpen.remove(socket);
    }

    void finished(Conversation conversation) {
        untrack(conversation.rawSocket());
        conversations.remove(conversation);
    }

    /** Waits as long as a script pauses; true when the server was closed meanwhile. */
    boolean closesWithin(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        for (Closeable resource : open) {
            resource.close();
        }
        joinThreads();
        List<Throwable> broken = new ArrayList<>(troubles);
        if (!broken.isEmpty()) {
            throw new AssertionError("the scripted server broke while it played", broken.get(0));
        }
    }

    private void joinThreads() {
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
