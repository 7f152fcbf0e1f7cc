package dev.drover.camel;

import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolSnapshot;
import dev.drover.ftp.client.SessionBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The clients of one component, each with its pool of sessions: one for every server, login and set of connection
 * settings, shared by all endpoints that say the same. A client is closed when its last user leaves. Clients of one server
 * and login have no more sessions together than the one that may have fewest. Thread-safe.
 */
final class Connections {
    /** What makes two endpoints share sessions. Holds a password, and never shows it. */
    static final class Key {
        private final List<Object> parts;

        Key(List<Object> parts) {
            this.parts = List.copyOf(parts);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && parts.equals(that.parts);
        }

        @Override
        public int hashCode() {
            return parts.hashCode();
        }

        @Override
        public String toString() {
            return "connection key";
        }
    }

    private static final class Shared {
        private final FtpClient client;
        private final String name;
        private int users;

        Shared(FtpClient client, String name) {
            this.client = client;
            this.name = name;
        }
    }

    /** What a server counts sessions by. */
    private record Login(String host, int port, String user) {}

    private final Lock lock = new ReentrantLock();
    private final Map<Key, Shared> byKey = new HashMap<>();
    private final Map<Login, SessionBudget> budgets = new HashMap<>();

    /** The server as this endpoint sees it. Nothing is connected, and no client taken, before the first use. */
    RemoteServer server(FtpEndpoint endpoint) {
        return new RemoteServer(endpoint, this);
    }

    /** The client for these settings, built when it is not there; to be given back with {@link #release}. */
    FtpClient acquire(Key key, ClientSettings settings) {
        lock.lock();
        try {
            Shared shared =
                    byKey.computeIfAbsent(key, absent -> new Shared(settings.build(budget(settings)), settings.name()));
            shared.users++;
            return shared.client;
        } finally {
            lock.unlock();
        }
    }

    private SessionBudget budget(ClientSettings settings) {
        return budgets.computeIfAbsent(
                new Login(settings.host().toLowerCase(Locale.ROOT), settings.port(), settings.user()),
                first -> new SessionBudget());
    }

    /** One user less; the last one closes the client. */
    void release(Key key) {
        FtpClient unused = null;
        lock.lock();
        try {
            Shared shared = byKey.get(key);
            if (shared != null && --shared.users == 0) {
                byKey.remove(key);
                unused = shared.client;
            }
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            unused.close();
            forgetUnused();
        }
    }

    private void forgetUnused() {
        lock.lock();
        try {
            budgets.values().removeIf(SessionBudget::isUnused);
        } finally {
            lock.unlock();
        }
    }

    /** Clients that are in use. */
    int size() {
        lock.lock();
        try {
            return byKey.size();
        } finally {
            lock.unlock();
        }
    }

    /** Server and user of each client in use, with the state of its pool. */
    List<Map.Entry<String, PoolSnapshot>> pools() {
        lock.lock();
        try {
            return byKey.values().stream()
                    .map(shared -> Map.entry(shared.name, shared.client.pool()))
                    .sorted(Map.Entry.comparingByKey())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Logins since the clients in use were made. */
    long logins() {
        lock.lock();
        try {
            return byKey.values().stream()
                    .mapToLong(shared -> shared.client.pool().opened())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is left. */
    void close() {
        List<Shared> left;
        lock.lock();
        try {
            left = List.copyOf(byKey.values());
            byKey.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(shared -> shared.client.close());
    }
}
