package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.listing.ListingItem.Reason;
import java.util.List;
import java.util.Optional;

/** A parser whose dialect is settled: reads each line, judges each name, reports what is neither. */
final class ReaderParser implements ListingParser {
    private final LineReader reader;
    private final EntryNames names;
    private final Reason unexplained;
    private long lines;

    ReaderParser(LineReader reader, ListingContext context, Reason unexplained) {
        this.reader = reader;
        this.names = new EntryNames(context);
        this.unexplained = unexplained;
    }

    @Override
    public List<ListingItem> accept(ListingLine line) {
        lines++;
        return isNothing(line, reader) ? List.of() : items(reader.read(line), line.text());
    }

    @Override
    public List<ListingItem> finish() {
        return items(reader.end(), "");
    }

    static boolean isNothing(ListingLine line, LineReader reader) {
        return line.text().isEmpty()
                || (!reader.readsBlankLines() && line.text().isBlank());
    }

    private List<ListingItem> items(Reading reading, String line) {
        if (reading instanceof Reading.Several several) {
            return several.readings().stream()
                    .flatMap(one -> items(one, line).stream())
                    .toList();
        }
        if (reading instanceof Reading.Entry entry) {
            return judged(entry.entry(), line).map(List::of).orElse(List.of());
        }
        return reading instanceof Reading.Known
                ? List.of()
                : List.of(new ListingItem.Refused(lines, line, unexplained));
    }

    private Optional<ListingItem> judged(RemoteEntry entry, String line) {
        if (names.isSelfOrParent(entry)) {
            return Optional.empty();
        }
        return Optional.of(names.reduced(entry)
                .<ListingItem>map(ListingItem.Entry::new)
                .orElseGet(() -> refused(line, names.unprintable(entry))));
    }

    private ListingItem refused(String line, Optional<RemoteEntry> unprintable) {
        Reason reason = unprintable.isPresent() ? Reason.UNPRINTABLE_NAME : Reason.UNSAFE_NAME;
        return new ListingItem.Refused(lines, line, reason, unprintable);
    }
}
