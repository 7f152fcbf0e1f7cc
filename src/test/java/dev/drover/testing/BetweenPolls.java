package dev.drover.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.ScheduledPollConsumer;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.LoggerFactory;

/** The moment at which a context stops at once: Camel looks only each second whether a poll has come to its end. */
public final class BetweenPolls {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private BetweenPolls() {}

    public static void stop(CamelContext camel) {
        pause(camel);
        camel.stop();
    }

    /** Lets no poll begin, and those that run end; what hangs is left to Camel, which knows how long it may. */
    public static void pause(CamelContext camel) {
        List<ScheduledPollConsumer> consumers = camel.getRoutes().stream()
                .map(Route::getConsumer)
                .filter(ScheduledPollConsumer.class::isInstance)
                .map(ScheduledPollConsumer.class::cast)
                .toList();
        consumers.forEach(ScheduledPollConsumer::suspend);
        try {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(PATIENCE)
                    .until(() -> consumers.stream().noneMatch(ScheduledPollConsumer::isPolling)
                            && camel.getInflightRepository().size() == 0);
        } catch (ConditionTimeoutException e) {
            LoggerFactory.getLogger(BetweenPolls.class).debug("Something hangs as {} is to stop", camel, e);
        }
    }
}
