package dev.drover.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo works: below one directory.
 *
 * @param root the data directory of the demo's deployment
 */
record DemoFolders(Path root) {
    /** Dropped here, a file goes to the server. */
    Path outbox() {
        return root.resolve("outbox");
    }

    /** What came from the server. */
    Path inbox() {
        return root.resolve("inbox");
    }

    /** What was announced on the queue. */
    Path spool(String directory) {
        return root.resolve("spool").resolve(directory);
    }

    /** What requests send and fetch. */
    Path store(String directory) {
        return root.resolve("store").resolve(directory);
    }

    /** The home of the user on the FTP server. */
    Path server() {
        return root.resolve("server");
    }

    Path server(String directory) {
        return server().resolve(directory);
    }

    void create() throws IOException {
        for (Path directory : List.of(
                outbox(),
                store("letters"),
                store("site"),
                server("incoming"),
                server("outgoing"),
                server("reports"),
                server("archive"),
                server("exchange"))) {
            Files.createDirectories(directory);
        }
    }

    /** Removes what the broker, the journal and the log wrote, and bodies that nobody has come to forget yet. */
    void removeFiles() throws IOException {
        for (String own : List.of("broker", "journal", "log", "fetching")) {
            for (Path file : FileTree.bottomUp(root.resolve(own))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Removes the archives and reports that jobs made on the server. */
    void removeProducts() throws IOException {
        for (Path file : FileTree.bottomUp(server())) {
            if (server().relativize(file).toString().matches("(backups/site-|daily/report-)[^/]*")) {
                Files.delete(file);
            }
        }
    }

    /** Removes every directory that is empty. */
    void removeEmpty() throws IOException {
        for (Path path : FileTree.bottomUp(root)) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                removeIfEmpty(path);
            }
        }
        removeIfEmpty(root.resolve("..").normalize());
    }

    private static void removeIfEmpty(Path path) throws IOException {
        boolean empty;
        try (Stream<Path> entries = Files.list(path)) {
            empty = entries.findAny().isEmpty();
        }
        if (empty) {
            Files.delete(path);
        }
    }
}
