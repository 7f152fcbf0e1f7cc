package dev.drover.transfer;

/** What happens when there is a file under the final name already. */
public enum IfExists {
    /** The transfer fails, nothing is touched. */
    FAIL,
    /** The new file takes its place, in one step where the place can do that. */
    OVERWRITE,
    /** Nothing is done, and that is success. */
    SKIP,
    /** The new file gets a number: {@code report-1.csv}. */
    RENAME
}
