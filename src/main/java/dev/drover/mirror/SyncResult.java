package dev.drover.mirror;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a run ended. Paths are below the roots of the trees, with slashes.
 *
 * @param uploaded files that went to a server
 * @param downloaded files that came to this machine
 * @param deleted files and directories that are gone now
 * @param renamed files and directories whose names have other upper and lower case now
 * @param skipped files that were equal already
 * @param failed steps that did not work, and directories that could not be read
 * @param refused things that cannot be mirrored: odd names, links, devices, obstacles
 * @param conflicts files that changed on both sides, left alone
 * @param bytes that moved
 * @param deletesWithheld deletions not done because not everything could be read or copied
 * @param dryRun whether nothing was done at all
 * @param duration of the whole run
 * @param plan what was to be done
 */
public record SyncResult(
        List<String> uploaded,
        List<String> downloaded,
        List<String> deleted,
        List<String> renamed,
        long skipped,
        List<Problem> failed,
        List<Problem> refused,
        List<Problem> conflicts,
        long bytes,
        long deletesWithheld,
        boolean dryRun,
        Duration duration,
        MirrorPlan plan) {
    public SyncResult {
        uploaded = List.copyOf(uploaded);
        downloaded = List.copyOf(downloaded);
        deleted = List.copyOf(deleted);
        renamed = List.copyOf(renamed);
        failed = List.copyOf(failed);
        refused = List.copyOf(refused);
        conflicts = List.copyOf(conflicts);
    }

    /** Whether everything that takes part is equal now, as far as this run can know. */
    public boolean isComplete() {
        return failed.isEmpty() && conflicts.isEmpty() && !dryRun;
    }

    /** Whether this run changed a file or directory anywhere. */
    public boolean isUnchanged() {
        return uploaded.isEmpty() && downloaded.isEmpty() && deleted.isEmpty() && renamed.isEmpty();
    }

    /** One line: what happened, and how much is as it was. */
    @Override
    public String toString() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("uploaded", (long) uploaded.size());
        counts.put("downloaded", (long) downloaded.size());
        counts.put("deleted", (long) deleted.size());
        counts.put("renamed", (long) renamed.size());
        counts.put("failed", (long) failed.size());
        counts.put("left alone", (long) refused.size());
        counts.put("in conflict", (long) conflicts.size());
        counts.put("not deleted because of that", deletesWithheld);
        counts.values().removeIf(count -> count == 0);
        counts.put("unchanged", skipped);
        String happened = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        String compared = happened + plan.comparedText();
        return bytes == 0 ? compared : compared + ", " + bytes + " bytes moved";
    }
}
