package dev.drover.camel;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What an exchange holds of a fetched file, to be let go when the exchange is done. */
interface Retrieved {
    /** The exchange property that holds it. It stays with copies of the exchange, as completions do. */
    String PROPERTY = "DroverRetrieved";

    /** Frees files and sessions. May be called more than once. */
    void release();

    static void put(Exchange exchange, Retrieved retrieved) {
        exchange.setProperty(PROPERTY, retrieved);
    }

    /** The body of this exchange may be held by somebody when it is done. */
    static void share(Exchange exchange) {
        if (exchange.getProperty(PROPERTY) instanceof SpooledBody body) {
            body.share();
        }
    }

    /** Lets go what the exchange holds, if anything. */
    static void release(Exchange exchange) {
        @Nullable Retrieved held = exchange.getProperty(PROPERTY, Retrieved.class);
        if (held != null) {
            held.release();
        }
    }
}
