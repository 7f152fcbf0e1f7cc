package dev.drover.route;

import dev.drover.request.Outcome;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.OutcomeJson;
import dev.drover.request.Rejection;
import dev.drover.request.RequestExecutor;
import dev.drover.request.RequestListener;
import dev.drover.request.RequestReader;
import dev.drover.request.RequestRejectedException;
import dev.drover.request.TransferRequest;
import dev.drover.request.TransferRequest.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code requests}: hands the request in a message to those who carry it out, and puts the outcome in its place.
 * Thread-safe.
 */
public final class Requests {
    private static final String REDELIVERED = "JMSRedelivered";

    private final RequestReader reader = new RequestReader();
    private final RequestExecutor executor;
    private final List<MovementListener> listeners;

    public Requests(RequestExecutor executor, List<MovementListener> listeners) {
        this.executor = executor;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Carries out the request. The body becomes the outcome as JSON, the headers {@code droverRequestId} and
     * {@code droverStatus} say whose and what; those of a dead letter come with them when not all of it was done.
     */
    public void execute(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean triedBefore = message.getHeader(REDELIVERED, false, Boolean.class);
        try {
            TransferRequest request = read(message);
            message.removeHeaders("*");
            tell(message, executor.execute(request, triedBefore, new Reporter(exchange.getFromRouteId())));
        } catch (RequestRejectedException e) {
            message.removeHeaders("*");
            tell(message, e.rejection());
        }
    }

    private TransferRequest read(Message message) throws RequestRejectedException {
        return message.getBody() instanceof byte[] bytes
                ? reader.read(bytes)
                : reader.read(message.getBody(String.class));
    }

    private static void tell(Message message, Outcome outcome) {
        message.setBody(OutcomeJson.write(outcome));
        message.setHeader("droverRequestId", outcome.request().id());
        message.setHeader("droverStatus", outcome.status().name());
        failure(outcome)
                .ifPresent(failure -> DeadLetters.address(
                        message,
                        failure.errorClass(),
                        failure.message(),
                        failure.reply().map(Object::toString),
                        failure.attempts()));
    }

    private static void tell(Message message, Rejection rejection) {
        message.setBody(OutcomeJson.write(rejection));
        rejection.requestId().ifPresent(id -> message.setHeader("droverRequestId", id));
        message.setHeader("droverStatus", "REJECTED");
        DeadLetters.address(message, rejection.errorClass(), rejection.message(), Optional.empty(), 0);
    }

    private static Optional<Failure> failure(Outcome outcome) {
        Stream<Failure> ofItems = outcome.items().stream().flatMap(item -> item.failure().stream());
        return Stream.concat(outcome.failure().stream(), ofItems).findFirst();
    }

    /** Tells of the files of a request as of those of any other route. */
    private final class Reporter implements RequestListener {
        private final String route;

        Reporter(String route) {
            this.route = route;
        }

        @Override
        public void itemEnded(TransferRequest request, Item item) {
            boolean moved =
                    item.status() == ItemStatus.COMPLETED && item.transfer().isPresent();
            if (moved || item.status() == ItemStatus.FAILED) {
                Movement movement = new Movement(
                        route,
                        request.source().map(Source::endpoint).orElse(""),
                        item.path(),
                        item.bytes(),
                        item.duration(),
                        moved ? Movement.Outcome.MOVED : Movement.Outcome.DEAD,
                        item.failure()
                                .map(why -> new dev.drover.route.Failure(
                                        why.errorClass(),
                                        why.message(),
                                        why.reply().map(Object::toString))));
                listeners.forEach(listener -> listener.moved(movement));
            }
        }
    }
}
