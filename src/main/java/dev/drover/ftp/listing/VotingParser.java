package dev.drover.ftp.listing;

import dev.drover.ftp.listing.ListingItem.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the first lines, lets every dialect read them, and goes on in the one that understood most. A single line
 * decides nothing: a name may look like a date, an error message like a name.
 */
final class VotingParser implements ListingParser {
    /** Enough to see a day above 12 or a directory among files, and little to hold in memory. */
    static final int LINES_HELD = 64;

    private final List<Dialect> candidates;
    private final ListingContext context;
    private final List<ListingLine> held = new ArrayList<>();
    private @Nullable ReaderParser chosen;

    VotingParser(List<Dialect> dialects, ListingContext context) {
        this.candidates =
                dialects.stream().filter(d -> d.fits(context.dateOrder())).toList();
        this.context = context;
        if (candidates.size() == 1) {
            chosen = parser(candidates.get(0));
        }
    }

    @Override
    public List<ListingItem> accept(ListingLine line) {
        if (chosen != null) {
            return chosen.accept(line);
        }
        held.add(line);
        return held.size() < LINES_HELD ? List.of() : decide(elect());
    }

    @Override
    public List<ListingItem> finish() {
        List<ListingItem> items = new ArrayList<>();
        ReaderParser parser = chosen;
        if (parser == null) {
            parser = elect();
            items.addAll(decide(parser));
        }
        items.addAll(parser.finish());
        return List.copyOf(items);
    }

    private List<ListingItem> decide(ReaderParser winner) {
        chosen = winner;
        List<ListingItem> items = new ArrayList<>();
        held.forEach(line -> items.addAll(winner.accept(line)));
        held.clear();
        return List.copyOf(items);
    }

    private ReaderParser elect() {
        Vote best = Vote.NONE;
        for (Dialect dialect : candidates) {
            Vote vote = Vote.of(dialect, held, context);
            if (vote.beats(best)) {
                best = vote;
            }
        }
        Dialect winner = best.dialect();
        if (winner != null) {
            return parser(winner);
        }
        LineReader reader = context.bareNames() ? new NameReader() : line -> Reading.UNEXPLAINED;
        return new ReaderParser(reader, context, Reason.UNKNOWN_FORMAT);
    }

    private ReaderParser parser(Dialect dialect) {
        return new ReaderParser(dialect.open(context), context, Reason.UNEXPLAINED);
    }
}
