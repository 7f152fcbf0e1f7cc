package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.listing.UnixDates.Found;

/**
 * Sterling Connect:Enterprise: flags with the protocol glued to them, the transfer type, the sender, the batch number and
 * size, a date as on Unix, the batch's name.
 */
final class EnterpriseReader implements LineReader {
    private static final int FLAGS = 10;

    private final ListingContext context;
    private final UnixDates dates;

    EnterpriseReader(ListingContext context) {
        this.context = context;
        this.dates = new UnixDates(context);
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        String flags = fields.text(0);
        if (TotalLine.is(fields)) {
            return Reading.KNOWN;
        }
        if (!isFlags(flags) || fields.text(1).length() != 1) {
            return Reading.UNEXPLAINED;
        }
        Found date = Digits.are(fields.text(3)) && Digits.are(fields.text(4)) ? dates.at(fields, 5) : null;
        String name = date == null ? "" : fields.nameAfter(date.last(), context.trimLeadingSpaces());
        if (date == null || name.isEmpty()) {
            return Reading.UNEXPLAINED;
        }
        return Reading.of(RemoteEntry.builder(line.path(name), Kind.FILE)
                .owner(fields.text(2))
                .size(Digits.number(fields.text(4)))
                .modified(date.time()));
    }

    private static boolean isFlags(String text) {
        return text.length() == FLAGS + 3
                && text.charAt(0) == '-'
                && text.chars().limit(FLAGS).allMatch(c -> c == '-' || Digits.isUpper(c))
                && text.chars().skip(FLAGS).allMatch(Digits::isUpper);
    }
}
