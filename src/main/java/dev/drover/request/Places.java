package dev.drover.request;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.endpoint.TransferGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place at each endpoint of a request, or at none: a request for an endpoint that is full does not hold up those behind
 * it. One thread.
 */
final class Places implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Places.class);

    private final List<TransferGate.Place> taken;
    private final boolean complete;

    private Places(List<TransferGate.Place> taken, boolean complete) {
        this.taken = taken;
        this.complete = complete;
    }

    /**
     * Takes a place at each, without waiting.
     *
     * @param consumers how many requests are worked on at once: one slow server must not have them all
     */
    static Places of(List<Endpoint> endpoints, int consumers) {
        List<TransferGate.Place> taken = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            Optional<TransferGate.Place> place = endpoint.gate().tryEnter(most(endpoint, consumers));
            if (place.isEmpty()) {
                taken.forEach(TransferGate.Place::close);
                return new Places(List.of(), false);
            }
            taken.add(place.get());
        }
        return new Places(taken, true);
    }

    /** How many places an endpoint has: of those that work, a server leaves one to the others. */
    static int most(Endpoint endpoint, int consumers) {
        int limit = endpoint.gate().limit();
        return endpoint instanceof FtpEndpoint ? Math.min(limit, Math.max(1, consumers - 1)) : limit;
    }

    /** Says once of which endpoints more is asked than the consumers can give. */
    static void tell(EndpointCatalog endpoints, int consumers) {
        String capped = endpoints.all().stream()
                .filter(endpoint ->
                        endpoint instanceof FtpEndpoint && endpoint.gate().limit() > consumers)
                .map(endpoint -> endpoint.name() + " (" + endpoint.gate().limit() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        if (!capped.isEmpty()) {
            log.info(
                    "With {} consumers of requests, these endpoints have fewer transfers at once than their max-transfers,"
                            + " so that one stays free for the others: {}",
                    consumers,
                    capped);
        }
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
