package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.listing.UnixDates.Found;

/**
 * Servers of the classic Mac (Peter's, NetPresenz, WebSTAR): a Unix mode, then for a folder the word and the number of its
 * items, for a file the lengths of its resource fork, of its data fork and of both.
 */
final class MacReader implements LineReader {
    static final String FOLDER = "folder";

    private final ListingContext context;
    private final UnixDates dates;

    MacReader(ListingContext context) {
        this.context = context;
        this.dates = new UnixDates(context);
    }

    @Override
    public Reading read(ListingLine line) {
        UnixMode mode = UnixMode.at(line.text(), Fields.skipBlanks(line.text(), 0));
        if (mode == null) {
            return TotalLine.is(Fields.of(line.text())) ? Reading.KNOWN : Reading.UNEXPLAINED;
        }
        Fields fields = Fields.of(line.text(), mode.end());
        boolean folder = fields.text(0).equals(FOLDER);
        int dateField = folder ? 2 : 3;
        for (int field = folder ? 1 : 0; field < dateField; field++) {
            if (!Digits.are(fields.text(field))) {
                return Reading.UNEXPLAINED;
            }
        }
        Found date = dates.at(fields, dateField);
        String name = date == null ? "" : fields.nameAfter(date.last(), context.trimLeadingSpaces());
        // The colon is what separates folders on this system.
        if (date == null || name.isEmpty() || name.indexOf(':') >= 0) {
            return Reading.UNEXPLAINED;
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(name), folder ? Kind.DIRECTORY : mode.kind())
                .permissions(mode.permissions())
                .modified(date.time());
        return Reading.of(folder ? entry : entry.size(Digits.number(fields.text(2))));
    }
}
