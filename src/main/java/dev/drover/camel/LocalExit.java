package dev.drover.camel;

import dev.drover.transfer.LocalRename;
import java.io.File;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where files of a directory of this machine go. */
final class LocalExit implements Exit<File> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalExit.class);

    private final Path root;

    LocalExit(Path root) {
        this.root = root;
    }

    @Override
    public void require(GenericFile<File> to) {
        Path path = path(to);
        try {
            if (!isBelow(path)) {
                throw new IllegalArgumentException("The file would leave to " + path + ", which is not below " + root
                        + ", the root of the endpoint; it stays where it is. Correct where the route moves its files"
                        + " to.");
            }
        } catch (IOException e) {
            throw new GenericFileOperationFailedException("Cannot look at " + path + ": " + e, e);
        }
    }

    @Override
    public GenericFile<File> take(
            GenericFileOperations<File> operations, GenericFile<File> from, GenericFile<File> to) {
        require(to);
        Path source = path(from);
        Path wanted = path(to);
        if (source.equals(wanted)) {
            return to;
        }
        try {
            Path directory = wanted.resolve("..").normalize();
            // A link to a directory will do, which createDirectories refuses.
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            for (String name : FreeNames.of(wanted.toString(), File.separatorChar, LocalDateTime.now())) {
                if (unlessTaken(source, Path.of(name))) {
                    if (!name.equals(wanted.toString())) {
                        LOG.info("{} is kept as {}: another file was {} already.", source, name, wanted);
                        Exit.rename(to, name, File.separatorChar);
                    }
                    return to;
                }
            }
        } catch (IOException e) {
            throw new GenericFileOperationFailedException(
                    "Cannot rename file: " + source + " to: " + wanted + ": " + e, e);
        }
        throw new GenericFileOperationFailedException(
                "Cannot rename file: " + source + " to: " + wanted + ", nor to names beside it: all are taken");
    }

    private static boolean unlessTaken(Path from, Path to) throws IOException {
        try {
            return LocalRename.unlessTaken(from, to);
        } catch (AtomicMoveNotSupportedException anotherFileSystem) {
            return copiedUnlessTaken(from, to);
        }
    }

    private static boolean copiedUnlessTaken(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    /** Links are followed as far as the path is there. */
    private boolean isBelow(Path path) throws IOException {
        Path base = root.toAbsolutePath().normalize();
        if (!path.startsWith(base) || path.equals(base)) {
            return false;
        }
        Path existing = path.getParent();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        // A root that is not there yet has no links.
        return existing == null
                || !existing.startsWith(base)
                || existing.toRealPath().startsWith(base.toRealPath());
    }

    private static Path path(GenericFile<File> file) {
        return Path.of(file.getAbsoluteFilePath()).toAbsolutePath().normalize();
    }
}
