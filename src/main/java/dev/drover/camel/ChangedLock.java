package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file when its size and time have not changed for an interval. All files of a poll are looked at together: one
 * listing an interval serves the whole batch, however many files there are. With a minimum age a file that is old enough
 * is taken at once.
 */
final class ChangedLock extends RemoteLock {
    /** Up to so many files are asked for by name, which is less than to list their directory. */
    private static final int FEW = 3;

    private final Duration timeout;
    private final Duration interval;
    private final long minLength;
    private final Duration minAge;
    private final boolean byName;
    private final Lock lock = new ReentrantLock();
    private final Condition never = lock.newCondition();
    private Map<String, RemoteEntry> before = new HashMap<>();
    private Map<String, RemoteEntry> latest = new HashMap<>();
    private long latestAt;
    private boolean looked;

    ChangedLock(
            Duration timeout, Duration interval, long minLength, Duration minAge, boolean byName, LoggingLevel level) {
        super(level);
        this.timeout = timeout;
        this.interval = interval;
        this.minLength = minLength;
        this.minAge = minAge;
        this.byName = byName;
    }

    @Override
    void beginBatch(RemoteOperations operations, List<GenericFile<RemoteEntry>> files) {
        lock.lock();
        try {
            latest = new HashMap<>();
            files.forEach(file -> latest.put(file.getAbsoluteFilePath(), file.getFile()));
            before = new HashMap<>();
            latestAt = System.nanoTime();
            looked = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean acquire(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        long begin = System.nanoTime();
        String path = file.getAbsoluteFilePath();
        lock.lock();
        try {
            latest.putIfAbsent(path, file.getFile());
            while (true) {
                RemoteEntry now = latest.get(path);
                if (now == null) {
                    return refused(file, "it is not there any more");
                }
                if (isReady(before.get(path), now)) {
                    file.setFile(now);
                    return true;
                }
                if (looked && isOver(begin)) {
                    return refused(file, "it changed, or is too short, within " + timeout.toMillis() + " millis");
                }
                if (!awaitInterval()) {
                    return refused(file, "waiting was interrupted");
                }
                look(operations);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady(@Nullable RemoteEntry earlier, RemoteEntry now) {
        if (now.size().orElse(-1) < minLength) {
            return false;
        }
        if (!minAge.isZero()) {
            Instant young = Instant.now().minus(minAge);
            return now.modified().filter(time -> time.instant().isBefore(young)).isPresent();
        }
        return earlier != null
                && earlier.size().equals(now.size())
                && earlier.modified().equals(now.modified());
    }

    private boolean isOver(long begin) {
        return !timeout.isZero()
                && System.nanoTime() - begin >= timeout.minus(interval).toNanos();
    }

    /** Waits until the interval since the latest look is over; others may wait with us. */
    private boolean awaitInterval() {
        try {
            long left = latestAt + interval.toNanos() - System.nanoTime();
            while (left > 0) {
                never.await(left, TimeUnit.NANOSECONDS);
                left = latestAt + interval.toNanos() - System.nanoTime();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void look(RemoteOperations operations) {
        Collection<String> paths = latest.keySet();
        Map<String, RemoteEntry> fresh = new HashMap<>();
        if (byName || paths.size() <= FEW) {
            paths.forEach(path -> operations.stat(path).ifPresent(entry -> fresh.put(path, entry)));
        } else {
            paths.stream()
                    .map(path -> RemotePath.of(path).parent().toString())
                    .distinct()
                    .forEach(directory -> operations.forEach(directory, entry -> {
                        String path = RemoteNames.join(directory, entry.name());
                        if (paths.contains(path)) {
                            fresh.put(path, entry);
                        }
                    }));
        }
        before = latest;
        latest = fresh;
        latestAt = System.nanoTime();
        looked = true;
    }
}
