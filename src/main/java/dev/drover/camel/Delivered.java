package dev.drover.camel;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Notes on the exchange what its last producer has delivered, for a route that tells of it; one that skips notes nothing. */
final class Delivered {
    /** Exchange property: a map with {@code name}, below the directory of the endpoint, {@code size} and {@code sha256}. */
    static final String PROPERTY = "DroverDelivered";

    private Delivered() {}

    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /**
     * To be called when the file has its name.
     *
     * @param size in bytes at the target, where known
     * @param digests where they were compared with the target
     */
    static void note(Exchange exchange, String name, OptionalLong size, @Nullable BodyDigests digests) {
        Map<String, Object> noted = new HashMap<>();
        noted.put("name", name);
        size.ifPresent(known -> noted.put("size", known));
        if (digests != null) {
            noted.put("sha256", digests.sha256());
        }
        exchange.setProperty(PROPERTY, Map.copyOf(noted));
    }
}
