package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A directory of this machine.
 *
 * @param place what people call it, in messages
 * @param root the directory
 * @param sync whether each file that arrives is forced to the disk before it counts as arrived
 */
public record LocalTree(String place, Path root, boolean sync) implements Tree {
    static LocalTree at(LocalLocation location) throws IOException {
        LocalTree whole = new LocalTree(location.place(), location.root(), location.sync());
        if (location.path().isRoot()) {
            return whole;
        }
        Path directory = whole.resolve(RemotePath.of(location.path().toString()));
        Path existing = directory;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!existing.toRealPath().startsWith(location.root().toRealPath())) {
            throw new PathRefusedException("The directory \"" + location.path() + "\" leads out of \""
                    + location.place() + "\", so it is refused");
        }
        return new LocalTree(location.toString(), directory, location.sync());
    }

    public LocalTree withSync(boolean value) {
        return new LocalTree(place, root, value);
    }

    /**
     * A file below the root.
     *
     * @throws PathRefusedException when the name could lead out of it, or cannot be written on this system
     */
    LocalLocation location(RemotePath path) throws PathRefusedException {
        return new LocalLocation(place, root, checked(path), sync);
    }

    /** The same as a path of the file system. */
    Path resolve(RemotePath path) throws PathRefusedException {
        Path file = root;
        try {
            for (String segment : checked(path).segments()) {
                file = file.resolve(segment);
            }
        } catch (InvalidPathException e) {
            throw new PathRefusedException("The name \"" + path + "\" cannot be written on this system: "
                    + e.getReason() + "; run with a UTF-8 locale, such as LC_ALL=C.UTF-8");
        }
        return file;
    }

    private static RelativePath checked(RemotePath path) throws PathRefusedException {
        return RelativePath.of(path.toString());
    }

    @Override
    public String toString() {
        return place;
    }
}
