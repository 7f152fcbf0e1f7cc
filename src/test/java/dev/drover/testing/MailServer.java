package dev.drover.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes mails, as much of SMTP as that needs. Closing it ends its thread. */
public final class MailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> mails = new CopyOnWriteArrayList<>();

    private MailServer(ServerSocket socket) {
        this.socket = socket;
    }

    public static MailServer start() throws IOException {
        MailServer server = new MailServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(server::serve, "mail-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** What has come, headers and all. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client is gone, or we are closed: the loop finds out.
                continue;
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        say(out, "220 ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("DATA")) {
                say(out, "354 go on");
                StringBuilder mail = new StringBuilder();
                for (line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                    mail.append(line).append('\n');
                }
                mails.add(mail.toString());
            }
            say(out, line != null && line.startsWith("QUIT") ? "221 bye" : "250 ok");
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
