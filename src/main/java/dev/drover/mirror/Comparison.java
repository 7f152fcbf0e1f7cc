package dev.drover.mirror;

/** How two files of the same name are told apart. */
public enum Comparison {
    /** By size, and by time as exactly as both places list it: LIST tells minutes, and days of older files. */
    SIZE_AND_TIME,
    /** By size and time; where a server lists no seconds it is asked for the time of each file (MDTM). */
    SIZE_AND_EXACT_TIME,
    /** By size alone: a change that keeps the size is not seen. */
    SIZE,
    /**
     * By size, then by a digest of the content. A server has to offer one (HASH, XSHA256, XMD5, …); a place that offers
     * none is an error, since reading every file back would cost more than sending it.
     */
    CHECKSUM
}
