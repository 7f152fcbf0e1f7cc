package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemoteTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Easily Parsed LIST Format (D. J. Bernstein): {@code +facts,TAB name}; times are seconds since 1970. */
final class EplfReader implements LineReader {
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    @Override
    public Reading read(ListingLine line) {
        String text = line.text();
        int tab = text.indexOf('\t');
        if (!text.startsWith("+") || tab < 0 || tab == text.length() - 1) {
            return Reading.UNEXPLAINED;
        }
        String[] facts = text.substring(1, tab).split(",", -1);
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(text.substring(tab + 1)), kind(facts));
        for (String fact : facts) {
            if (fact.isEmpty()) {
                continue;
            }
            String value = fact.substring(1);
            switch (fact.charAt(0)) {
                case 's' -> entry.size(Digits.number(value));
                case 'm' -> addTime(entry, Digits.number(value));
                case 'u' -> addPermissions(entry, value);
                default -> {
                    // "/" and "r" made the kind; "i" tells an identity; later facts are to be ignored by the
                    // definition.
                }
            }
        }
        return Reading.of(entry);
    }

    private static Kind kind(String[] facts) {
        Kind kind = Kind.UNKNOWN;
        for (String fact : facts) {
            if (fact.equals("/")) {
                return Kind.DIRECTORY;
            }
            if (fact.equals("r")) {
                kind = Kind.FILE;
            }
        }
        return kind;
    }

    private static void addTime(RemoteEntry.Builder entry, long seconds) {
        if (seconds >= 0 && seconds <= LATEST) {
            entry.modified(new RemoteTime(Instant.ofEpochSecond(seconds), ChronoUnit.SECONDS));
        }
    }

    private static void addPermissions(RemoteEntry.Builder entry, String value) {
        if (value.startsWith("p") && Digits.are(value.substring(1))) {
            entry.permissions(value.substring(1));
        }
    }
}
