package dev.drover.backup;

import dev.drover.mirror.Selection;

/**
 * How an archive is restored.
 *
 * @param overwrite whether files that are there are replaced
 * @param selection which entries come back
 */
public record RestoreOptions(boolean overwrite, Selection selection) {
    /** Everything, and nothing that is there is touched. */
    public static final RestoreOptions SAFE = new RestoreOptions(false, Selection.ALL);

    public RestoreOptions withOverwrite(boolean value) {
        return new RestoreOptions(value, selection);
    }

    public RestoreOptions withSelection(Selection value) {
        return new RestoreOptions(overwrite, value);
    }
}
