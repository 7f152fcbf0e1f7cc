package dev.drover.mirror;

/**
 * How many files a run may delete. A plan over the limit is refused as a whole, before anything is touched: most often its
 * source is a disk that was not mounted or the wrong directory.
 *
 * @param files at most
 * @param share of the files in the tree that is deleted from, 0 to 1; rounded up
 */
public record DeleteLimit(long files, double share) {
    /** The lesser of 100 files and 10 % of the tree. */
    public static final DeleteLimit DEFAULT = new DeleteLimit(100, 0.1);

    /** For whoever is sure. */
    public static final DeleteLimit NONE = new DeleteLimit(Long.MAX_VALUE, 1);

    public DeleteLimit {
        if (files < 0 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a delete limit is a number of files and a share from 0 to 1, not " + files + " and " + share);
        }
    }

    /** So many files, whatever part of the tree they are. */
    public static DeleteLimit files(long count) {
        return new DeleteLimit(count, 1);
    }

    /** What it comes to for a tree of so many files. */
    long of(long filesInTree) {
        return Math.min(files, (long) Math.ceil(share * filesInTree));
    }
}
