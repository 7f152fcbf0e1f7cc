package dev.drover.ftp.listing;

/** A way in which servers write directories as text. Immutable, safe for threads. */
public interface ListingFormat {
    /** In lower case, as {@link ListingFormats#named} takes it. */
    String name();

    /** A parser for one listing. */
    ListingParser open(ListingContext context);
}
