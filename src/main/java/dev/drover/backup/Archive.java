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

    /** All that may lie beside an archive. */
    static final List<String> BESIDE = List.of(DIGEST, MANIFEST, INCOMPLETE);

    public Archive {
        files = List.copyOf(files);
    }
}
