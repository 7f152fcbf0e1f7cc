package dev.drover.ftp.listing;

/** Reads the lines of one listing in one dialect. May remember what earlier lines told; not thread-safe. */
@FunctionalInterface
interface LineReader {
    Reading read(ListingLine line);

    /** The listing has ended. */
    default Reading end() {
        return Reading.KNOWN;
    }

    /** Whether a line of nothing but blanks may be read as something. */
    default boolean readsBlankLines() {
        return false;
    }
}
