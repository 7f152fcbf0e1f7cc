package dev.drover.ftp.listing;

/** Lines of MLSD. Times are UTC whatever the server's zone. */
final class MlsxReader implements LineReader {
    private final boolean factsAsked;

    /** @param factsAsked whether a line without facts is not one of these: it may be any text that begins with a blank */
    MlsxReader(boolean factsAsked) {
        this.factsAsked = factsAsked;
    }

    @Override
    public Reading read(ListingLine line) {
        MlsxLine found = MlsxLine.parse(line.text()).orElse(null);
        if (found == null || factsAsked && found.facts().isEmpty()) {
            return Reading.UNEXPLAINED;
        }
        return found.isSelfOrParent() ? Reading.KNOWN : Reading.of(found.entry(line));
    }
}
