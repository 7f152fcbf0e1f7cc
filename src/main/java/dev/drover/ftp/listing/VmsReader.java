package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * DIRECTORY of OpenVMS: {@code NAME.TYPE;VERSION}, blocks, date, owner, protection. A long name fills a line of its own and
 * the rest follows on the next. Blocks are not bytes, so no size is told.
 */
final class VmsReader implements LineReader {
    private static final String DIRECTORY = ".DIR";

    private final ListingContext context;
    private final ServerTimes times;
    private @Nullable ListingLine begun;
    private String directory = "";
    private String latest = "";

    VmsReader(ListingContext context) {
        this.context = context;
        this.times = new ServerTimes(context);
    }

    @Override
    public Reading read(ListingLine line) {
        ListingLine before = begun;
        begun = null;
        String text = line.text();
        if (before == null) {
            return readAlone(line);
        }
        Reading alone = Fields.isBlank(text.charAt(0)) ? Reading.UNEXPLAINED : readAlone(line);
        if (!(alone instanceof Reading.Unexplained)) {
            return new Reading.Several(List.of(bare(before), alone));
        }
        // Most servers indent what belongs to a name on a line of its own.
        ListingLine joined = new ListingLine(before.text().strip() + " " + text.strip(), before.undecodable());
        Reading reading = readAlone(joined);
        return reading instanceof Reading.Entry ? reading : new Reading.Several(List.of(bare(before), readAlone(line)));
    }

    @Override
    public Reading end() {
        ListingLine before = begun;
        begun = null;
        return before == null ? Reading.KNOWN : bare(before);
    }

    private Reading readAlone(ListingLine line) {
        Fields fields = Fields.of(line.text());
        String name = fields.text(0);
        if (isHeader(line.text(), fields)) {
            return Reading.KNOWN;
        }
        if (!isName(name)) {
            return Reading.UNEXPLAINED;
        }
        if (fields.count() == 1 && hasVersion(name)) {
            begun = line;
            return Reading.KNOWN;
        }
        if (hasVersion(name) && isRefusal(fields.from(1))) {
            return entry(line, name);
        }
        return withDetails(line, fields, name);
    }

    /** Blocks and owner stand before the date or after it; some tell no time of day. */
    private Reading withDetails(ListingLine line, Fields fields, String name) {
        for (int field = 1; field < fields.count(); field++) {
            LocalDate date = NamedDate.of(fields.text(field), "en");
            ClockTime clock = ClockTime.of(fields.text(field + 1));
            // What looks like a time and is none spoils the line.
            boolean isTold = clock != null || fields.text(field + 1).indexOf(':') < 0;
            if (date != null && isTold && areDetails(fields, field)) {
                String before = field > 1 ? fields.text(1, field - 1) + " " : "";
                String details = before + fields.from(clock == null ? field + 1 : field + 2);
                return entry(line, name) instanceof Reading.Entry entry
                        ? Reading.of(addOwner(entry.entry().toBuilder(), details)
                                .modified(clock == null ? times.at(date) : times.at(date, clock)))
                        : Reading.KNOWN;
            }
        }
        return Reading.UNEXPLAINED;
    }

    /** Nothing but blocks and an owner in brackets stands between name and date, each at most once. */
    private static boolean areDetails(Fields fields, int dateField) {
        int blocks = 0;
        int owners = 0;
        for (int field = 1; field < dateField; field++) {
            String text = fields.text(field);
            blocks += isBlocks(text) ? 1 : 0;
            owners += text.startsWith("[") && text.endsWith("]") ? 1 : 0;
        }
        return blocks <= 1 && owners <= 1 && blocks + owners == dateField - 1;
    }

    /** {@code 4}, {@code 4/9}, {@code 11KB/13KB}. */
    private static boolean isBlocks(String text) {
        return Digits.is(text.charAt(0)) && text.chars().allMatch(c -> Digits.is(c) || "/.KMGTB".indexOf(c) >= 0);
    }

    private static RemoteEntry.Builder addOwner(RemoteEntry.Builder entry, String rest) {
        int open = rest.indexOf('[');
        int close = rest.indexOf(']', open + 1);
        if (open >= 0 && close > open) {
            String owner = rest.substring(open + 1, close);
            int comma = owner.indexOf(',');
            entry.owner(owner.substring(comma + 1).strip());
            if (comma > 0) {
                entry.group(owner.substring(0, comma).strip());
            }
        }
        int paren = rest.indexOf('(', Math.max(close, 0));
        if (paren >= 0 && rest.endsWith(")")) {
            entry.permissions(rest.substring(paren + 1, rest.length() - 1));
        }
        return entry;
    }

    private Reading bare(ListingLine line) {
        return entry(line, line.text().strip());
    }

    /** A directory goes by its name alone, as CWD takes it; a file keeps its version, which is part of its name. */
    private Reading entry(ListingLine line, String name) {
        int semicolon = name.lastIndexOf(';');
        String base = semicolon < 0 ? name : name.substring(0, semicolon);
        if (base.toUpperCase(Locale.ROOT).endsWith(DIRECTORY) && base.length() > DIRECTORY.length()) {
            String plain = base.substring(0, base.length() - DIRECTORY.length());
            return Reading.of(RemoteEntry.builder(line.path(plain), Kind.DIRECTORY));
        }
        if (!context.latestVersions()) {
            return Reading.of(RemoteEntry.builder(line.path(name), Kind.FILE));
        }
        // Versions of one file follow each other, the latest first.
        boolean older = base.equals(latest);
        latest = base;
        return older ? Reading.KNOWN : Reading.of(RemoteEntry.builder(line.path(base), Kind.FILE));
    }

    private boolean isHeader(String text, Fields fields) {
        String first = fields.text(0).toLowerCase(Locale.ROOT);
        String second = fields.text(1).toLowerCase(Locale.ROOT);
        if (first.equals("directory")
                && fields.count() == 2
                && text.indexOf('[') > 0
                && text.strip().endsWith("]")) {
            // A second directory in one listing would mix up names, so its header is not taken for granted.
            boolean known = directory.isEmpty() || directory.equals(text);
            directory = text;
            return known;
        }
        boolean count = Digits.are(second) && fields.text(2).startsWith("file") && fields.count() == 3;
        return (first.equals("total") && (second.equals("of") || count))
                || (first.equals("grand") && second.equals("total"));
    }

    private static boolean isRefusal(String rest) {
        String lower = rest.toLowerCase(Locale.ROOT);
        return rest.startsWith("%") || lower.contains("privilege") || lower.contains("protection violation");
    }

    /** Brackets and colons belong to directories and disks, so no listing of one directory has them in a name. */
    private static boolean isName(String name) {
        boolean inDirectory = name.chars().noneMatch(c -> "[]<>:/".indexOf(c) >= 0);
        return inDirectory && (hasVersion(name) || name.indexOf('.') > 0);
    }

    private static boolean hasVersion(String name) {
        int semicolon = name.lastIndexOf(';');
        return semicolon > 0 && Digits.are(name.substring(semicolon + 1));
    }
}
