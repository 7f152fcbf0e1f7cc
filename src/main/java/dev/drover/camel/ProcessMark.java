package dev.drover.camel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * This process among all that ever ran here. Its id stands in the names of what it would leave behind; files that it has
 * locked show others on this machine that it lives, and end to do so with it, however it ends. Thread-safe.
 */
final class ProcessMark {
    /** Of this process, and of nobody else ever. */
    static final String ID = TemporaryNames.random();

    // All class loaders see it. On POSIX systems whoever opens a file and closes it again ends all locks that its
    // process
    // has on that file, so a process must not even look at its own.
    private static final String PROPERTY = "dev.drover.processes";

    static {
        System.getProperties().merge(PROPERTY, ID, (others, mine) -> others + "," + mine);
    }

    private ProcessMark() {}

    /** Marks this process as alive by a file, until it ends or the mark is closed. */
    static FileChannel hold(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return channel;
    }

    /** Whether the mark that a process has set is there, and that process provably gone. */
    static boolean isGone(String process, Path mark) {
        if (isHere(process) || !Files.exists(mark)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            // A mark that may not be looked at proves nothing.
            return false;
        }
    }

    private static boolean isHere(String process) {
        return Arrays.asList(System.getProperty(PROPERTY, "").split(",", -1)).contains(process);
    }
}
