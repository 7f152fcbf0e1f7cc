package dev.drover.camel;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileExist;
import org.jspecify.annotations.Nullable;

/** Notes on the exchange what its last producer has delivered or left alone, for a route that tells of it. */
final class Delivered {
    /** Exchange property: a map with {@code name}, below the directory of the endpoint, {@code size} and {@code sha256}. */
    static final String PROPERTY = "DroverDelivered";

    /** Exchange property: the name of a file that was there and is left alone, so that nothing was delivered. */
    static final String SKIPPED = "DroverSkipped";

    private Delivered() {}

    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
        exchange.removeProperty(SKIPPED);
    }

    /** To be called when the producer is done: with fileExist=Ignore, what was not delivered was there. */
    static void noteSkipped(Exchange exchange, GenericFileExist exist, String name) {
        if (exist == GenericFileExist.Ignore && exchange.getProperty(PROPERTY) == null) {
            exchange.setProperty(SKIPPED, name);
        }
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
