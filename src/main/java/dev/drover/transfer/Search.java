package dev.drover.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is looked for below a directory, and what has been found of it. One thread. */
final class Search {
    private final Location directory;
    private final boolean recursive;
    private final Predicate<FoundFile> wanted;
    private final int limit;
    private final List<FoundFile> found = new ArrayList<>();

    Search(Location directory, boolean recursive, Predicate<FoundFile> wanted, int limit) {
        this.directory = directory;
        this.recursive = recursive;
        this.wanted = wanted;
        this.limit = limit;
    }

    void finds(FoundFile file) throws TransferException {
        if (!wanted.test(file)) {
            return;
        }
        if (found.size() == limit) {
            throw new TransferException(
                    ErrorClass.INVALID, "More than " + limit + " files below " + directory + " are asked for");
        }
        found.add(file);
    }

    /** Whether to go into a directory of this depth. */
    boolean enters(RelativePath below) throws TransferException {
        if (below.segments().size() > Housekeeping.DEEPEST) {
            throw new TransferException(
                    ErrorClass.INVALID,
                    directory + " nests directories deeper than " + Housekeeping.DEEPEST + ", as a loop of links does");
        }
        return recursive;
    }

    List<FoundFile> found() {
        return List.copyOf(found);
    }
}
