package dev.drover.ftp.wire;

/**
 * How much a server may say in one reply before it is taken for broken or hostile.
 *
 * @param lineBytes of one line; long paths need more than the 8 KiB that other clients allow
 * @param lines of one reply; STAT of a directory answers with its listing
 * @param totalBytes of one reply
 */
public record ReplyLimits(int lineBytes, int lines, int totalBytes) {
    /** More than any honest server says. */
    public static final ReplyLimits DEFAULT = new ReplyLimits(64 * 1024, 10_000, 2 * 1024 * 1024);
}
