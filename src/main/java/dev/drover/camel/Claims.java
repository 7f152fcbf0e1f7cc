package dev.drover.camel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of claimed files, {@code .name.process-time.camelExclusiveReadLock}, and which of those claims still hold. A
 * claim of this process holds until it is ended; one of another process until that is provably gone, or, where nothing is
 * known of it, as on another machine, for a day. Thread-safe.
 */
final class Claims {
    /** The end of the name of a claimed file. Polls pass over such names. */
    static final String SUFFIX = ".camelExclusiveReadLock";

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int HEX = 16;
    private static final Pattern NAME =
            Pattern.compile("(.+)\\.([0-9a-f]{16})-([0-9a-f]{1,15})" + Pattern.quote(SUFFIX), Pattern.DOTALL);

    private static final String MARK = "drover-process-";
    private static final String MARK_END = ".lock";

    // Of the whole process: its id is one, and its components may look at the same directory.
    private static final Set<String> LIVE = ConcurrentHashMap.newKeySet();
    private static final AtomicLong LATEST = new AtomicLong();
    private static final Claims HERE = new Claims(Path.of(System.getProperty("java.io.tmpdir")), Clock.systemUTC());

    private final Path marks;
    private final Clock clock;
    private final Lock lock = new ReentrantLock();
    private @Nullable FileChannel held;

    /** @param marks directory where processes of this machine show that they live */
    Claims(Path marks, Clock clock) {
        this.marks = marks;
        this.clock = clock;
    }

    static Claims ofThisMachine() {
        return HERE;
    }

    static boolean isClaim(String name) {
        return name.endsWith(SUFFIX);
    }

    /**
     * A new claim, which holds until it is ended.
     *
     * @param hidden whether the server lists names that begin with a dot, so that the claim may have such a name and pass
     *     unseen by others. A file that nobody can list would be lost when this process dies.
     */
    String begin(String path, boolean hidden) {
        mark();
        long time = LATEST.updateAndGet(latest -> Math.max(latest + 1, clock.millis()));
        String id = ProcessMark.ID + "-" + Long.toHexString(time);
        LIVE.add(id);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String directory = path.substring(0, path.length() - name.length());
        // The name before is told from the claim alone, so one that has a dot already gets another.
        String dot = hidden || name.startsWith(".") ? "." : "";
        return directory + dot + name + "." + id + SUFFIX;
    }

    /** The file was given back, deleted or moved, or nobody works on it any more. */
    void end(String claimed) {
        Matcher parts = NAME.matcher(claimed);
        if (parts.matches()) {
            LIVE.remove(parts.group(2) + "-" + parts.group(3));
        }
    }

    /** The path that a claimed file had before. */
    static String original(String claimed) {
        Matcher parts = NAME.matcher(claimed);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + claimed + "\" is no claim");
        }
        String path = parts.group(1);
        int name = path.lastIndexOf('/') + 1;
        return path.startsWith(".", name) ? path.substring(0, name) + path.substring(name + 1) : path;
    }

    /** Whether nobody works on the file any more, so that it may be given back. */
    boolean isOrphan(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return false;
        }
        String process = parts.group(2);
        if (process.equals(ProcessMark.ID)) {
            return !LIVE.contains(process + "-" + parts.group(3));
        }
        Instant claimed = Instant.ofEpochMilli(Long.parseLong(parts.group(3), HEX));
        return claimed.isBefore(clock.instant().minus(LONGEST)) || ProcessMark.isGone(process, mark(process));
    }

    private Path mark(String process) {
        return marks.resolve(MARK + process + MARK_END);
    }

    /** Shows that this process lives, and when it made its latest claim. */
    private void mark() {
        Path mine = mark(ProcessMark.ID);
        lock.lock();
        try {
            if (held == null) {
                held = ProcessMark.hold(mine);
                sweep();
            }
            Files.setLastModifiedTime(mine, FileTime.from(clock.instant()));
        } catch (IOException e) {
            LOG.debug(
                    "{} could not be written: if this process dies, what it has claimed is given back after {} hours: {}",
                    mine,
                    LONGEST.toHours(),
                    e.toString());
        } finally {
            lock.unlock();
        }
    }

    /** A mark whose process is gone is of no use when all its claims are older than the longest. */
    private void sweep() throws IOException {
        Instant before = clock.instant().minus(LONGEST);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(marks, MARK + "*" + MARK_END)) {
            for (Path mark : old) {
                String name = mark.getFileName().toString();
                String process = name.substring(MARK.length(), name.length() - MARK_END.length());
                if (Files.getLastModifiedTime(mark).toInstant().isBefore(before) && ProcessMark.isGone(process, mark)) {
                    Files.deleteIfExists(mark);
                }
            }
        }
    }
}
