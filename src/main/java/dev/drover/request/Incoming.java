package dev.drover.request;

import dev.drover.journal.NewRequest;
import dev.drover.journal.Turn;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.Source;
import java.util.List;
import java.util.Optional;

/**
 * A message that asks for something, with nothing of its carrier left. Everything in it but the submitter is a stranger's
 * word.
 *
 * @param body a text or bytes
 * @param key names the message: the same however often it is delivered or put back
 * @param submitter who sent it, as the broker vouches for it
 * @param correlationId of the sender's choice
 * @param priority 0 to 9
 * @param persistent whether it outlives the broker
 * @param group the messages of a group are delivered one after the other
 * @param returns how often it was put back without being carried out
 * @param arrival where the broker tells
 * @param limits of the queue that it came from
 */
public record Incoming(
        Object body,
        String key,
        Optional<String> submitter,
        Optional<String> correlationId,
        int priority,
        boolean persistent,
        Optional<String> group,
        int returns,
        Optional<Arrival> arrival,
        QueueLimits limits) {
    /** A message whose broker does not tell when it came. */
    public Incoming(
            Object body,
            String key,
            Optional<String> submitter,
            Optional<String> correlationId,
            int priority,
            boolean persistent,
            Optional<String> group,
            int returns) {
        this(
                body,
                key,
                submitter,
                correlationId,
                priority,
                persistent,
                group,
                returns,
                Optional.empty(),
                QueueLimits.NONE);
    }

    public Incoming withArrival(Arrival value) {
        return new Incoming(
                body, key, submitter, correlationId, priority, persistent, group, returns, Optional.of(value), limits);
    }

    public Incoming withLimits(QueueLimits value) {
        return new Incoming(body, key, submitter, correlationId, priority, persistent, group, returns, arrival, value);
    }

    TransferRequest read(RequestReader reader) throws RequestRejectedException {
        limits.checkSize(body);
        return body instanceof byte[] bytes ? reader.read(bytes) : reader.read(String.valueOf(body));
    }

    /**
     * What the journal is to know of what it asks for.
     *
     * @param ordered endpoints that keep an order and that it writes to
     */
    NewRequest asNew(TransferRequest request, List<String> ordered) {
        return asNew(request)
                .withTurn(new Turn(
                        ordered,
                        arrival.map(Arrival::at),
                        arrival.map(Arrival::number).orElse(0L),
                        request.notBefore()));
    }

    /** The same of a request that is not carried out. */
    NewRequest asNew(TransferRequest request) {
        return NewRequest.of(request.id(), request.operation().word(), request.content())
                .between(
                        request.source().map(Source::endpoint),
                        request.destination().map(Destination::endpoint))
                .withJobName(request.jobName())
                .withSubmitter(submitter)
                .withCorrelationId(correlationId)
                .withDeadline(request.deadline())
                .withPriority(priority)
                .withMessageKey(key);
    }
}
