package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What tells one content of a file from the next, as its place tells it.
 *
 * @param size in bytes
 * @param modified in UTC, as exactly as known
 */
public record Version(OptionalLong size, Optional<RemoteTime> modified) {
    static Version of(TreeEntry file) {
        return new Version(file.size(), file.modified());
    }
}
