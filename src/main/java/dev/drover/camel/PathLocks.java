package dev.drover.camel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** One writer at a time for each remote file of this JVM; others wait. Takes memory for files being written only. */
final class PathLocks {
    private static final class Counted {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    private final ConcurrentMap<String, Counted> byPath = new ConcurrentHashMap<>();

    /** Waits until nobody else holds the path. */
    Held hold(String path) {
        Counted counted = byPath.compute(path, (key, known) -> {
            Counted entry = known == null ? new Counted() : known;
            entry.users++;
            return entry;
        });
        counted.lock.lock();
        return new Held(path, counted);
    }

    /** The right to write, until it is closed. */
    final class Held implements AutoCloseable {
        private final String path;
        private final Counted counted;

        private Held(String path, Counted counted) {
            this.path = path;
            this.counted = counted;
        }

        @Override
        public void close() {
            counted.lock.unlock();
            byPath.computeIfPresent(path, (key, entry) -> --entry.users == 0 ? null : entry);
        }
    }
}
