package dev.drover.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/** One writer at a time for each remote file of this JVM; others wait. Takes memory for files being written only. */
final class PathLocks {
    private static final class Counted {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    private final ConcurrentMap<String, Counted> byPath = new ConcurrentHashMap<>();

    /**
     * Waits until nobody else holds any of the paths. All that a writer needs has to be asked for at once: they are taken in
     * one order, so that two writers never wait for each other.
     *
     * @throws GenericFileOperationFailedException when the thread is interrupted
     */
    Held hold(String... paths) {
        Held held = new Held();
        boolean all = false;
        try {
            for (String path : new TreeSet<>(List.of(paths))) {
                Counted counted = enter(path);
                boolean mine = false;
                try {
                    counted.lock.lockInterruptibly();
                    mine = true;
                } finally {
                    if (!mine) {
                        leave(path);
                    }
                }
                held.paths.push(path);
            }
            all = true;
            return held;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenericFileOperationFailedException(
                    "Waiting for others who write " + String.join(", ", paths) + " was interrupted.", e);
        } finally {
            if (!all) {
                held.close();
            }
        }
    }

    /** The path, if nobody else holds it. */
    Optional<Held> tryToHold(String path) {
        if (!enter(path).lock.tryLock()) {
            leave(path);
            return Optional.empty();
        }
        Held held = new Held();
        held.paths.push(path);
        return Optional.of(held);
    }

    private Counted enter(String path) {
        return byPath.compute(path, (key, known) -> {
            Counted entry = known == null ? new Counted() : known;
            entry.users++;
            return entry;
        });
    }

    private void leave(String path) {
        byPath.computeIfPresent(path, (key, entry) -> --entry.users == 0 ? null : entry);
    }

    /** Paths that are held or waited for. */
    int size() {
        return byPath.size();
    }

    /** The right to write, until it is closed by the thread that has it. */
    final class Held implements AutoCloseable {
        private final Deque<String> paths = new ArrayDeque<>();

        private Held() {}

        @Override
        public void close() {
            while (!paths.isEmpty()) {
                String path = paths.pop();
                Counted counted = byPath.get(path);
                if (counted != null) {
                    counted.lock.unlock();
                }
                leave(path);
            }
        }
    }
}
