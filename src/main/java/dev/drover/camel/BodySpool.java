package dev.drover.camel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the large bodies of one component lie: in each directory that is configured one of its own, which nobody else may
 * read. It is deleted when the component ends; that of a process that was killed, by the next one. Thread-safe.
 */
final class BodySpool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BodySpool.class);
    private static final String BEGIN = "drover-";
    private static final String MARK = "process-";
    private static final String MARK_END = ".lock";

    private final Lock lock = new ReentrantLock();
    private final Map<Path, Own> ownByBase = new HashMap<>();

    /** A directory, and what marks it as used. */
    private record Own(Path path, @Nullable FileChannel mark) {}

    /** A new file, empty, for one body. */
    Path newFile(@Nullable String directory) throws IOException {
        // Nobody else may read it here. But a route may give the file itself a name elsewhere, and there it must be
        // as any other file: so it is the directory that is closed, not the file.
        return Files.createFile(own(base(directory)).resolve("body-" + TemporaryNames.random()));
    }

    private static Path base(@Nullable String directory) {
        return Path.of(directory == null ? System.getProperty("java.io.tmpdir") : directory);
    }

    private Path own(Path base) throws IOException {
        lock.lock();
        try {
            Own own = ownByBase.get(base);
            // Those who tidy up temporary directories may not know that this one is in use.
            if (own == null || !Files.isDirectory(own.path())) {
                Path path = Files.createTempDirectory(Files.createDirectories(base), BEGIN);
                own = new Own(path, mark(path));
                ownByBase.put(base, own);
            }
            return own.path();
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable FileChannel mark(Path own) {
        try {
            return ProcessMark.hold(own.resolve(MARK + ProcessMark.ID + MARK_END));
        } catch (IOException e) {
            LOG.debug("{} would stay behind if this process were killed: {}", own, e.toString());
            return null;
        }
    }

    /** Deletes what processes left in the directory that were killed. */
    static void sweep(@Nullable String directory) {
        Path base = base(directory);
        if (!Files.isDirectory(base)) {
            return;
        }
        try (DirectoryStream<Path> spools = Files.newDirectoryStream(base, BEGIN + "*")) {
            for (Path spool : spools) {
                if (Files.isDirectory(spool) && isLeftBehind(spool)) {
                    LOG.info("Deleting {}, which a process left behind that is gone.", spool);
                    delete(spool);
                }
            }
        } catch (IOException e) {
            LOG.debug("What others left in {} was not looked for: {}", base, e.toString());
        }
    }

    private static boolean isLeftBehind(Path spool) throws IOException {
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(spool, MARK + "*" + MARK_END)) {
            for (Path mark : marks) {
                String name = String.valueOf(mark.getFileName());
                String process = name.substring(MARK.length(), name.length() - MARK_END.length());
                if (ProcessMark.isGone(process, mark)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The mark goes last, so that what is left of it when this is broken off is found again. */
    private static void delete(Path spool) throws IOException {
        try (DirectoryStream<Path> bodies = Files.newDirectoryStream(spool, path -> !isMark(path))) {
            for (Path body : bodies) {
                Files.deleteIfExists(body);
            }
        }
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(spool)) {
            for (Path mark : marks) {
                Files.deleteIfExists(mark);
            }
        }
        Files.deleteIfExists(spool);
    }

    private static boolean isMark(Path path) {
        return String.valueOf(path.getFileName()).startsWith(MARK);
    }

    /** Deletes all bodies. */
    @Override
    public void close() {
        lock.lock();
        try {
            ownByBase.values().forEach(BodySpool::end);
            ownByBase.clear();
        } finally {
            lock.unlock();
        }
    }

    private static void end(Own own) {
        try {
            if (own.mark() != null) {
                own.mark().close();
            }
            delete(own.path());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted; the next start deletes it: {}", own.path(), e.toString());
        }
    }
}
