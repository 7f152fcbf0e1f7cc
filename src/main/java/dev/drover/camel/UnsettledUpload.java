package dev.drover.camel;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A file that was uploaded whole, and nobody knows whether it got its name: the answer to the rename was lost, and so was the
 * look at what it did. Its temporary name is left alone, for a redelivery to look again before anything is sent: nobody but
 * the rename takes that name away.
 *
 * @param place of the target
 * @param temporary name
 * @param checksum of what was sent, if it was wanted
 */
record UnsettledUpload(String place, String temporary, @Nullable String checksum) {
    private static final String PROPERTY = "DroverUnsettledUpload";

    /** What an earlier attempt of the exchange left open at this place. */
    static Optional<UnsettledUpload> of(Exchange exchange, String place) {
        UnsettledUpload earlier = exchange.getProperty(PROPERTY, UnsettledUpload.class);
        return Optional.ofNullable(earlier).filter(each -> each.place().equals(place));
    }

    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** Notes it for the next attempt. */
    void leaveTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Whether a rename that failed so may have been done all the same. */
    static boolean isCause(GenericFileOperationFailedException failure) {
        return failure.getCause() != null && Failures.isIndefinite(failure.getCause());
    }
}
