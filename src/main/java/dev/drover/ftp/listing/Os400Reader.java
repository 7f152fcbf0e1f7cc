package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.time.LocalDate;
import java.util.Locale;

/**
 * IBM i: owner, size, date, time, type of object, name. Dates follow the format of the job, which the listing does not tell
 * but by its numbers. Members of a file have neither size nor date.
 */
final class Os400Reader implements LineReader {
    private final ListingContext context;
    private final ServerTimes times;
    private final DateOrder order;
    private String file = "";

    Os400Reader(ListingContext context, DateOrder order) {
        this.context = context;
        this.times = new ServerTimes(context);
        this.order = order;
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        int type = 0;
        while (type < fields.count() && type <= 4 && !isType(fields.text(type))) {
            type++;
        }
        if (!isType(fields.text(type)) || !fields.has(type + 1)) {
            return Reading.UNEXPLAINED;
        }
        String name = name(line, fields, type);
        if (type <= 1) {
            return member(line, fields, type, name);
        }
        return type <= 4 && type >= 3 ? withDetails(line, fields, type, name) : Reading.UNEXPLAINED;
    }

    /** The type is padded to eleven characters; where it is not, all blanks are padding. */
    private String name(ListingLine line, Fields fields, int type) {
        int column = fields.start(type) + 11;
        boolean padded = fields.start(type + 1) > column && !context.trimLeadingSpaces();
        return padded ? line.text().substring(column) : fields.from(type + 1);
    }

    private Reading member(ListingLine line, Fields fields, int type, String name) {
        if (!fields.text(type).equals("*MEM")) {
            return Reading.UNEXPLAINED;
        }
        // Below a library a member is told with the file it is in, which was told before and is a directory of its own.
        if (!file.isEmpty() && name.startsWith(file + "/")) {
            return Reading.KNOWN;
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(name), Kind.FILE);
        return Reading.of(type == 1 ? entry.owner(fields.text(0)) : entry);
    }

    private Reading withDetails(ListingLine line, Fields fields, int type, String name) {
        DigitDate digits = DigitDate.of(fields.text(type - 2));
        LocalDate date = digits == null ? null : digits.in(order);
        ClockTime clock = ClockTime.of(fields.text(type - 1));
        long size = Digits.number(fields.text(type - 3));
        if (date == null || clock == null || size < 0) {
            return Reading.UNEXPLAINED;
        }
        Kind kind = kind(fields.text(type), name);
        if (fields.text(type).equals("*FILE")) {
            file = name;
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(name), kind).modified(times.at(date, clock));
        // The size of a database file is what it takes on disk; only a stream file comes out as long as it is told.
        if (fields.text(type).equals("*STMF") || kind == Kind.DIRECTORY) {
            entry.size(size);
        }
        return Reading.of(type == 4 ? entry.owner(fields.text(0)) : entry);
    }

    private static Kind kind(String type, String name) {
        return switch (type) {
            case "*DIR", "*DDIR", "*LIB", "*FLR" -> Kind.DIRECTORY;
            case "*STMF", "*DSTMF", "*DOC" -> Kind.FILE;
            case "*FILE" -> name.toUpperCase(Locale.ROOT).endsWith(".SAVF") ? Kind.FILE : Kind.DIRECTORY;
            case "*SYMLNK" -> Kind.SYMLINK;
            case "*SOCKET", "*FIFO", "*CHRSF", "*BLKSF" -> Kind.SPECIAL;
            default -> Kind.UNKNOWN;
        };
    }

    private static boolean isType(String text) {
        return text.length() >= 3
                && text.length() <= 10
                && text.charAt(0) == '*'
                && text.chars().skip(1).allMatch(c -> Digits.isUpper(c) || Digits.is(c));
    }
}
