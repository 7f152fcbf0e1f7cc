package dev.drover.ftp.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well a dialect explains the first lines of a listing. */
final class Vote {
    /** Beaten by any dialect that can explain one line. */
    static final Vote NONE = new Vote(null, false);

    private final @Nullable Dialect dialect;
    private final boolean named;
    private int entries;
    private int known;
    private int unexplained;

    private Vote(@Nullable Dialect dialect, boolean named) {
        this.dialect = dialect;
        this.named = named;
    }

    static Vote of(Dialect dialect, List<ListingLine> lines, ListingContext context) {
        Vote vote = new Vote(dialect, dialect.isNamedBy(context.syst()));
        LineReader reader = dialect.open(context);
        for (ListingLine line : lines) {
            if (!ReaderParser.isNothing(line, reader)) {
                vote.count(reader.read(line));
            }
        }
        return vote;
    }

    @Nullable
    Dialect dialect() {
        return dialect;
    }

    /** The lines come first; SYST decides between equals only, for servers give any name to the system they imitate. */
    boolean beats(Vote other) {
        if (entries + known == 0) {
            return false;
        }
        if (other.dialect == null) {
            return true;
        }
        if (unexplained != other.unexplained) {
            return unexplained < other.unexplained;
        }
        if (entries != other.entries) {
            return entries > other.entries;
        }
        return named && !other.named;
    }

    private void count(Reading reading) {
        if (reading instanceof Reading.Several several) {
            several.readings().forEach(this::count);
        } else if (reading instanceof Reading.Entry) {
            entries++;
        } else if (reading instanceof Reading.Known) {
            known++;
        } else {
            unexplained++;
        }
    }
}
