package dev.drover.transfer;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remote directories that were there when last used, so that nobody tries to make them. Forgets the oldest; thread-safe. */
final class KnownDirectories {
    private static final int LIMIT = 10_000;

    private final Set<Key> known = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > LIMIT;
        }
    }));

    boolean knows(FtpClient client, RemotePath directory) {
        return known.contains(new Key(client, directory));
    }

    void add(FtpClient client, RemotePath directory) {
        known.add(new Key(client, directory));
    }

    void forget(FtpClient client, RemotePath directory) {
        known.remove(new Key(client, directory));
    }

    // A client has no equals of its own: each is its own server here.
    private record Key(FtpClient client, RemotePath directory) {}
}
