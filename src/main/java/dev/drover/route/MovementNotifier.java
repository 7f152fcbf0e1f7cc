package dev.drover.route;

import dev.drover.endpoint.UriText;
import dev.drover.route.Movement.Outcome;
import dev.drover.transfer.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeRedeliveryEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Turns what Camel says of the exchanges of file routes into movements. Thread-safe. */
public final class MovementNotifier extends EventNotifierSupport {
    private static final String BEGIN = "DroverMovementBegin";

    // Endpoints of the scheme drover note here when work on a file began: before it was fetched.
    private static final String FILE_BEGIN = "DroverFileBegin";

    // Producers of the scheme drover note here what they have left alone.
    private static final String SKIPPED = "DroverSkipped";

    private static final String NAMED = "drover:";

    private final List<MovementListener> listeners;

    public MovementNotifier(List<MovementListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    protected void setupIgnore(boolean ignore) {
        super.setupIgnore(ignore);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeEvent told && file(told.getExchange()).isPresent();
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeCreatedEvent created) {
            begin(created.getExchange());
        } else if (event instanceof ExchangeCompletedEvent completed) {
            Exchange exchange = completed.getExchange();
            boolean isSkipped = exchange.getProperty(SKIPPED) != null;
            tell(exchange, isSkipped ? Outcome.SKIPPED : Outcome.MOVED, Optional.empty());
        } else if (event instanceof ExchangeRedeliveryEvent again && again.getAttempt() == 1) {
            tell(again.getExchange(), Outcome.WAITING, Optional.of(Failure.of(again.getExchange())));
        } else if (event instanceof ExchangeFailedEvent failed) {
            tellFailure(failed.getExchange());
        }
    }

    private void tellFailure(Exchange exchange) {
        Failure failure = Failure.of(exchange);
        // A file that waits while Drover stops was told of when it began to wait.
        if (failure.errorClass() != ErrorClass.CANCELLED) {
            tell(exchange, failure.isFinal() ? Outcome.DEAD : Outcome.WAITING, Optional.of(failure));
        }
    }

    private static void begin(Exchange exchange) {
        if (exchange.getProperty(BEGIN) == null) {
            long now = System.nanoTime();
            // An exchange is as old as the listing that its file stood in, and may have waited for others since.
            long begin = exchange.getProperty(FILE_BEGIN, now, Long.class);
            exchange.setProperty(BEGIN, new Begin(exchange.getExchangeId(), begin));
        }
    }

    private void tell(Exchange exchange, Outcome outcome, Optional<Failure> failure) {
        GenericFile<?> file = file(exchange).orElseThrow();
        Movement movement = new Movement(
                String.valueOf(exchange.getFromRouteId()),
                place(exchange),
                file.getFileName(),
                file.getFileLength(),
                took(exchange),
                outcome,
                failure);
        listeners.forEach(listener -> listener.moved(movement));
    }

    // Of drover://partner/outgoing?... the name is enough; of other schemes no option is told, for it may be secret.
    private static String place(Exchange exchange) {
        String uri = UriText.shown(exchange.getFromEndpoint().getEndpointUri());
        return uri.startsWith(NAMED) ? uri.substring(NAMED.length()).replaceFirst("^/*([^/]*).*", "$1") : uri;
    }

    private static Duration took(Exchange exchange) {
        return Duration.ofNanos(
                System.nanoTime() - exchange.getProperty(BEGIN, Begin.class).nanos());
    }

    private static Optional<GenericFile<?>> file(Exchange exchange) {
        Object file = exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE);
        return file instanceof GenericFile<?> taken && !isCopy(exchange) ? Optional.of(taken) : Optional.empty();
    }

    // Copies that a route makes for its own ends (multicast, wire tap) carry the file of their original too.
    private static boolean isCopy(Exchange exchange) {
        Begin begin = exchange.getProperty(BEGIN, Begin.class);
        return begin != null && !begin.exchange().equals(exchange.getExchangeId());
    }

    private record Begin(String exchange, long nanos) {}
}
