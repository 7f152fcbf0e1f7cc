package dev.drover.transfer;

import java.nio.file.Path;

/**
 * A file below a directory of this machine. Neither the path nor a symbolic link on the way leads out of that directory:
 * that is checked each time it is used.
 *
 * @param place what people call the directory, in messages
 * @param root the directory; must exist when it is used
 * @param path below it
 * @param sync whether a file that arrives is forced to the disk, and its name too, before it counts as arrived
 */
public record LocalLocation(String place, Path root, RelativePath path, boolean sync) implements Location {
    @Override
    public String name() {
        return path.name();
    }

    @Override
    public LocalLocation withName(String name) throws PathRefusedException {
        return new LocalLocation(place, root, path.withName(name), sync);
    }

    public LocalLocation withSync(boolean value) {
        return new LocalLocation(place, root, path, value);
    }

    @Override
    public String toString() {
        return Location.text(place, path.toString());
    }
}
