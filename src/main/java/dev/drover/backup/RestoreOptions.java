package dev.drover.backup;

import dev.drover.mirror.Selection;

/**
 * How an archive is restored.
 *
 * @param overwrite whether files that are there are replaced
 * @param selection which entries come back
 * @param allLinks whether symbolic links are made that are absolute or lead out of the directory; nothing is ever written
 *     through a link
 * @param withoutManifest whether an archive is taken as it is when it has no usable digest and manifest beside it
 */
public record RestoreOptions(boolean overwrite, Selection selection, boolean allLinks, boolean withoutManifest) {
    /** Everything, and nothing that is there is touched. */
    public static final RestoreOptions SAFE = new RestoreOptions(false, Selection.ALL, false, false);

    public RestoreOptions withOverwrite(boolean value) {
        return new RestoreOptions(value, selection, allLinks, withoutManifest);
    }

    public RestoreOptions withSelection(Selection value) {
        return new RestoreOptions(overwrite, value, allLinks, withoutManifest);
    }

    public RestoreOptions withAllLinks(boolean value) {
        return new RestoreOptions(overwrite, selection, value, withoutManifest);
    }

    /** For archives that others made, or whose manifest was lost. */
    public RestoreOptions withWithoutManifest(boolean value) {
        return new RestoreOptions(overwrite, selection, allLinks, value);
    }
}
