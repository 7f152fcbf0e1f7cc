package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.util.Set;

/**
 * Datasets of z/OS. Tracks are not bytes and the date is that of the last use, so neither a size nor a time is told.
 */
final class MvsDatasetReader implements LineReader {
    /** What stands in place of the columns where the catalog alone is known; a volume may stand before it. */
    private static final Set<String> NOT_SEEN = Set.of(
            "Migrated",
            "Pseudo Directory",
            "Not Direct Access Device",
            "Not Mounted",
            "Error determining attributes",
            "Tape",
            "GDG",
            "VSAM");

    private boolean headed;

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        if (fields.text(0).equals("Volume") && fields.text(1).equals("Unit")) {
            headed = true;
            return Reading.KNOWN;
        }
        int last = fields.count() - 1;
        if (last < 1 || !isDataset(fields.text(last))) {
            return Reading.UNEXPLAINED;
        }
        String name = fields.text(last);
        String organisation = fields.text(last - 1);
        if (last >= 6 && isVolume(fields.text(0)) && isReferred(fields.text(2)) && isOrganisation(organisation)) {
            return Reading.of(RemoteEntry.builder(line.path(name), kind(organisation)));
        }
        for (int first = 0; headed && first < last && first <= 2; first++) {
            String words = fields.text(first, last - 1);
            if (NOT_SEEN.contains(words) && (first == 0 || isVolume(fields.text(0)))) {
                return Reading.of(RemoteEntry.builder(line.path(name), notSeen(words)));
            }
        }
        return Reading.UNEXPLAINED;
    }

    private static Kind kind(String organisation) {
        if (organisation.startsWith("PO")) {
            return Kind.DIRECTORY;
        }
        if (organisation.startsWith("PS") || organisation.startsWith("DA")) {
            return Kind.FILE;
        }
        return organisation.startsWith("VS") ? Kind.SPECIAL : Kind.UNKNOWN;
    }

    private static Kind notSeen(String words) {
        return switch (words) {
            case "Pseudo Directory" -> Kind.DIRECTORY;
            case "VSAM" -> Kind.SPECIAL;
            default -> Kind.UNKNOWN;
        };
    }

    private static boolean isReferred(String text) {
        DigitDate date = DigitDate.of(text);
        return text.equals("**NONE**") || (date != null && date.yearFirstOrLast() != null);
    }

    private static boolean isOrganisation(String text) {
        char first = text.charAt(0);
        return text.length() <= 4 && (first == '?' || Digits.isUpper(first));
    }

    private static boolean isVolume(String text) {
        return text.length() <= 6 && text.chars().allMatch(MvsMemberReader::isNational);
    }

    private static boolean isDataset(String text) {
        boolean quoted = text.length() > 2 && text.startsWith("'") && text.endsWith("'");
        String name = quoted ? text.substring(1, text.length() - 1) : text;
        return name.length() <= 44
                && name.chars().allMatch(c -> c == '.' || c == '-' || MvsMemberReader.isNational(c))
                && name.chars().anyMatch(Digits::isUpper);
    }
}
