package dev.drover.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.Claim;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import dev.drover.journal.Tally;
import dev.drover.request.Event.Kind;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.TransferEvent.Progress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes events: CloudEvents in structured JSON. What is told twice has the same id both times. Thread-safe. */
final class Events {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String node;
    private final Clock clock;

    Events(String node, Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    /** Whom an event is about. */
    record Subject(Optional<String> requestId, Optional<String> endpoint, Optional<String> correlationId) {
        static Subject of(TransferRequest request, Incoming message) {
            Optional<String> endpoint = request.destination()
                    .map(Destination::endpoint)
                    .or(() -> request.source().map(Source::endpoint));
            return new Subject(Optional.of(request.id()), endpoint, message.correlationId());
        }
    }

    Event accepted(Subject subject, TransferRequest request, Claim claim) {
        return event(Kind.ACCEPTED, "", subject, about(request, claim));
    }

    Event started(Subject subject, TransferRequest request, Claim claim) {
        return event(Kind.STARTED, "/" + claim.fence(), subject, about(request, claim));
    }

    Event progress(Subject subject, TransferRequest request, Claim claim, Tally tally, String path, Progress now) {
        ObjectNode data = about(request, claim);
        ObjectNode items = data.putObject("items");
        items.put("done", tally.itemsDone());
        items.put("failed", tally.itemsFailed());
        items.put("total", tally.itemsTotal());
        ObjectNode bytes = data.putObject("bytes");
        bytes.put("done", tally.bytesDone() + now.bytes());
        if (tally.bytesTotal() > 0) {
            bytes.put("total", tally.bytesTotal());
        }
        data.put("bytesPerSecond", Math.round(now.bytesPerSecond()));
        ObjectNode current = data.putObject("current");
        current.put("path", path);
        current.put("done", now.bytes());
        now.total().ifPresent(size -> current.put("size", size));
        current.put("resumedFrom", now.resumedFrom());
        String discriminator = "/" + claim.fence() + "/" + tally.itemsDone() + "/" + now.bytes();
        return event(Kind.PROGRESS, discriminator, subject, data);
    }

    Event itemCompleted(Subject subject, TransferRequest request, Claim claim, Item item) {
        ObjectNode data = about(request, claim);
        OutcomeJson.write(data.putObject("item"), item);
        return event(Kind.ITEM_COMPLETED, "/" + item.path(), subject, data);
    }

    Event retryScheduled(Subject subject, TransferRequest request, Claim claim, Failure why, Instant next) {
        ObjectNode data = about(request, claim);
        OutcomeJson.write(data.putObject("error"), why);
        data.put("nextAttemptAt", next.toString());
        return event(Kind.RETRY_SCHEDULED, "/" + claim.fence(), subject, data);
    }

    /** The same, as the journal has it. */
    Event retryScheduled(Subject subject, TransferRequest request, RequestRecord known, Instant next) {
        ObjectNode data = OutcomeJson.about(request).put("attempt", known.work().attempts());
        known.failure().ifPresent(why -> data.putObject("error")
                .put("class", why.errorClass())
                .put("retryable", true)
                .put("message", why.message()));
        data.put("nextAttemptAt", next.toString());
        return event(Kind.RETRY_SCHEDULED, "/" + known.work().fence(), subject, data);
    }

    Event rejected(Subject subject, String outcome, String key) {
        return event(Kind.REJECTED, "/" + key, subject, summary(outcome));
    }

    Event duplicate(Subject subject, String outcome, String key) {
        return event(Kind.DUPLICATE, "/" + key, subject, summary(outcome));
    }

    /**
     * The end of a request.
     *
     * @param fence of its last claim
     */
    Event ended(Subject subject, RequestState state, String outcome, long fence) {
        Kind kind =
                switch (state) {
                    case COMPLETED -> Kind.COMPLETED;
                    case PARTIAL -> Kind.PARTIALLY_COMPLETED;
                    case CANCELLED -> Kind.CANCELLED;
                    case EXPIRED -> Kind.EXPIRED;
                    default -> Kind.FAILED;
                };
        return event(kind, "/" + fence, subject, summary(outcome));
    }

    Event deadLettered(Subject subject, String letter, String outcome) {
        ObjectNode data = summary(outcome);
        data.put("deadLetterId", letter);
        return event(Kind.DEAD_LETTERED, "/" + letter, subject, data);
    }

    // Of results there may be thousands; they are in the reply and in the journal.
    private static ObjectNode summary(String outcome) {
        try {
            ObjectNode data = (ObjectNode) MAPPER.readTree(outcome);
            data.remove(List.of("results", "entries"));
            return data;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds an outcome that we did not write", e);
        }
    }

    private static ObjectNode about(TransferRequest request, Claim claim) {
        return OutcomeJson.about(request).put("attempt", claim.attempt());
    }

    private Event event(Kind kind, String discriminator, Subject subject, ObjectNode data) {
        String id = subject.requestId().orElse("unknown") + "/" + kind.word() + discriminator;
        ObjectNode json = MAPPER.createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", id);
        json.put("source", "/drover/" + node);
        json.put("type", "drover.transfer." + kind.word() + ".v1");
        subject.requestId().ifPresent(request -> json.put("subject", request));
        json.put("time", clock.instant().toString());
        json.put("datacontenttype", "application/json");
        subject.correlationId().ifPresent(correlation -> json.put("correlationid", correlation));
        json.set("data", data);
        return new Event(
                kind, id, subject.requestId(), subject.endpoint(), subject.correlationId(), OutcomeJson.text(json));
    }
}
