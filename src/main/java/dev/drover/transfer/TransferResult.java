package dev.drover.transfer;

import java.time.Duration;
import java.util.Optional;

/**
 * How a transfer ended well.
 *
 * @param status what was done
 * @param target where the file is now: another name than asked for when {@link IfExists#RENAME} had to find one
 * @param bytes of the whole file; of the bytes that moved, for an ASCII transfer
 * @param bytesMoved in this run, all attempts together
 * @param sha256 of the file in lower-case hex; empty when no byte of a skipped file was read, or when a relay was resumed
 * @param resumedFrom where the last attempt began; 0 for a file that came in one piece
 * @param attempts how many it took
 * @param verified how it was checked in the end
 * @param source what the source was when it was read
 * @param duration from the first attempt to the final name, pauses included
 */
public record TransferResult(
        Status status,
        Location target,
        long bytes,
        long bytesMoved,
        Optional<String> sha256,
        long resumedFrom,
        int attempts,
        Verification verified,
        FoundFile source,
        Duration duration) {
    /** What was done. */
    public enum Status {
        COMPLETED,
        /** There was a file already, and it was to be left alone. */
        SKIPPED
    }
}
