package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.time.LocalDate;

/** HP NonStop (Guardian): name, code, end of file, date, time, owner as group and user, security for read, write, execute, purge. */
final class NonStopReader implements LineReader {
    private final ServerTimes times;

    NonStopReader(ListingContext context) {
        this.times = new ServerTimes(context);
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        if (isHeader(fields)) {
            return Reading.KNOWN;
        }
        // An "O" between name and code marks a file that is open.
        int code = fields.text(1).equals("O") ? 2 : 1;
        LocalDate date = NamedDate.of(fields.text(code + 2), "en");
        ClockTime clock = ClockTime.of(fields.text(code + 3));
        long size = Digits.number(fields.text(code + 1));
        if (!isCode(fields.text(code)) || date == null || clock == null || size < 0) {
            return Reading.UNEXPLAINED;
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(fields.text(0)), Kind.FILE)
                .size(size)
                .modified(times.at(date, clock));
        return addOwner(entry, fields.from(code + 4)) ? Reading.of(entry) : Reading.UNEXPLAINED;
    }

    /** {@code 244, 10 "nunu"}. */
    private static boolean addOwner(RemoteEntry.Builder entry, String text) {
        int comma = text.indexOf(',');
        int quote = text.indexOf('"');
        if (comma < 1 || quote < comma || !text.endsWith("\"") || quote == text.length() - 1) {
            return false;
        }
        entry.group(text.substring(0, comma).strip());
        entry.owner(text.substring(comma + 1, quote).strip());
        entry.permissions(text.substring(quote + 1, text.length() - 1));
        return true;
    }

    private static boolean isCode(String text) {
        String digits = text.endsWith("+") || text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
        return Digits.are(digits);
    }

    private static boolean isHeader(Fields fields) {
        return fields.text(0).equals("File")
                && fields.text(1).equals("Code")
                && fields.text(2).equals("EOF");
    }
}
