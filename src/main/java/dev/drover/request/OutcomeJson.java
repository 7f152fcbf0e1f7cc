package dev.drover.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.FailureNote;
import dev.drover.request.Outcome.Failure;
import dev.drover.request.Outcome.Item;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.transfer.FoundFile;
import java.util.Locale;
import java.util.Optional;

/** Outcomes and rejections as JSON, with the names of {@code docs/requests.md}. Thread-safe. */
public final class OutcomeJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OutcomeJson() {}

    /** The outcome of a request, in one line. */
    public static String write(Outcome outcome) {
        return text(tree(outcome, outcome.status().name()));
    }

    /**
     * The outcome of a request that was carried out by a node, in one line.
     *
     * @param status what became of the request as a whole
     * @param attempt the last one
     * @param before why an earlier attempt failed, where this one says nothing better
     */
    static String write(
            Outcome outcome, Outcome.Status status, int attempt, String node, Optional<FailureNote> before) {
        ObjectNode json = tree(outcome, status.name());
        if (!json.has("error")) {
            before.ifPresent(why -> json.putObject("error")
                    .put("class", why.errorClass())
                    .put("retryable", false)
                    .put("message", why.message()));
        }
        json.put("attempt", attempt);
        json.put("node", node);
        return text(json);
    }

    /** What everything that is told of a request begins with. */
    static ObjectNode about(TransferRequest request) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("requestId", request.id());
        json.put("operation", request.operation().word());
        request.jobName().ifPresent(name -> json.put("jobName", name));
        request.source().ifPresent(source -> json.put("source", source.endpoint()));
        request.destination().ifPresent(destination -> json.put("destination", destination.endpoint()));
        if (!request.labels().isEmpty()) {
            ObjectNode labels = json.putObject("labels");
            request.labels().forEach(labels::put);
        }
        if (request.dryRun()) {
            json.put("dryRun", true);
        }
        return json;
    }

    private static ObjectNode tree(Outcome outcome, String status) {
        TransferRequest request = outcome.request();
        ObjectNode json = about(request);
        json.put("status", status);
        json.put("startedAt", outcome.started().toString());
        json.put("durationMs", outcome.duration().toMillis());
        json.put("bytes", outcome.bytes());
        ObjectNode counts = json.putObject("items");
        counts.put("total", outcome.items().size());
        counts.put("done", outcome.count(ItemStatus.COMPLETED));
        counts.put("skipped", outcome.count(ItemStatus.SKIPPED));
        counts.put("failed", outcome.count(ItemStatus.FAILED));
        Judgement.failures(outcome).findFirst().ifPresent(failure -> write(json.putObject("error"), failure));
        ArrayNode results = json.putArray("results");
        outcome.items().forEach(item -> write(results.addObject(), item));
        if (request.operation() == Operation.LIST) {
            ArrayNode entries = json.putArray("entries");
            outcome.entries().forEach(entry -> write(entries.addObject(), entry));
        }
        return json;
    }

    /**
     * A rejection, in one line.
     *
     * @param request what was asked for, if that could be read
     */
    static String write(Optional<TransferRequest> request, Rejection rejection) {
        ObjectNode json = request.map(OutcomeJson::about).orElseGet(MAPPER::createObjectNode);
        rejection.requestId().ifPresent(id -> json.put("requestId", id));
        json.put("status", "REJECTED");
        ObjectNode error = json.putObject("error");
        error.put("class", rejection.errorClass().name());
        error.put("code", rejection.code().name());
        error.put("message", rejection.message());
        error.put("retryable", false);
        return text(json);
    }

    static void write(ObjectNode json, Item item) {
        json.put("path", item.path());
        item.target().ifPresent(target -> json.put("target", target));
        json.put("status", item.status().name());
        json.put("bytes", item.bytes());
        json.put("durationMs", item.duration().toMillis());
        item.transfer().ifPresent(transfer -> write(json, transfer));
        item.failure().ifPresent(failure -> write(json.putObject("error"), failure));
    }

    private static void write(ObjectNode json, Outcome.Moved transfer) {
        transfer.sha256().ifPresent(hex -> json.put("sha256", hex));
        json.put("verified", transfer.verified().name().toLowerCase(Locale.ROOT));
        json.put("attempts", transfer.attempts());
        json.put("resumedFrom", transfer.resumedFrom());
    }

    static void write(ObjectNode json, Failure failure) {
        json.put("class", failure.errorClass().name());
        failure.reply().ifPresent(reply -> {
            ObjectNode ftp = json.putObject("ftpReply");
            ftp.put("code", reply.code());
            ftp.put("text", reply.text());
        });
        json.put("retryable", failure.retryable());
        json.put("attempts", failure.attempts());
        json.put("message", failure.message());
    }

    private static void write(ObjectNode json, FoundFile entry) {
        json.put("path", entry.path().toString());
        json.put("kind", entry.isDirectory() ? "directory" : "file");
        entry.size().ifPresent(size -> json.put("size", size));
        entry.modified().ifPresent(time -> json.put("modified", time.toString()));
    }

    static String text(ObjectNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be written", e);
        }
    }
}
