package dev.drover.backup;

import java.util.List;

/**
 * How an archive on the server compares with what was put there.
 *
 * @param archive its name
 * @param bytes read
 * @param files that were compared with the manifest
 * @param problems what differs; nothing when it is good
 */
public record VerifyResult(String archive, long bytes, long files, List<String> problems) {
    public VerifyResult {
        problems = List.copyOf(problems);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }
}
