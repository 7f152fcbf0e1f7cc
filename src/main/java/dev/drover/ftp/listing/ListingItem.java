package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import java.util.Optional;

/** What a parser makes of a line: an entry, or a line that it refuses. Nothing is dropped silently. */
public sealed interface ListingItem {
    /**
     * An entry.
     *
     * @param entry whose path is one plain name, which cannot lead out of the directory
     */
    record Entry(RemoteEntry entry) implements ListingItem {}

    /**
     * A line that gives no entry and is no known header or trailer: the listing is not complete.
     *
     * @param number of the line in the listing, from 1
     * @param line as it came
     * @param reason why there is no entry
     * @param unprintable the entry that it would be, when only a control character in its name keeps it from being one
     */
    record Refused(long number, String line, Reason reason, Optional<RemoteEntry> unprintable) implements ListingItem {
        private static final int SHOWN = 200;

        /** A line that no entry can be made of. */
        public Refused(long number, String line, Reason reason) {
            this(number, line, reason, Optional.empty());
        }

        /** One clause for an error message: which line, what is wrong with it, how it begins. */
        public String describe() {
            String beginning = line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
            return "line " + number + " " + reason.text + ": \"" + printable(beginning) + "\"";
        }

        /** Whether only a control character in its name keeps the entry from being one. */
        public boolean isUnprintable() {
            return unprintable.isPresent();
        }

        private static String printable(String text) {
            StringBuilder shown = new StringBuilder(text.length());
            text.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
            return shown.toString();
        }
    }

    /** Why a line was refused. */
    enum Reason {
        /** No line of the listing fits any format; often an error message in place of a listing. */
        UNKNOWN_FORMAT("is of no known listing format"),
        /** The format of the listing is known, but this line is not of it. */
        UNEXPLAINED("does not fit the rest of the listing"),
        /** The line is well formed, but its name might lead out of the directory asked for. */
        UNSAFE_NAME("has a name that might lead out of the directory"),
        /** The same, but what is wrong with the name is a control character in it, which no path is made of. */
        UNPRINTABLE_NAME("has a name with a control character");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
