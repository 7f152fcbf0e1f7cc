package dev.drover.transfer;

import java.util.function.Predicate;

/**
 * What is looked for below a directory.
 *
 * @param files which files and directories to tell
 * @param directories which directories, below the one that is searched, to enter
 * @param most that may be found
 * @param mostSeen that may be looked at
 * @param cancellation ends it
 */
public record Sought(
        Predicate<FoundFile> files,
        Predicate<RelativePath> directories,
        int most,
        int mostSeen,
        Cancellation cancellation) {}
