package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.time.LocalDate;

/**
 * Members of a partitioned dataset of z/OS: source with or without the statistics of ISPF, or load modules. A member's name
 * alone is a line of this kind only below a header that says so.
 */
final class MvsMemberReader implements LineReader {
    private final ServerTimes times;
    private boolean headed;

    MvsMemberReader(ListingContext context) {
        this.times = new ServerTimes(context);
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        if (isHeader(fields)) {
            headed = true;
            return Reading.KNOWN;
        }
        String name = fields.text(0);
        if (!isMember(name)) {
            return Reading.UNEXPLAINED;
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(name), Kind.FILE);
        if (fields.count() == 1) {
            return headed ? Reading.of(entry) : Reading.UNEXPLAINED;
        }
        if (isHex(fields.text(1)) && isHex(fields.text(2))) {
            return headed || fields.count() >= 5 ? Reading.of(entry) : Reading.UNEXPLAINED;
        }
        return withStatistics(fields, entry);
    }

    /** {@code MEMBER 01.03 2024/09/12 2026/10/11 09:37 11 11 0 USER}: the lines it counts are not bytes. */
    private Reading withStatistics(Fields fields, RemoteEntry.Builder entry) {
        DigitDate created = DigitDate.of(fields.text(2));
        DigitDate changed = DigitDate.of(fields.text(3));
        LocalDate date = changed == null ? null : changed.in(ListingContext.DateOrder.YEAR_FIRST);
        ClockTime clock = ClockTime.of(fields.text(4));
        if (!isVersion(fields.text(1)) || created == null || date == null || clock == null) {
            return Reading.UNEXPLAINED;
        }
        entry.modified(times.at(date, clock));
        if (fields.count() >= 9) {
            entry.owner(fields.text(8));
        }
        return Reading.of(entry);
    }

    private static boolean isHeader(Fields fields) {
        String second = fields.text(1);
        return fields.text(0).equals("Name")
                && (second.equals("VV.MM")
                        || (second.equals("Size") && fields.text(2).equals("TTR")));
    }

    private static boolean isMember(String text) {
        return !text.isEmpty()
                && text.length() <= 8
                && !Digits.is(text.charAt(0))
                && text.chars().allMatch(MvsMemberReader::isNational);
    }

    private static boolean isVersion(String text) {
        return text.length() == 5
                && text.charAt(2) == '.'
                && Digits.between(text, 0, 2) >= 0
                && Digits.between(text, 3, 5) >= 0;
    }

    private static boolean isHex(String text) {
        return text.length() >= 6
                && text.length() <= 8
                && text.chars().allMatch(c -> Digits.is(c) || (c >= 'A' && c <= 'F'));
    }

    /** The letters that names on z/OS are made of. */
    static boolean isNational(int c) {
        return Digits.isUpper(c) || Digits.is(c) || c == '@' || c == '#' || c == '$';
    }
}
