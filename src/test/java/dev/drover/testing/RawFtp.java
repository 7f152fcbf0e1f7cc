package dev.drover.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The least FTP client there is, for tests of the servers themselves: it writes lines and reads replies, and owes nothing
 * to the library under test. Reads end after half a minute.
 */
public final class RawFtp implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 30_000;
    private static final Pattern EXTENDED_PASSIVE = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final Pattern PASSIVE = Pattern.compile("(\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)");

    private final Socket raw;
    private Socket socket;

    private RawFtp(Socket raw) {
        this.raw = raw;
        socket = raw;
    }

    public static RawFtp connect(String host, int port) throws IOException {
        return new RawFtp(dial(host, port));
    }

    /** With TLS from the first byte. */
    public static RawFtp connect(String host, int port, SSLContext tls) throws IOException {
        RawFtp client = connect(host, port);
        client.startTls(tls);
        return client;
    }

    private static Socket dial(String host, int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), DEADLINE_MILLIS);
        socket.setSoTimeout(DEADLINE_MILLIS);
        return socket;
    }

    /** The control socket under TLS or clear text. */
    public Socket socket() {
        return socket;
    }

    public void startTls(SSLContext tls) throws IOException {
        socket = secure(raw, tls, false);
    }

    public static SSLSocket secure(Socket plain, SSLContext tls) throws IOException {
        return secure(plain, tls, true);
    }

    private static SSLSocket secure(Socket plain, SSLContext tls, boolean closesPlain) throws IOException {
        SSLSocket secured =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), closesPlain);
        secured.startHandshake();
        return secured;
    }

    /** After CCC: close_notify both ways, then clear text on the same connection. */
    public void endTls() throws IOException {
        socket.shutdownOutput();
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("the server said something under TLS after CCC");
        }
        socket = raw;
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends a command, reads one reply. */
    public String command(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    public void logIn(String user, String password) throws IOException {
        String asked = command("USER " + user);
        String answer = asked.startsWith("331") ? command("PASS " + password) : asked;
        if (!answer.startsWith("230")) {
            throw new IOException("login as " + user + " failed: " + answer);
        }
    }

    /** A whole reply with LF between its lines; empty at the end of the connection. */
    public String reply() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = line();
        lines.add(line);
        if (line.length() > 3 && line.charAt(3) == '-') {
            String end = line.substring(0, 3) + " ";
            while (!line.startsWith(end) && !line.isEmpty()) {
                line = line();
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
    }

    /** What is left until the server closes. */
    public byte[] rest() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** A connected data socket, by EPSV. */
    public Socket openData() throws IOException {
        String reply = command("EPSV");
        Matcher port = EXTENDED_PASSIVE.matcher(reply);
        if (!port.find()) {
            throw new IOException("EPSV was answered with " + reply);
        }
        return dial(raw.getInetAddress().getHostAddress(), Integer.parseInt(port.group(1)));
    }

    /** The same by PASV. */
    public Socket openPassive() throws IOException {
        return dial(raw.getInetAddress().getHostAddress(), passivePort(command("PASV")));
    }

    /** The port in a reply to PASV. */
    public static int passivePort(String reply) {
        Matcher numbers = PASSIVE.matcher(reply);
        if (!numbers.find()) {
            throw new IllegalArgumentException("not an answer to PASV: " + reply);
        }
        return Integer.parseInt(numbers.group(5)) * 256 + Integer.parseInt(numbers.group(6));
    }

    /** The bytes of a download or a listing over EPSV in clear text; the final reply is read and must be 2xx. */
    public byte[] fetch(String command) throws IOException {
        byte[] bytes;
        try (Socket data = openData()) {
            expect("1", command(command), command);
            bytes = data.getInputStream().readAllBytes();
        }
        // Not earlier: ProFTPD says 226 only when the client has closed its end too.
        expect("2", reply(), command);
        return bytes;
    }

    public void store(String command, byte[] bytes) throws IOException {
        try (Socket data = openData()) {
            expect("1", command(command), command);
            data.getOutputStream().write(bytes);
        }
        expect("2", reply(), command);
    }

    private static void expect(String digit, String reply, String command) throws IOException {
        if (!reply.startsWith(digit)) {
            throw new IOException(command + " was answered with " + reply);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        raw.close();
    }
}
