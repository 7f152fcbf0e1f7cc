package dev.drover.transfer;

import java.util.ArrayList;
import java.util.List;

/** What is looked for below a directory, and what has been found of it. One thread. */
final class Search {
    private final Location directory;
    private final Sought sought;
    private final List<FoundFile> found = new ArrayList<>();
    private int seen;

    Search(Location directory, Sought sought) {
        this.directory = directory;
        this.sought = sought;
    }

    Cancellation cancellation() {
        return sought.cancellation();
    }

    void finds(FoundFile file) throws TransferException {
        sought.cancellation().check();
        if (++seen > sought.mostSeen()) {
            throw new TransferException(
                    ErrorClass.INVALID,
                    directory + " holds more than " + sought.mostSeen()
                            + " files and directories, too many to look at");
        }
        if (!sought.files().test(file)) {
            return;
        }
        if (found.size() == sought.most()) {
            throw new TransferException(
                    ErrorClass.INVALID, "More than " + sought.most() + " files below " + directory + " are asked for");
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
        return sought.directories().test(below);
    }

    List<FoundFile> found() {
        return List.copyOf(found);
    }
}
