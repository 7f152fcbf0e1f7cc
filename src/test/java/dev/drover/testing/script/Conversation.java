package dev.drover.testing.script;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One control connection, played in a thread of its own. */
final class Conversation implements Runnable {
    private static final int LINE_LIMIT = 1 << 20;

    private final ScriptedServer server;
    private final int number;
    private final Socket raw;
    private final DataPath data = new DataPath(this);
    private final LoginState login = new LoginState();
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private String line = "";
    private boolean replied;
    private boolean finalReplyOwed;
    private boolean silent;
    private boolean ended;

    Conversation(ScriptedServer server, int number, Socket raw) throws IOException {
        this.server = server;
        this.number = number;
        this.raw = raw;
        raw.setTcpNoDelay(true);
        socket = raw;
        in = raw.getInputStream();
        out = raw.getOutputStream();
        useSocket(raw);
    }

    // Unbuffered under clear text: bytes that belong to a TLS handshake must stay in the socket.
    private void useSocket(Socket current) throws IOException {
        socket = current;
        in = current == raw ? raw.getInputStream() : new BufferedInputStream(current.getInputStream());
        OutputStream plain = current.getOutputStream();
        out = traits().chops ? new ChoppedOutput(plain) : plain;
    }

    @Override
    public void run() {
        try {
            if (traits().implicit) {
                startTls();
            }
            script().greeting().play(this);
            while (!ended) {
                String command = readCommand();
                if (command == null) {
                    return;
                }
                answer(command);
            }
        } catch (IOException e) {
            server.hungUp(number, e);
        } catch (RuntimeException | Error e) {
            server.troubled(e);
        } finally {
            finish();
        }
    }

    private void answer(String command) throws IOException {
        line = command;
        Scene scene = script().sceneFor(command);
        if (scene == null) {
            asUsual();
        } else {
            scene.play(this);
        }
    }

    /** What the server does when the script says nothing about a command. */
    void asUsual() throws IOException {
        Scene usual = new Scene(false);
        usual.add(HappyPath::answer);
        usual.play(this);
    }

    void asUsualButSilently() throws IOException {
        silent = true;
        try {
            asUsual();
        } finally {
            silent = false;
        }
    }

    private void finish() {
        try (Socket a = raw;
                DataPath b = data) {
            server.finished(this);
        } catch (IOException e) {
            server.hungUp(number, e);
        }
    }

    // ---- what steps do

    void beginScene() {
        replied = false;
        finalReplyOwed = false;
    }

    void endScene() throws IOException {
        if (finalReplyOwed && !ended) {
            reply("226 Transfer complete.");
        }
    }

    void owesFinalReply() {
        finalReplyOwed = true;
    }

    void owesNothing() {
        finalReplyOwed = false;
    }

    /** The preliminary reply, unless the scene has given one. */
    void announce(String reply) throws IOException {
        if (!replied) {
            reply(reply);
        }
    }

    /** A whole line or several, with the line ends of the script. */
    void reply(String text) throws IOException {
        String whole = traits().chatter.around(text, traits().lineEnd) + traits().lineEnd;
        write(whole.getBytes(traits().charset));
        replied = true;
        finalReplyOwed = false;
    }

    void write(byte[] bytes) throws IOException {
        if (!silent) {
            out.write(bytes);
            out.flush();
        }
    }

    /** The server hangs: it takes commands and answers none until the client gives up. */
    void stall() throws IOException {
        String ignored = readCommand();
        while (ignored != null) {
            ignored = readCommand();
        }
        throw new EOFException("the client left a server that hung");
    }

    void pause(Duration duration) throws IOException {
        if (!duration.isZero() && server.closesWithin(duration)) {
            throw new EOFException("the scripted server was closed");
        }
    }

    void end() throws IOException {
        ended = true;
        owesNothing();
        if (isSecure()) {
            socket.shutdownOutput();
        }
        raw.close();
    }

    void endWithReset() throws IOException {
        ended = true;
        owesNothing();
        raw.setSoLinger(true, 0);
        raw.close();
    }

    void endWithoutCloseNotify() throws IOException {
        ended = true;
        owesNothing();
        raw.close();
    }

    // ---- TLS

    void startTls() throws IOException {
        useSocket(handshake(raw, false));
    }

    /** CCC (RFC 4217 section 12.3): close_notify both ways, then clear text on the same connection. */
    void endTls() throws IOException {
        socket.shutdownOutput();
        while (in.read() >= 0) {
            // whatever the client said under TLS after CCC is lost
        }
        useSocket(raw);
    }

    Socket secure(Socket dataSocket) throws IOException {
        return handshake(dataSocket, true);
    }

    private SSLSocket handshake(Socket plain, boolean closesPlain) throws IOException {
        SSLContext context = Objects.requireNonNull(traits().tls, "the script has no TLS");
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), closesPlain);
        tls.setUseClientMode(false);
        traits().tlsSettings.accept(tls);
        tls.startHandshake();
        return tls;
    }

    boolean isSecure() {
        return socket != raw;
    }

    // ---- commands

    private @Nullable String readCommand() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            server.heard(number, b);
            if (b == '\n') {
                String command = decode(bytes.toByteArray());
                server.commanded(number, command);
                return command;
            }
            bytes.write(b);
            if (bytes.size() > LINE_LIMIT) {
                throw new IOException("a command of more than " + LINE_LIMIT + " bytes");
            }
        }
        return null;
    }

    // IP and Synch before ABOR (RFC 959 section 4.1.3) are no part of the command.
    private String decode(byte[] bytes) {
        int from = 0;
        while (from < bytes.length && (bytes[from] & 0xFF) >= 0xF2 && bytes[0] == (byte) 0xFF) {
            from++;
        }
        int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return new String(bytes, from, to - from, traits().charset);
    }

    static String verbOf(String line) {
        int space = line.indexOf(' ');
        return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    }

    String verb() {
        return verbOf(line);
    }

    String argument() {
        int space = line.indexOf(' ');
        return space < 0 ? "" : line.substring(space + 1);
    }

    /** The argument as an absolute path; options as in {@code LIST -a} are dropped. */
    String pathArgument() {
        boolean lists = verb().equals("LIST") || verb().equals("NLST");
        String name = lists && argument().startsWith("-") ? argument().replaceFirst("^-\\S*\\s*", "") : argument();
        return ScriptedTree.resolve(login.workingDirectory, name);
    }

    ScriptedServer server() {
        return server;
    }

    private FtpScript script() {
        return server.script();
    }

    ServerTraits traits() {
        return server.traits();
    }

    LoginState login() {
        return login;
    }

    DataPath data() {
        return data;
    }

    InetAddress localAddress() {
        return raw.getLocalAddress();
    }

    InetAddress remoteAddress() {
        return raw.getInetAddress();
    }

    Socket rawSocket() {
        return raw;
    }
}
