package dev.drover.ftp.listing;

import java.util.Collections;
import java.util.Set;

/** Lines of MLSD. Times are UTC whatever the server's zone. */
final class MlsxReader implements LineReader {
    /** One of which stands in every line of every server met. */
    private static final Set<String> USUAL = Set.of("type", "size", "sizd", "modify", "perm", "unique");

    private final boolean usualOnly;

    /** @param usualOnly whether a line has to tell one of the usual facts: {@code a=b c} may be any text */
    MlsxReader(boolean usualOnly) {
        this.usualOnly = usualOnly;
    }

    @Override
    public Reading read(ListingLine line) {
        MlsxLine found = MlsxLine.parse(line.text()).orElse(null);
        if (found == null || (usualOnly && Collections.disjoint(found.facts().keySet(), USUAL))) {
            return Reading.UNEXPLAINED;
        }
        return found.isSelfOrParent() ? Reading.KNOWN : Reading.of(found.entry(line));
    }
}
