package dev.drover.ftp.listing;

import dev.drover.ftp.listing.ListingContext.DateOrder;
import java.util.List;
import java.util.function.Function;

/**
 * One candidate in the vote on a listing's format. A format whose dates can be read in several orders is several dialects.
 *
 * @param format the name of the format it belongs to
 * @param systems words of which one stands in the reply to SYST, in upper case
 * @param order in which it reads dates of digits; {@link DateOrder#DETECT} when it has none or they are clear
 */
record Dialect(String format, List<String> systems, DateOrder order, Function<ListingContext, LineReader> opener) {
    static Dialect of(String format, List<String> systems, Function<ListingContext, LineReader> opener) {
        return new Dialect(format, systems, DateOrder.DETECT, opener);
    }

    LineReader open(ListingContext context) {
        return opener.apply(context);
    }

    boolean fits(DateOrder wanted) {
        return order == DateOrder.DETECT || wanted == DateOrder.DETECT || order == wanted;
    }

    boolean isNamedBy(String syst) {
        return systems.stream().anyMatch(syst::contains);
    }
}
