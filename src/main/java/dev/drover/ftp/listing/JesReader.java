package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.util.Set;

/**
 * The spool of z/OS ({@code SITE FILETYPE=JES}): jobs by their identifiers and, where one job is listed, its spool files as
 * RETR takes them, {@code JOB01234.1}.
 */
final class JesReader implements LineReader {
    private static final Set<String> STATES = Set.of("INPUT", "ACTIVE", "OUTPUT", "HELD");

    private String job = "";

    @Override
    public Reading read(ListingLine line) {
        Fields fields = Fields.of(line.text());
        if (isJob(fields)) {
            job = fields.text(1);
            RemoteEntry.Builder entry = RemoteEntry.builder(line.path(job), Kind.FILE);
            return Reading.of(STATES.contains(fields.text(3)) ? entry.owner(fields.text(2)) : entry);
        }
        if (isHeader(fields)) {
            return Reading.KNOWN;
        }
        if (!job.isEmpty() && isSpoolFile(fields)) {
            int number = Digits.small(fields.text(0), 1, 5);
            return Reading.of(RemoteEntry.builder(line.path(job + "." + number), Kind.FILE));
        }
        return !job.isEmpty() && isDetail(fields) ? Reading.KNOWN : Reading.UNEXPLAINED;
    }

    private static boolean isJob(Fields fields) {
        return isIdentifier(fields.text(1)) && (STATES.contains(fields.text(2)) || STATES.contains(fields.text(3)));
    }

    /** {@code JOB01234}, {@code TSU01234}, {@code STC01234}, or a letter and seven digits. */
    private static boolean isIdentifier(String text) {
        boolean word = text.startsWith("JOB") || text.startsWith("TSU") || text.startsWith("STC");
        int digits = word ? 3 : 1;
        return text.length() >= digits + 4
                && text.length() <= 8
                && "JTS".indexOf(text.charAt(0)) >= 0
                && Digits.endOf(text, digits) == text.length();
    }

    private static boolean isHeader(Fields fields) {
        return (fields.text(0).equals("JOBNAME") && fields.text(1).equals("JOBID"))
                || (fields.text(0).equals("ID") && fields.text(1).equals("STEPNAME"));
    }

    private static boolean isSpoolFile(Fields fields) {
        int last = fields.count() - 1;
        return last >= 4
                && last <= 6
                && fields.text(0).length() == 3
                && Digits.are(fields.text(0))
                && Digits.are(fields.text(last));
    }

    private static boolean isDetail(Fields fields) {
        String first = fields.text(0);
        return (fields.count() == 1 && first.startsWith("----"))
                || first.equals("STEPNAME")
                || first.equals("CPUTIME")
                || (Digits.are(first) && fields.text(1).equalsIgnoreCase("spool"));
    }
}
