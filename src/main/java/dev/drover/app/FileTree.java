package dev.drover.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What lies below a directory. */
final class FileTree {
    private FileTree() {}

    /** All of it, the directory last, so that each can be deleted when its turn comes; nothing when it is not there. */
    static List<Path> bottomUp(Path top) throws IOException {
        if (!Files.exists(top)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(top)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
