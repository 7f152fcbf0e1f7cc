package dev.drover.camel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries of a server that no poll can take because of their names. Each is told once; as long as the latest poll has seen
 * one, health is down. All other files are taken.
 */
final class Oddities {
    private static final Logger LOG = LoggerFactory.getLogger(Oddities.class);
    private static final int MOST_TOLD = 1000;

    private final String server;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicLong current = new AtomicLong();
    private volatile long count;
    private volatile @Nullable String latest;

    Oddities(String server) {
        this.server = server;
    }

    /** A poll begins. Until it ends nothing is known to be better than it was. */
    void begin() {
        current.set(0);
    }

    /** A poll has seen all that it wanted to see. */
    void end() {
        count = current.get();
    }

    void add(String directory, String what) {
        String sentence = "In \"" + directory + "\" of " + server + " " + what
                + "; it is not touched, and stays there. Rename it on the server.";
        latest = sentence;
        count = Math.max(count, current.incrementAndGet());
        // The number of its line changes as files come and go.
        String name = directory + what.substring(what.indexOf('"') < 0 ? 0 : what.indexOf('"'));
        if (told.size() < MOST_TOLD && told.add(name)) {
            LOG.warn("{}", sentence);
        }
    }

    /** How many the latest poll has seen. */
    long count() {
        return count;
    }

    /** What health checks show; null while there are none. */
    @Nullable
    Throwable failure() {
        return count() == 0 ? null : new GenericFileOperationFailedException(latest);
    }
}
