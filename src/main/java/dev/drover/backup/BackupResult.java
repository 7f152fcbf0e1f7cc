package dev.drover.backup;

import java.time.Duration;
import java.util.List;

/**
 * A backup that was made.
 *
 * @param archive its name on the server
 * @param bytes of the archive
 * @param sha256 of the archive
 * @param manifest what is in it
 * @param problems files that could not be read, or changed while they were
 * @param pruned archives that the retention let go
 * @param duration of the whole run
 */
public record BackupResult(
        String archive,
        long bytes,
        String sha256,
        Manifest manifest,
        List<String> problems,
        List<String> pruned,
        Duration duration) {
    public BackupResult {
        problems = List.copyOf(problems);
        pruned = List.copyOf(pruned);
    }

    /** Whether everything that was to be saved is in it, as it was. */
    public boolean isComplete() {
        return problems.isEmpty();
    }
}
