package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.util.List;

/**
 * A tree as it was found.
 *
 * @param tree which
 * @param root with all below it
 * @param exists whether the root is there at all; a missing one is an empty tree
 * @param unread directories that could not be read: what is in them is not known, so nothing may be deleted
 * @param refused things with a name or of a kind that cannot be mirrored
 * @param leftovers partial files of interrupted runs
 * @param skippedLinks symbolic links that were passed over, as {@link Links#SKIP} says
 */
record TreeScan(
        Tree tree,
        TreeEntry root,
        boolean exists,
        List<Problem> unread,
        List<Problem> refused,
        List<RemotePath> leftovers,
        List<Problem> skippedLinks) {
    TreeScan {
        unread = List.copyOf(unread);
        refused = List.copyOf(refused);
        leftovers = List.copyOf(leftovers);
        skippedLinks = List.copyOf(skippedLinks);
    }
}
