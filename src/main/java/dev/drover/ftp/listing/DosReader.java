package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The listing of DOS and of IIS: date, time, a size or {@code <DIR>}, name. Years of two or four digits, times of 12 or 24
 * hours, dates with dashes, slashes or dots.
 */
final class DosReader implements LineReader {
    private static final int DIRECTORY_PADDING = 10;
    private static final Set<String> HEADERS = Set.of("volume in drive", "volume serial number", "directory of");

    private final ListingContext context;
    private final ServerTimes times;
    private final DateOrder order;

    DosReader(ListingContext context, DateOrder order) {
        this.context = context;
        this.times = new ServerTimes(context);
        this.order = order;
    }

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        DigitDate digits = DigitDate.of(fields.text(0));
        LocalDate date = digits == null ? null : digits.in(order);
        if (date == null) {
            return isHeader(line.text(), fields) ? Reading.KNOWN : Reading.UNEXPLAINED;
        }
        boolean apart = isHalf(fields.text(2));
        ClockTime clock = ClockTime.ofHalves(fields.text(1) + (apart ? fields.text(2) : ""));
        if (clock == null) {
            return Reading.UNEXPLAINED;
        }
        RemoteEntry.Builder entry = entry(line, fields, apart ? 3 : 2);
        return entry == null ? Reading.UNEXPLAINED : Reading.of(entry.modified(times.at(date, clock)));
    }

    /** The backslash separates directories here, whatever system the server says it is. */
    private static RemotePath path(ListingLine line, String name) {
        return line.path(name.replace('\\', '/'));
    }

    private RemoteEntry.@Nullable Builder entry(ListingLine line, Fields fields, int field) {
        String type = fields.text(field);
        if (type.startsWith("<") && type.endsWith(">") && fields.has(field + 1)) {
            return switch (type.toUpperCase(Locale.ROOT)) {
                case "<DIR>" -> RemoteEntry.builder(path(line, directoryName(line, fields, field)), Kind.DIRECTORY);
                case "<JUNCTION>", "<SYMLINKD>", "<SYMLINK>" -> link(line, fields.from(field + 1));
                default -> null;
            };
        }
        long size = size(type);
        String name = fields.has(field) ? fields.nameAfter(field, context.trimLeadingSpaces()) : "";
        return size < 0 || name.isEmpty()
                ? null
                : RemoteEntry.builder(path(line, name), Kind.FILE).size(size);
    }

    /** IIS puts ten blanks after the mark; what is more belongs to the name. Others pad as they like. */
    private String directoryName(ListingLine line, Fields fields, int field) {
        boolean wide = fields.gapBefore(field + 1) > DIRECTORY_PADDING && fields.gapBefore(field) == 7;
        return wide && !context.trimLeadingSpaces()
                ? line.text().substring(fields.end(field) + DIRECTORY_PADDING)
                : fields.from(field + 1);
    }

    private static RemoteEntry.Builder link(ListingLine line, String text) {
        int bracket = text.endsWith("]") ? text.lastIndexOf(" [") : -1;
        if (bracket < 1) {
            return RemoteEntry.builder(path(line, text), Kind.SYMLINK);
        }
        RemotePath target = line.path(text.substring(bracket + 2, text.length() - 1));
        return RemoteEntry.builder(path(line, text.substring(0, bracket)), Kind.SYMLINK)
                .linkTarget(target);
    }

    /** {@code 1024}, or {@code 1,024} as the command interpreter writes it. */
    private static long size(String text) {
        int lead = Digits.endOf(text, 0);
        boolean grouped = lead >= 1 && lead <= 3 && (text.length() - lead) % 4 == 0;
        for (int at = lead; grouped && at < text.length(); at += 4) {
            grouped = text.charAt(at) == ',' && Digits.endOf(text, at + 1) == at + 4;
        }
        return Digits.number(grouped ? text.replace(",", "") : text);
    }

    private static boolean isHalf(String text) {
        return text.equalsIgnoreCase("AM") || text.equalsIgnoreCase("PM");
    }

    private static boolean isHeader(String line, Fields fields) {
        String lower = line.strip().toLowerCase(Locale.ROOT);
        boolean count =
                fields.text(1).equalsIgnoreCase("File(s)") || fields.text(1).equalsIgnoreCase("Dir(s)");
        return HEADERS.stream().anyMatch(lower::startsWith) || (count && Digits.are(fields.text(0)));
    }
}
