package dev.drover.backup;

import dev.drover.ftp.FtpReplyException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the archives that the retention no longer wants. That one cannot be deleted is no reason to keep silent
 * about a backup that was made.
 *
 * @param pruned archives that are gone
 * @param problems why others are still there
 */
record Pruning(List<String> pruned, List<String> problems) {
    Pruning {
        pruned = List.copyOf(pruned);
        problems = List.copyOf(problems);
    }

    /** Nothing is deleted in this run. */
    static Pruning omitted(Backup backup, String reason) {
        return backup.retention().keepsAll()
                ? new Pruning(List.of(), List.of())
                : new Pruning(List.of(), List.of("No archive was let go, because " + reason));
    }

    static Pruning run(Backup backup, Instant now) {
        List<String> pruned = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (!backup.retention().keepsAll()) {
            try {
                Again.run(backup, () -> backup.target().client().call(session -> {
                    problems.clear();
                    letGo(backup, new Shelf(backup, session), now, pruned, problems);
                    return pruned;
                }));
            } catch (IOException e) {
                problems.add("Old archives in " + backup.target() + " were not let go: " + e.getMessage());
            }
        }
        return new Pruning(pruned, problems);
    }

    private static void letGo(Backup backup, Shelf shelf, Instant now, List<String> pruned, List<String> problems)
            throws IOException {
        for (Archive archive : backup.retention().obsolete(shelf.list(), now)) {
            try {
                shelf.delete(archive);
                pruned.add(archive.name());
            } catch (FtpReplyException refused) {
                if (!refused.sessionUsable()) {
                    throw refused;
                }
                problems.add("The old archive " + archive.name() + " was not let go: " + refused.getMessage());
            }
        }
    }
}
