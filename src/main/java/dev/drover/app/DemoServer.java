package dev.drover.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer on the loopback interface, with one user whose home is a directory. Whoever starts it closes it. */
final class DemoServer implements AutoCloseable {
    /** Nobody outside of this machine reaches it. */
    static final String HOST = "127.0.0.1";

    private static final String LISTENER = "default";
    private static final int ANY_FREE_PORT = 0;

    private final FtpServer server;
    private final Listener listener;

    private DemoServer(FtpServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Starts a server on a free port.
     *
     * @throws IOException when it cannot listen
     */
    static DemoServer start(Path home, String user, String password) throws IOException {
        Listener listener = listener();
        FtpServerFactory factory = new FtpServerFactory();
        // Not Map.of: the server empties the map when it stops.
        factory.setListeners(new HashMap<>(Map.of(LISTENER, listener)));
        try {
            factory.getUserManager().save(account(home, user, password));
            FtpServer server = factory.createServer();
            server.start();
            return new DemoServer(server, listener);
        } catch (FtpException | RuntimeException e) {
            throw new IOException("The FTP server of the demo does not start: " + e.getMessage(), e);
        }
    }

    int port() {
        return listener.getPort();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Listener listener() {
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassiveAddress(HOST);
        ListenerFactory factory = new ListenerFactory();
        factory.setServerAddress(HOST);
        factory.setPort(ANY_FREE_PORT);
        factory.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        return factory.createListener();
    }

    private static BaseUser account(Path home, String user, String password) {
        BaseUser account = new BaseUser();
        account.setName(user);
        account.setPassword(password);
        account.setHomeDirectory(home.toString());
        account.setAuthorities(List.of(new WritePermission()));
        return account;
    }
}
