package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;

/** The answer to NLST: a name a line and nothing else, so any line is one. */
final class NameReader implements LineReader {
    @Override
    public Reading read(ListingLine line) {
        return Reading.of(RemoteEntry.builder(line.path(line.text()), Kind.UNKNOWN));
    }

    @Override
    public boolean readsBlankLines() {
        return true;
    }
}
