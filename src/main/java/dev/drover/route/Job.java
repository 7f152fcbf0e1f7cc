package dev.drover.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bean of a route template that does a piece of work when its route says so, and makes the message the event that tells
 * how it went. What goes wrong is such an event, never an exception: the next run comes by itself.
 *
 * <p>Camel sets the options before the route starts and then calls {@link #check}; after that nothing changes them.
 */
abstract class Job implements Processor, CamelContextAware {
    private static final Logger log = LoggerFactory.getLogger(Job.class);

    private @Nullable CamelContext camelContext;

    /** One word for log and events. */
    abstract String kind();

    /** What it is about. */
    abstract String subject();

    /**
     * Does it.
     *
     * @throws IOException when it could not be done, with the reason in a sentence
     */
    abstract JobEvent run(Tools tools, String route) throws IOException;

    /** Whether there is nothing to be done now, and nothing to be told. */
    boolean rests(Tools tools) {
        return false;
    }

    /** Whether others are to hear of this. */
    boolean isWorthTelling(JobEvent event) {
        return true;
    }

    /**
     * Whether the options make sense, asked once before the route starts.
     *
     * @throws IOException with the reason in a sentence
     */
    public abstract void check() throws IOException;

    @Override
    public final void process(Exchange exchange) throws JsonProcessingException {
        Tools tools = tools();
        String route = String.valueOf(exchange.getFromRouteId());
        JobEvent event;
        if (rests(tools)) {
            log.debug("{} rests today", route);
            exchange.setRouteStop(true);
            return;
        }
        try {
            event = run(tools, route);
        } catch (IOException e) {
            event = JobEvent.failed(kind(), subject(), e);
            log.debug("{} failed", route, e);
        }
        if (!isWorthTelling(event)) {
            log.debug("{} has nothing to tell", route);
            exchange.setRouteStop(true);
            return;
        }
        tell(route, event);
        event.write(exchange.getMessage(), tools, route);
    }

    private static void tell(String route, JobEvent event) {
        String line = String.format(
                Locale.ROOT,
                "%-14s %-9s %s",
                route,
                event.type().substring(event.type().indexOf('.') + 1),
                Quantities.printable(event.summary()));
        if (!event.isNews()) {
            log.debug("{}", line);
        } else if (event.isGood()) {
            log.info("{}", line);
        } else {
            log.warn("{}", line);
        }
    }

    final Tools tools() {
        return Tools.of(camel());
    }

    final CamelContext camel() {
        if (camelContext == null) {
            throw new IllegalStateException("a job of a route template is made by Camel");
        }
        return camelContext;
    }

    @Override
    public final void setCamelContext(CamelContext context) {
        camelContext = context;
    }

    @Override
    public final @Nullable CamelContext getCamelContext() {
        return camelContext;
    }
}
