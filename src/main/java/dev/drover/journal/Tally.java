package dev.drover.journal;

/** How far a request has come. A total of 0 is not known yet. */
public record Tally(int itemsTotal, int itemsDone, int itemsFailed, long bytesTotal, long bytesDone) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);
}
