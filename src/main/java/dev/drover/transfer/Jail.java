package dev.drover.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Keeps paths inside a directory of this machine, symbolic links looked through. */
final class Jail {
    private Jail() {}

    /**
     * Where a location is on the disk.
     *
     * @throws PathRefusedException when a link on the way leads out of the root
     */
    static Path resolve(LocalLocation location) throws IOException {
        Path path = resolveDirectory(location);
        if (location.path().isRoot()) {
            throw refused(location);
        }
        return path;
    }

    /** The same for a directory, which may be the root itself. */
    static Path resolveDirectory(LocalLocation location) throws IOException {
        Path root = realRoot(location);
        Path path = join(root, location);
        if (!path.normalize().startsWith(root)) {
            throw refused(location);
        }
        Path nearest = root;
        for (String segment : location.path().segments()) {
            Path next = nearest.resolve(segment);
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                break;
            }
            nearest = next;
        }
        if (!leadsInto(root, nearest)) {
            throw refused(location);
        }
        return path;
    }

    private static Path realRoot(LocalLocation location) throws IOException {
        try {
            return location.root().toRealPath();
        } catch (NoSuchFileException e) {
            throw new TransferException(
                    ErrorClass.LOCAL,
                    "The directory " + location.root() + " of \"" + location.place() + "\" does not exist",
                    e,
                    1);
        }
    }

    private static Path join(Path root, LocalLocation location) throws PathRefusedException {
        try {
            Path path = root;
            for (String segment : location.path().segments()) {
                path = path.resolve(segment);
            }
            return path;
        } catch (InvalidPathException e) {
            throw new PathRefusedException("The name \"" + location.path() + "\" cannot be written on this system: "
                    + e.getReason() + "; run with a UTF-8 locale, such as LC_ALL=C.UTF-8");
        }
    }

    private static boolean leadsInto(Path root, Path existing) throws IOException {
        try {
            return existing.toRealPath().startsWith(root);
        } catch (NoSuchFileException danglingLink) {
            return false;
        }
    }

    private static PathRefusedException refused(LocalLocation location) {
        return new PathRefusedException(
                "The path \"" + location.path() + "\" leads out of \"" + location.place() + "\", so it is refused");
    }
}
