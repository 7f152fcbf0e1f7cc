package dev.drover.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks at directories without pause, and notes the size that each file had when it was first seen under a name that is
 * not hidden: a partial file under its final name would be seen too small.
 */
final class FirstSights implements AutoCloseable {
    private static final long PAUSE = Duration.ofNanos(200_000).toNanos();

    private final List<Path> directories;
    private final Map<Path, Long> sizes = new ConcurrentHashMap<>();
    private final Thread watcher = new Thread(this::watch, "first-sights");
    private volatile boolean watching = true;

    private FirstSights(List<Path> directories) {
        this.directories = directories;
    }

    static FirstSights of(Path... directories) {
        FirstSights sights = new FirstSights(List.of(directories));
        sights.watcher.start();
        return sights;
    }

    /** The size of each file when it was first seen. */
    Map<Path, Long> sizes() {
        return Map.copyOf(sizes);
    }

    @Override
    public void close() throws InterruptedException {
        watching = false;
        watcher.join();
    }

    private void watch() {
        while (watching) {
            directories.forEach(this::look);
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void look(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !sizes.containsKey(file))
                    .forEach(this::note);
        } catch (NoSuchFileException | UncheckedIOException e) {
            // The directory is not there yet, or a file left while it was looked at: nothing was seen.
            Thread.onSpinWait();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(Path file) {
        try {
            if (Files.isRegularFile(file)) {
                sizes.put(file, Files.size(file));
            }
        } catch (NoSuchFileException e) {
            Thread.onSpinWait();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
