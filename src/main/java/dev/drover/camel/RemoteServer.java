package dev.drover.camel;

import dev.drover.ftp.FtpBusyException;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.FtpClient.Work;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door between this package and the client library: sessions for one consumer or producer. It takes a shared
 * client on first use and gives it back when closed; with {@code disconnect} the client is its own. Thread-safe.
 */
final class RemoteServer {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteServer.class);
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final FtpEndpoint endpoint;
    private final Connections connections;
    private final Activity activity;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Lock lock = new ReentrantLock();
    private final Object own = new Object();
    private Connections.@Nullable Key key;
    private @Nullable FtpClient client;

    RemoteServer(FtpEndpoint endpoint, Connections connections) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.activity = new Activity(endpoint);
    }

    /** What is done here, for logs and JMX. */
    Activity activity() {
        return activity;
    }

    /** Does the work on a session. Nothing that the server was told is told twice. */
    <T extends @Nullable Object> T call(Work<T> work) throws IOException {
        try (Activity.Scope mine = activity.enter();
                FtpSession session = open()) {
            return work.with(session);
        }
    }

    /**
     * The same for work that does no harm when it is done twice: once more on a fresh session when the first one broke. A
     * session may have ended while it was idle, and only its next command shows it.
     */
    <T extends @Nullable Object> T repeatable(Work<T> work) throws IOException {
        return persist(() -> call(work));
    }

    /** The same for work that opens its sessions itself. */
    <T extends @Nullable Object> T persist(Step<T> step) throws IOException {
        try (Activity.Scope mine = activity.enter()) {
            return step.take();
        } catch (FtpConnectionLostException e) {
            if (e.timedOut() || isClosed()) {
                throw e;
            }
        }
        try (Activity.Scope mine = activity.enter()) {
            return step.take();
        }
    }

    /** Something that may be done twice. */
    interface Step<T extends @Nullable Object> {
        T take() throws IOException;
    }

    /** A session of the pool. A connection that fails is tried again as often as the endpoint says. */
    FtpSession open() throws FtpException {
        return open(FtpClient::open);
    }

    /** The same for a session that is held while others are needed: all such leave one to the others. */
    FtpSession openForLong() throws FtpException {
        return open(FtpClient::openForLong);
    }

    /** Whether the server can be reached and takes the login; when all sessions are busy it is not waited for. */
    void probe() throws FtpException {
        try {
            open(client -> client.open(PROBE)).close();
        } catch (FtpBusyException e) {
            LOG.debug("Sessions are in use, so the server is there: {}", e.getMessage());
        }
    }

    private FtpSession open(Opening opening) throws FtpException {
        int attempts = Math.max(1, endpoint.getMaximumReconnectAttempts());
        for (int attempt = 1; ; attempt++) {
            try {
                return opening.from(client());
            } catch (FtpConnectException e) {
                if (attempt >= attempts || !pause()) {
                    throw e;
                }
            }
        }
    }

    /** How a session is asked for. */
    private interface Opening {
        FtpSession from(FtpClient client) throws FtpException;
    }

    /** Ends the sessions of this user, if they are its own; the next use opens new ones. */
    void disconnect() {
        if (endpoint.isDisconnect() || endpoint.isDisconnectOnBatchComplete()) {
            leave();
        }
    }

    /** To be called when the consumer or producer stops. */
    void close() {
        closed.countDown();
        leave();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits before the next attempt; false when there shall be none. */
    boolean pause() {
        try {
            return !closed.await(endpoint.getReconnectDelay(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private FtpClient client() throws FtpConnectException {
        FtpClient given = endpoint.getFtpClient();
        if (given != null) {
            return given;
        }
        lock.lock();
        try {
            if (isClosed()) {
                throw new FtpConnectException(endpoint.getConfiguration().remoteServerInformation()
                        + " was not connected: the endpoint is stopped.");
            }
            FtpClient known = client;
            if (known == null) {
                ClientSettings settings = ClientSettings.of(endpoint);
                Connections.Key mine = new Connections.Key(settings.key(sharing()));
                known = connections.acquire(mine, settings);
                client = known;
                key = mine;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** An endpoint that disconnects after use has sessions of its own, so that it does not end those of others. */
    private List<Object> sharing() {
        return endpoint.isDisconnect() || endpoint.isDisconnectOnBatchComplete() ? List.of(own) : List.of();
    }

    private void leave() {
        Connections.Key mine;
        lock.lock();
        try {
            mine = key;
            key = null;
            client = null;
        } finally {
            lock.unlock();
        }
        if (mine != null) {
            connections.release(mine);
        }
    }
}
