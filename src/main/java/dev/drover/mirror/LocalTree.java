package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A directory of this machine.
 *
 * @param place what people call it, in messages
 * @param root the directory
 * @param sync whether each file that arrives is forced to the disk before it counts as arrived
 */
public record LocalTree(String place, Path root, boolean sync) implements Tree {
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
