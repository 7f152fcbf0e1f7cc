package dev.drover.request;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.TransferGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place at each endpoint of a request, or at none: a request for an endpoint that is full does not hold up those behind
 * it. One thread.
 */
final class Places implements AutoCloseable {
    private final List<TransferGate.Place> taken;
    private final boolean complete;

    private Places(List<TransferGate.Place> taken, boolean complete) {
        this.taken = taken;
        this.complete = complete;
    }

    /** Takes a place at each, without waiting. */
    static Places of(List<Endpoint> endpoints) {
        List<TransferGate.Place> taken = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            Optional<TransferGate.Place> place = endpoint.gate().tryEnter();
            if (place.isEmpty()) {
                taken.forEach(TransferGate.Place::close);
                return new Places(List.of(), false);
            }
            taken.add(place.get());
        }
        return new Places(taken, true);
    }

    /** Whether there was a place at all of them. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public void close() {
        taken.forEach(TransferGate.Place::close);
    }
}
