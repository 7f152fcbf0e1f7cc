package dev.drover.backup;

import java.util.List;

/**
 * What came back.
 *
 * @param archive where from
 * @param restored paths below the directory
 * @param existing files that were there already and were left alone
 * @param isCompared whether each file was compared with the manifest of the archive before it got its name; else that the
 *     archive could be read to its end is all that is known
 * @param problems entries that are damaged, would have led out of the directory, or were not taken by this machine
 */
public record RestoreResult(
        String archive, List<String> restored, List<String> existing, boolean isCompared, List<String> problems) {
    public RestoreResult {
        restored = List.copyOf(restored);
        existing = List.copyOf(existing);
        problems = List.copyOf(problems);
    }

    public boolean isComplete() {
        return existing.isEmpty() && problems.isEmpty();
    }
}
