package dev.drover.mirror;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs of the same mirror apart, in this process and, by a locked file, among the processes of one user on this
 * machine. The system takes the lock back from a process that dies. The file lies beside the state of a two-way mirror, else
 * in the directory for temporary files; where it cannot be made, this process alone is watched.
 */
final class RunLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();

    private final String key;
    private @Nullable FileChannel channel;

    private RunLock(String key) {
        this.key = key;
    }

    /**
     * @throws MirrorBusyException when such a run is at work
     */
    static RunLock of(Mirror mirror) throws MirrorBusyException {
        String key = mirror.state()
                .map(state -> state.toAbsolutePath().normalize().toString())
                .orElseGet(() -> where(mirror.left()) + " -> " + where(mirror.right()));
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

    private boolean take(Mirror mirror) {
        try {
            FileChannel open = FileChannel.open(
                    file(mirror),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    mine("rw-------"));
            channel = open;
            FileLock held = open.tryLock();
            return held != null;
        } catch (OverlappingFileLockException somebodyInThisProcess) {
            return false;
        } catch (IOException e) {
            LOG.info("Other processes are not kept from the mirror {} while it runs: {}", mirror, e.toString());
            return true;
        }
    }

    private Path file(Mirror mirror) throws IOException {
        if (mirror.state().isPresent()) {
            Path state = mirror.state().get().toAbsolutePath();
            Path parent = state.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return state.resolveSibling(state.getFileName() + ".lock");
        }
        Path directory = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("drover-" + System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_"));
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, mine("rwx------"));
        }
        return directory.resolve("mirror-" + digest(key) + ".lock");
    }

    private static FileAttribute<?>[] mine(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String where(Tree tree) {
        return tree instanceof RemoteTree remote
                ? remote.client() + "/" + remote.root()
                : ((LocalTree) tree).root().toAbsolutePath().normalize().toString();
    }

    private static String digest(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() {
        FileChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("The lock of a mirror was not closed", e);
            }
        }
        RUNNING.remove(key);
    }
}
