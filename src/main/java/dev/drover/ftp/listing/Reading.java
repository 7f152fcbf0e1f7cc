package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import java.util.List;

/** What one dialect makes of a line, before the name is judged. */
sealed interface Reading {
    /** A header, a trailer, a blank line, or the first half of an entry. */
    Reading KNOWN = new Known();

    /** Not a line of this dialect. */
    Reading UNEXPLAINED = new Unexplained();

    record Entry(RemoteEntry entry) implements Reading {}

    record Known() implements Reading {}

    record Unexplained() implements Reading {}

    /** A line may end an entry that began earlier and tell another. */
    record Several(List<Reading> readings) implements Reading {}

    static Reading of(RemoteEntry.Builder entry) {
        return new Entry(entry.build());
    }
}
