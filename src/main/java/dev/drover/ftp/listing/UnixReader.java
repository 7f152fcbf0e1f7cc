package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.listing.UnixDates.Found;

/**
 * {@code ls -l} in all its dialects. Read by fields, not by columns: the date is searched from the left, the field before
 * it is the size, the fields before that are links, owner and group as far as they are there.
 */
final class UnixReader implements LineReader {
    private static final String HEXADECIMAL = "0x";

    private final ListingContext context;
    private final UnixDates dates;

    UnixReader(ListingContext context) {
        this.context = context;
        this.dates = new UnixDates(context);
    }

    @Override
    public Reading read(ListingLine line) {
        String text = line.text();
        UnixMode mode = UnixMode.at(text, Fields.skipBlanks(text, 0));
        if (mode == null) {
            return TotalLine.is(Fields.of(text)) ? Reading.KNOWN : Reading.UNEXPLAINED;
        }
        Fields fields = Fields.of(text, mode.end());
        if (fields.text(0).equals(MacReader.FOLDER)) {
            return Reading.UNEXPLAINED;
        }
        if (mode.isHidden() && fields.text(4).equals("?")) {
            return hidden(line, mode, fields);
        }
        for (int field = 1; field < fields.count(); field++) {
            if (isSize(fields, field - 1)) {
                Found date = dates.at(fields, field);
                if (date != null) {
                    return entry(line, mode, fields, field, date);
                }
            }
        }
        return Reading.UNEXPLAINED;
    }

    private Reading entry(ListingLine line, UnixMode mode, Fields fields, int dateField, Found date) {
        String name = name(fields, date);
        if (name.isEmpty()) {
            return Reading.UNEXPLAINED;
        }
        boolean device = isDevice(fields, dateField - 1);
        long size = device ? Digits.NOT_A_NUMBER : Digits.number(fields.text(dateField - 1));
        String target = mode.kind() == Kind.SYMLINK ? UnixLinks.target(name, size) : null;
        if (target != null) {
            name = name.substring(0, name.length() - target.length() - UnixLinks.ARROW.length());
        }
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(name), mode.kind())
                .permissions(mode.permissions())
                .size(size)
                .modified(date.time());
        if (target != null) {
            entry.linkTarget(line.path(target));
        }
        int sizeFields = device && fields.text(dateField - 2).endsWith(",") ? 2 : 1;
        addOwners(entry, fields, dateField - sizeFields);
        return Reading.of(entry);
    }

    private String name(Fields fields, Found date) {
        String name = fields.nameAfter(date.last(), context.trimLeadingSpaces());
        return date.padded() && name.startsWith(" ") ? name.substring(1) : name;
    }

    /** Fields 0 to {@code end}: links, owner, group, of which any may be missing and the owner may hold blanks. */
    private static void addOwners(RemoteEntry.Builder entry, Fields fields, int end) {
        int first = isZosAttributes(fields.text(0)) ? 1 : 0;
        if (first < end && Digits.are(fields.text(first))) {
            first++;
        }
        int count = end - first;
        if (count == 1 && !isMacSize(fields, end)) {
            entry.owner(fields.text(first));
        } else if (count > 1) {
            int group = firstOfGroup(fields, first, end);
            entry.owner(fields.text(first, group - 1)).group(fields.text(group, end - 1));
        }
    }

    /** Of several words the last is the group, unless one wide gap tells where it begins. */
    private static int firstOfGroup(Fields fields, int first, int end) {
        int wide = 0;
        for (int field = first + 1; field < end; field++) {
            if (fields.gapBefore(field) > 1) {
                if (wide > 0) {
                    return end - 1;
                }
                wide = field;
            }
        }
        return wide > 0 ? wide : end - 1;
    }

    /** Resource fork, data fork and their sum: a classic Mac in Unix clothes, which knows neither links nor owners. */
    private static boolean isMacSize(Fields fields, int end) {
        long resource = Digits.number(fields.text(0));
        long data = Digits.number(fields.text(1));
        return end == 2 && resource >= 0 && data >= 0 && resource + data == Digits.number(fields.text(end));
    }

    private static boolean isSize(Fields fields, int field) {
        String text = fields.text(field);
        char last = text.charAt(text.length() - 1);
        // A size may be rounded ("4.0K"), or negative where a server counts in 32 bits: good lines, but no sizes.
        return Digits.are(text)
                || (text.length() > 1 && text.charAt(0) == '-' && Digits.are(text.substring(1)))
                || (Digits.is(text.charAt(0)) && (isRounded(text, last) || isDevice(fields, field)));
    }

    private static boolean isRounded(String text, char last) {
        String number = text.substring(0, text.length() - 1);
        return "KMGTPkB".indexOf(last) >= 0 && number.chars().allMatch(c -> Digits.is(c) || c == '.' || c == ',');
    }

    /** {@code 8, 1}, {@code 8,1} or {@code 0x3000002}: the numbers of a device stand in place of the size. */
    private static boolean isDevice(Fields fields, int field) {
        String text = fields.text(field);
        String before = fields.text(field - 1);
        int comma = text.indexOf(',');
        if (comma < 0) {
            boolean apart = before.endsWith(",") && isDeviceNumber(before.substring(0, before.length() - 1));
            return isDeviceNumber(text) && (apart || text.startsWith(HEXADECIMAL));
        }
        return isDeviceNumber(text.substring(0, comma)) && isDeviceNumber(text.substring(comma + 1));
    }

    private static boolean isDeviceNumber(String text) {
        return text.startsWith(HEXADECIMAL)
                ? text.chars().skip(HEXADECIMAL.length()).allMatch(c -> Character.digit(c, 16) >= 0)
                : Digits.are(text);
    }

    /** {@code ls -E} of z/OS tells four flags more: APF, program control, shared address space, shared library. */
    private static boolean isZosAttributes(String text) {
        return text.length() >= 4
                && text.length() <= 5
                && isFlag(text, 0, 'a')
                && isFlag(text, 1, 'p')
                && isFlag(text, 2, 's')
                && (isFlag(text, 3, 'l') || isFlag(text, 3, ' '));
    }

    private static boolean isFlag(String text, int at, char flag) {
        return text.charAt(at) == flag || text.charAt(at) == '-';
    }

    private Reading hidden(ListingLine line, UnixMode mode, Fields fields) {
        int last = fields.text(5).equals("?") ? 5 : 4;
        String name = fields.nameAfter(last, context.trimLeadingSpaces());
        return name.isEmpty() ? Reading.UNEXPLAINED : Reading.of(RemoteEntry.builder(line.path(name), mode.kind()));
    }
}
