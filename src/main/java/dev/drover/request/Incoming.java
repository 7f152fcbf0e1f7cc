package dev.drover.request;

import dev.drover.journal.NewRequest;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.Source;
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
 */
public record Incoming(
        Object body,
        String key,
        Optional<String> submitter,
        Optional<String> correlationId,
        int priority,
        boolean persistent,
        Optional<String> group,
        int returns) {
    TransferRequest read(RequestReader reader) throws RequestRejectedException {
        return body instanceof byte[] bytes ? reader.read(bytes) : reader.read(String.valueOf(body));
    }

    /** What the journal is to know of what it asks for. */
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
