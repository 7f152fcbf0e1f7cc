package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.listing.UnixDates.Found;

/** Novell NetWare: kind, rights in brackets, owner, size, a date as on Unix, name. */
final class NetWareReader implements LineReader {
    private static final String RIGHTS = "SRWCEMFA-";

    private final UnixDates dates;

    NetWareReader(ListingContext context) {
        this.dates = new UnixDates(context);
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        if (TotalLine.is(fields)) {
            return Reading.KNOWN;
        }
        String type = fields.text(0);
        if ((!type.equals("d") && !type.equals("-")) || !isRights(fields.text(1))) {
            return Reading.UNEXPLAINED;
        }
        for (int field = 4; field < fields.count(); field++) {
            Found date = Digits.are(fields.text(field - 1)) ? dates.at(fields, field) : null;
            if (date != null && fields.has(date.last() + 1)) {
                return entry(line, fields, field, date);
            }
        }
        return Reading.UNEXPLAINED;
    }

    private static Reading entry(ListingLine line, Fields fields, int dateField, Found date) {
        boolean isDirectory = fields.text(0).equals("d");
        String rights = fields.text(1);
        // Some versions pad the name, some do not: blanks before it tell nothing.
        return Reading.of(
                RemoteEntry.builder(line.path(fields.from(date.last() + 1)), isDirectory ? Kind.DIRECTORY : Kind.FILE)
                        .permissions(rights.substring(1, rights.length() - 1))
                        .owner(fields.text(2, dateField - 2))
                        .size(Digits.number(fields.text(dateField - 1)))
                        .modified(date.time()));
    }

    private static boolean isRights(String text) {
        int end = text.length() - 1;
        return end > 1
                && text.charAt(0) == '['
                && text.charAt(end) == ']'
                && text.substring(1, end).chars().allMatch(c -> RIGHTS.indexOf(c) >= 0);
    }
}
