package dev.drover.transfer;

/** How a finished upload gets its final name on a server. */
public enum RenameMode {
    /**
     * RNTO over the old file, which is one step on most servers. Where a server refuses that, the old file is deleted
     * once the new one lies complete beside it, and RNTO is sent again.
     */
    ATOMIC,
    /** The old file is deleted first, always; for servers that make a mess of a rename over an existing file. */
    DELETE_FIRST,
    /** No renaming: files are written under their final name, and others can see them grow. */
    UNSUPPORTED
}
