package dev.drover.route;

import java.time.ZoneId;
import java.util.TimeZone;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a route look for files at certain times only; a look that has begun goes on to its last file. The consumer stays
 * ready meanwhile, so that health checks do not take a closed window for trouble. One for each consumer.
 */
public final class PollWindow extends DefaultPollingConsumerPollStrategy {
    private static final Logger log = LoggerFactory.getLogger(PollWindow.class);

    private final String text;
    private final TimeWindow window;
    private volatile boolean isShut;

    /**
     * For a parameter of a template.
     *
     * @param window as {@code MON-FRI 06:00-20:00}
     * @param timezone in which its times are
     */
    public PollWindow(String window, String timezone) {
        ZoneId zone = TimeZone.getTimeZone(timezone).toZoneId();
        this.text = window + " " + zone;
        this.window = TimeWindow.parse(window, zone)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + window + "\" is no window; those look like " + TimeWindow.EXAMPLES));
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        boolean isOpen = window.contains(
                Tools.of(consumer.getEndpoint().getCamelContext()).clock().instant());
        if (isOpen == isShut) {
            log.info("{} {} ({})", route(consumer), isOpen ? "looks for files again" : "looks for no files now", text);
        }
        isShut = !isOpen;
        return isOpen && super.begin(consumer, endpoint);
    }

    private static String route(Consumer consumer) {
        return consumer instanceof DefaultConsumer known ? String.valueOf(known.getRouteId()) : consumer.toString();
    }
}
