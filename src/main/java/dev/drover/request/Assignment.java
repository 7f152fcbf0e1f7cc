package dev.drover.request;

import dev.drover.transfer.Cancellation;
import java.util.Optional;

/**
 * A request, and all that one run of it needs to know.
 *
 * @param submitter who asked, as the broker vouches for it
 * @param once whether each file is tried once, because whoever assigns the request assigns it again
 * @param memory what earlier runs of it have come to
 * @param listener hears how it goes
 * @param cancellation ends it
 */
record Assignment(
        TransferRequest request,
        Optional<String> submitter,
        boolean once,
        RequestMemory memory,
        RequestListener listener,
        Cancellation cancellation) {
    /** Of somebody who keeps no journal. */
    static Assignment of(TransferRequest request, RequestMemory memory, RequestListener listener) {
        return new Assignment(request, Optional.empty(), false, memory, listener, new Cancellation());
    }
}
