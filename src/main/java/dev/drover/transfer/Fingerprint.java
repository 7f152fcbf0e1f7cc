package dev.drover.transfer;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What tells one version of a file from another: while size and time of modification stay the same, so does the content.
 *
 * @param modified as exact as the place tells it, and always from the same source of truth
 */
record Fingerprint(OptionalLong size, Optional<Instant> modified) {
    /** Part of the name of a partial file: another version of the source never continues it. */
    String asText() {
        long mixed = size.orElse(-1) * 0x9E3779B97F4A7C15L
                + modified.map(Instant::toEpochMilli).orElse(-1L) * 0xC2B2AE3D27D4EB4FL;
        return String.format(Locale.ROOT, "%08x", (int) (mixed ^ (mixed >>> 32)));
    }

    /** Whether both tell enough, and the same, to continue one with the other after a restart of the program. */
    boolean isExact() {
        return size.isPresent() && modified.isPresent();
    }
}
