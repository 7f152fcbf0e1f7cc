package dev.drover.transfer;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands in a directory.
 *
 * @param path below the directory that was listed
 * @param isDirectory or a file; links and special files are never found
 * @param size in bytes, where the place tells
 * @param modified as exact as the place tells it
 */
public record FoundFile(RelativePath path, boolean isDirectory, OptionalLong size, Optional<Instant> modified) {
    /** Whether its name is one that the engine gives to partial files. */
    public boolean isPartial() {
        return isPartial(path.name());
    }

    /** Whether a name is one that the engine gives to partial files. */
    public static boolean isPartial(String name) {
        return name.startsWith(".") && name.endsWith(".part");
    }
}
