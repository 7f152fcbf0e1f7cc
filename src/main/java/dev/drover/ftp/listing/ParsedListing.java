package dev.drover.ftp.listing;

import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.RemoteEntry;
import java.util.List;

/**
 * A whole listing, understood as far as it could be. Immutable.
 *
 * @param entries in the order of the server, without the directory itself and its parent
 * @param refused the lines that gave no entry though they should; when there is one, the listing is not complete
 */
public record ParsedListing(List<RemoteEntry> entries, List<ListingItem.Refused> refused) {
    /** Copies the items. */
    public ParsedListing {
        entries = List.copyOf(entries);
        refused = List.copyOf(refused);
    }

    /** Whether every line was understood; if not, what is there is no listing of the directory. */
    public boolean isComplete() {
        return refused.isEmpty();
    }

    /** The entries, if they are all there. */
    public List<RemoteEntry> complete() throws FtpListingException {
        if (!isComplete()) {
            String lines = refused.size() == 1 ? "1 of its lines was" : refused.size() + " of its lines were";
            throw new FtpListingException("The listing is not complete, " + lines + " refused: "
                    + refused.get(0).describe() + ".");
        }
        return entries;
    }
}
