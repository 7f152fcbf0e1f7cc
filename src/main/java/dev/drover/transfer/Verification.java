package dev.drover.transfer;

/** How a file is checked before it gets its final name. The byte count is always checked where the size is known. */
public enum Verification {
    /** Only what the protocol itself tells. */
    NONE,
    /** The size that the target place reports. */
    SIZE,
    /**
     * Also a digest of what arrived. A server that can calculate one is asked; else the file is read back. A source
     * server that can is asked as well.
     */
    CHECKSUM
}
