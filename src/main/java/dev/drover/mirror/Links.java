package dev.drover.mirror;

/** What is done with symbolic links. Whatever stands in the target under the name of a link is left alone. */
public enum Links {
    /** Passed over. */
    SKIP,
    /** Passed over, and named in the result. */
    REPORT,
    /**
     * Taken for what they point at, as long as that lies in the same tree and not above the link itself; others are named
     * in the result.
     */
    FOLLOW
}
