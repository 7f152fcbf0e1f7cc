package dev.drover.camel;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Closes the sessions of a consumer with {@code disconnect} when nobody uses them any more: a poll uses them, and each of
 * its exchanges until it is done, which may be long after the poll and in any order. Thread-safe.
 */
final class LastOneOut {
    private final RemoteServer server;
    private final AtomicInteger users = new AtomicInteger();

    LastOneOut(RemoteServer server) {
        this.server = server;
    }

    void enter() {
        users.incrementAndGet();
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            server.disconnect();
        }
    }

    /** Leaves after what deletes or moves the file of an exchange. */
    Synchronization leavingWhenDone() {
        return new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                leave();
            }

            @Override
            public int getOrder() {
                return Ordered.LOWEST;
            }
        };
    }
}
