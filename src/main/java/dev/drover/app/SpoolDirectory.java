package dev.drover.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where files lie between a server and where they go. What is there at the start is of a process that was killed. */
final class SpoolDirectory {
    private SpoolDirectory() {}

    /** Empties it, and makes it when it is not there. */
    static void clear(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Path left : FileTree.bottomUp(directory)) {
            // The directory itself stays: it may be a mount.
            if (!left.equals(directory)) {
                Files.delete(left);
            }
        }
    }
}
