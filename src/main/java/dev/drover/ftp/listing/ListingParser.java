package dev.drover.ftp.listing;

import java.util.List;

/**
 * Reads one listing, a line at a time, in bounded memory: it may hold back the first lines until it knows their format,
 * never more than a fixed number. Not thread-safe; of no use after {@link #finish}.
 */
public interface ListingParser {
    /**
     * Takes the next line.
     *
     * @return what is known now, in the order of the lines; empty for headers, for the directory itself and its parent,
     *     and while lines are held back
     */
    List<ListingItem> accept(ListingLine line);

    /** Takes the next line, well decoded. */
    default List<ListingItem> accept(String line) {
        return accept(ListingLine.of(line));
    }

    /** The listing has ended: what was held back. */
    List<ListingItem> finish();
}
