package dev.drover.request;

import dev.drover.transfer.FoundFile;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** By what a file is known again: as much of this as its place told. */
record Seen(OptionalLong size, Optional<Instant> modified) {
    static Seen of(FoundFile file) {
        return new Seen(file.size(), file.modified());
    }

    /** Whether a file may be the one that was seen. One of which nothing was told never is. */
    boolean maybe(Seen now) {
        boolean sameSize = size.isEmpty() || now.size.isEmpty() || size.equals(now.size);
        boolean sameTime = modified.isEmpty() || now.modified.isEmpty() || modified.equals(now.modified);
        return sameSize && sameTime && (size.isPresent() || modified.isPresent());
    }
}
