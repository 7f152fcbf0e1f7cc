package dev.drover.mirror;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs of the same mirror apart, in this process and, by a lock of the system, among the processes of one user on
 * this machine; the system takes it back from a process that dies. One file in the user's cache serves all mirrors: each
 * locks a byte of its own, far beyond the end. Where there can be no such file, this process alone is watched.
 */
final class RunLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();

    // Open for as long as this process lives: on POSIX, closing any channel of a file gives up every lock on it.
    private static @Nullable FileChannel shared;

    private final String key;
    private @Nullable FileLock held;

    private RunLock(String key) {
        this.key = key;
    }

    /**
     * @throws MirrorBusyException when such a run is at work
     */
    static RunLock of(Mirror mirror) throws MirrorBusyException {
        String key = key(mirror);
        if (!RUNNING.add(key)) {
            throw new MirrorBusyException(mirror);
        }
        RunLock lock = new RunLock(key);
        if (!lock.take(mirror)) {
            lock.close();
            throw new MirrorBusyException(mirror);
        }
        return lock;
    }

    static Path file() {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return cache.resolve("drover").resolve("mirrors.lock");
    }

    private boolean take(Mirror mirror) {
        try {
            held = channel().tryLock(position(key), 1, false);
            return held != null;
        } catch (OverlappingFileLockException somebodyInThisProcess) {
            return false;
        } catch (IOException e) {
            LOG.info("Other processes are not kept from the mirror {} while it runs: {}", mirror, e.toString());
            return true;
        }
    }

    private static synchronized FileChannel channel() throws IOException {
        FileChannel open = shared;
        if (open == null || !open.isOpen()) {
            Path file = file();
            Files.createDirectories(file.resolveSibling("."));
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            shared = open;
        }
        return open;
    }

    /** What makes two runs runs of the same mirror. */
    static String key(Mirror mirror) {
        return mirror.state()
                .map(state -> state.toAbsolutePath().normalize().toString())
                .orElseGet(() -> where(mirror.left()) + " -> " + where(mirror.right()));
    }

    private static String where(Tree tree) {
        return tree instanceof RemoteTree remote
                ? remote.client() + "/" + remote.root()
                : ((LocalTree) tree).root().toAbsolutePath().normalize().toString();
    }

    /** The byte of the file that a run of a mirror locks. */
    static long position(Mirror mirror) {
        return position(key(mirror));
    }

    private static long position(String key) {
        return ByteBuffer.wrap(digest(key)).getLong() >>> 2;
    }

    /** Few enough bytes to stand for a mirror. */
    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() {
        FileLock lock = held;
        if (lock != null) {
            try {
                lock.release();
            } catch (IOException e) {
                LOG.info("The lock of the mirror {} was not given back: {}", key, e.toString());
            }
        }
        RUNNING.remove(key);
    }
}
