package dev.drover.backup;

import java.util.List;

/**
 * How an archive on the server compares with what was put there.
 *
 * @param archive its name
 * @param bytes read
 * @param files that were compared with the manifest, or read to their ends in an encrypted archive
 * @param isOpened whether the content was looked into; not in an encrypted archive without a decryption, of which only what
 *     is stored was compared with its digest
 * @param problems what differs; nothing when it is good
 */
public record VerifyResult(String archive, long bytes, long files, boolean isOpened, List<String> problems) {
    public VerifyResult {
        problems = List.copyOf(problems);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }
}
