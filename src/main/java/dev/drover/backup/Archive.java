package dev.drover.backup;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * An archive on the server.
 *
 * @param name of the file; for an archive in parts, what their names begin with
 * @param time when it was made, by its name
 * @param size in bytes, where the server tells
 * @param complete whether digest and manifest lie beside it, all its parts are there, it has the size it was made with, and
 *     no mark beside it says that something is missing or wrong in it
 * @param files that it is in: itself, or its parts in order
 */
public record Archive(String name, Instant time, OptionalLong size, boolean complete, List<String> files) {
    /** The digest beside an archive ends with this; {@code sha256sum -c} reads it. */
    static final String DIGEST = ".sha256";

    static final String MANIFEST = ".manifest";

    /** What is missing or wrong, beside an archive that does not count as good. */
    static final String INCOMPLETE = ".incomplete";

    /** Behind the ending of the format, when it is encrypted: binary, or in armor. */
    static final List<String> ENCRYPTED = List.of(".pgp", ".asc");

    /** All that may lie beside an archive. */
    static final List<String> BESIDE = List.of(DIGEST, MANIFEST, INCOMPLETE);

    public Archive {
        files = List.copyOf(files);
    }

    /** Whether an archive of this name is encrypted. */
    public static boolean isEncrypted(String name) {
        return ENCRYPTED.stream().anyMatch(name::endsWith);
    }

    /** Whether an archive of this name is of a format, encrypted or not. */
    public static boolean isOf(ArchiveFormat format, String name) {
        // What others pack is often called that; no backup of ours is.
        boolean isTheirs = format == ArchiveFormat.TAR_GZ && name.endsWith(".tgz");
        return isTheirs
                || name.endsWith(format.extension())
                || ENCRYPTED.stream().anyMatch(ending -> name.endsWith(format.extension() + ending));
    }
}
