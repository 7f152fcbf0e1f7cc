package dev.drover.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A backup that was made.
 *
 * @param archive its name on the server
 * @param bytes of the archive
 * @param sha256 of the archive
 * @param manifest what is in it
 * @param problems files that could not be read, or changed while they were; also that the archive could not be read back
 * @param check how the archive compares with what was put in it; empty when it was not read back
 * @param pruned archives that the retention let go
 * @param notPruned why archives that were to go are still there
 * @param duration of the whole run
 */
public record BackupResult(
        String archive,
        long bytes,
        String sha256,
        Manifest manifest,
        List<String> problems,
        Optional<VerifyResult> check,
        List<String> pruned,
        List<String> notPruned,
        Duration duration) {
    public BackupResult {
        problems = List.copyOf(problems);
        pruned = List.copyOf(pruned);
        notPruned = List.copyOf(notPruned);
    }

    /** Whether everything that was to be saved is in it, as it was. */
    public boolean isComplete() {
        return problems.isEmpty();
    }

    /** Whether the archive can be used: false only when it was read back and was not what was put there. */
    public boolean isUsable() {
        return check.map(VerifyResult::isGood).orElse(true);
    }

    /** Whether all went as it should, the old archives included. */
    public boolean isGood() {
        return isComplete() && isUsable() && notPruned.isEmpty();
    }
}
