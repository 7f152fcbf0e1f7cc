package dev.drover.backup;

import java.util.ArrayList;
import java.util.List;

/** Says which entries of a manifest were not met in an archive. There may be a million, and a line for each helps nobody. */
final class Absent {
    private static final int TOLD = 10;

    private Absent() {}

    /**
     * @param paths in the order of the archive
     * @param of so many that were looked for
     * @param isCutOff whether the archive could not be read to its end, so that they may be there
     */
    static List<String> problems(List<String> paths, long of, boolean isCutOff) {
        if (isCutOff && !paths.isEmpty()) {
            return List.of(paths.size() + " of " + of + " entries could not be read: " + paths.get(0)
                    + " and what is behind it");
        }
        List<String> problems = new ArrayList<>();
        paths.stream().limit(TOLD).forEach(path -> problems.add(path + " is missing in it"));
        if (paths.size() > TOLD) {
            problems.add((paths.size() - TOLD) + " more of " + of + " entries are missing in it");
        }
        return problems;
    }
}
