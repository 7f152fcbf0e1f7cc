package dev.drover.request;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The endpoints that a request needs, and what they ask for.
 *
 * @param endpoints the source first; each once
 * @param ordered those that keep the order of what writes to them, and that the request writes to
 */
record Needs(List<Endpoint> endpoints, List<String> ordered) {
    /**
     * Of a request.
     *
     * @throws RequestRejectedException when it names an endpoint that is not there
     */
    static Needs of(TransferRequest request, EndpointCatalog catalog) throws RequestRejectedException {
        RequestGuard guard = new RequestGuard(catalog, Optional.empty());
        List<Endpoint> all = new ArrayList<>();
        for (String name : Stream.concat(
                        request.source().map(Source::endpoint).stream(),
                        request.destination().map(Destination::endpoint).stream())
                .distinct()
                .toList()) {
            all.add(guard.endpoint(request, name));
        }
        List<String> ordered = all.stream()
                .filter(endpoint -> endpoint.settings().ordered())
                .map(Endpoint::name)
                .filter(name -> writes(request, name))
                .toList();
        return new Needs(List.copyOf(all), ordered);
    }

    private static boolean writes(TransferRequest request, String endpoint) {
        boolean takes = request.operation() == Operation.DELETE
                || request.operation() == Operation.MOVE
                || request.source()
                        .filter(source -> source.onSuccess() != OnSuccess.KEEP)
                        .isPresent();
        return request.destination()
                        .filter(to -> to.endpoint().equals(endpoint))
                        .isPresent()
                || takes
                        && request.source()
                                .filter(from -> from.endpoint().equals(endpoint))
                                .isPresent();
    }

    /** Those that somebody has to log in to. */
    Set<String> servers() {
        return endpoints.stream()
                .filter(FtpEndpoint.class::isInstance)
                .map(Endpoint::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How the request is repeated: as the server says that it writes to, or else the one it reads from. */
    RetryPolicy policy() {
        return endpoints.stream()
                .filter(FtpEndpoint.class::isInstance)
                .reduce((first, second) -> second)
                .orElse(endpoints.get(endpoints.size() - 1))
                .retry();
    }
}
