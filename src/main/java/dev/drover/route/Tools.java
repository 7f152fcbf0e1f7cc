package dev.drover.route;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.UnknownEndpointException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * What the jobs of route templates work with; one in the registry for all of them. Thread-safe.
 *
 * @param listeners are told of each file that a job moves
 * @param node the name of this Drover in events
 */
public record Tools(
        EndpointCatalog endpoints,
        TransferEngine transfers,
        List<MovementListener> listeners,
        Clock clock,
        String node) {
    public Tools {
        listeners = List.copyOf(listeners);
    }

    static Tools of(CamelContext camel) {
        Tools tools = CamelContextHelper.findSingleByType(camel, Tools.class);
        if (tools == null) {
            throw new IllegalStateException("The jobs of route templates need a bean of type " + Tools.class.getName());
        }
        return tools;
    }

    /**
     * The place that a text names: an endpoint, and perhaps a directory below it, as {@code partner/in/orders}.
     *
     * @throws IOException when there is no such endpoint, with the name that may have been meant, or the path leads out of it
     */
    Place place(String text) throws IOException {
        String tidy = Place.withSlash(text).replaceFirst("/+$", "");
        int slash = tidy.indexOf('/');
        Endpoint endpoint = endpoint(slash < 0 ? tidy : tidy.substring(0, slash));
        String below = slash < 0 ? "" : tidy.substring(slash + 1);
        boolean isRoot = below.isEmpty() || below.equals(".");
        return new Place(endpoint, isRoot ? RelativePath.ROOT : RelativePath.of(below));
    }

    Endpoint endpoint(String name) throws IOException {
        try {
            return endpoints.require(name);
        } catch (UnknownEndpointException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    void tell(Movement movement) {
        listeners.forEach(listener -> listener.moved(movement));
    }
}
