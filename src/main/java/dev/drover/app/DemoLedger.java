package dev.drover.app;

import dev.drover.route.Movement;
import dev.drover.route.Movement.Outcome;
import dev.drover.route.MovementListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What the demo moves, and how far it is. Thread-safe. */
final class DemoLedger implements MovementListener {
    /**
     * A file that a route shall move.
     *
     * @param source where it is in the beginning
     * @param destination where it shall be in the end
     * @param sha256 of its content
     */
    record Task(String route, String file, Path source, Path destination, String sha256) {
        Verdict verdict() throws IOException {
            return compare(destination);
        }

        private Verdict compare(Path place) throws IOException {
            if (!Files.exists(place)) {
                return Verdict.MISSING;
            }
            return Samples.sha256(place).equals(sha256) ? Verdict.EQUAL : Verdict.DIFFERENT;
        }
    }

    /** What a comparison of a file with its source says. */
    enum Verdict {
        EQUAL,
        DIFFERENT,
        MISSING
    }

    /**
     * How far a task is.
     *
     * @param movement empty while it has not ended
     */
    record Entry(Task task, Optional<Movement> movement, Verdict verdict) {
        boolean isGood() {
            return verdict == Verdict.EQUAL
                    && movement.filter(m -> m.outcome() == Outcome.MOVED).isPresent();
        }
    }

    private record Key(String route, String file) {}

    private final Map<Key, Task> tasks = new LinkedHashMap<>();
    private final Map<Key, Movement> ended = new LinkedHashMap<>();
    private final Set<String> awaited = new HashSet<>();
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Adds a task, before its file can move. */
    void expect(Task task) {
        locked(() -> tasks.put(new Key(task.route(), task.file()), task));
    }

    /** Adds a route that shall make one file at least, of a name and content that nobody knows before. */
    void expectSomethingOf(String route) {
        locked(() -> awaited.add(route));
    }

    @Override
    public void moved(Movement movement) {
        Key key = new Key(movement.route(), movement.file());
        locked(() -> {
            if (awaited.remove(movement.route())) {
                changed.signalAll();
            }
            if (tasks.containsKey(key) && movement.outcome() != Outcome.WAITING) {
                ended.putIfAbsent(key, movement);
                changed.signalAll();
            }
        });
    }

    /** Waits until every task has ended, or the time is up; tells whether they have. */
    boolean await(Duration longest) throws InterruptedException {
        long nanos = longest.toNanos();
        lock.lock();
        try {
            while (!isDone() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return isDone();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone() {
        return ended.size() == tasks.size() && awaited.isEmpty();
    }

    /** Every task, its file compared with what was sent. */
    List<Entry> entries() throws IOException {
        Map<Key, Task> all = new LinkedHashMap<>();
        Map<Key, Movement> done = new LinkedHashMap<>();
        locked(() -> {
            all.putAll(tasks);
            done.putAll(ended);
        });
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<Key, Task> task : all.entrySet()) {
            entries.add(new Entry(
                    task.getValue(),
                    Optional.ofNullable(done.get(task.getKey())),
                    task.getValue().verdict()));
        }
        return entries;
    }

    /** Deletes the samples, wherever they are, unless somebody has changed them since. */
    void removeSamples() throws IOException {
        for (Task task : entries().stream().map(Entry::task).toList()) {
            for (Path place : List.of(task.source(), task.destination())) {
                if (task.compare(place) == Verdict.EQUAL) {
                    Files.delete(place);
                }
            }
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
