package dev.drover.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.AttemptRecord;
import dev.drover.journal.FailureNote;
import dev.drover.journal.ItemRecord;
import dev.drover.journal.RequestEvent;
import dev.drover.journal.RequestRecord;
import java.util.Optional;

/** What the journal knows of a request, as JSON for operators. */
final class RequestView {
    private RequestView() {}

    static ObjectNode write(ObjectNode json, RequestRecord known) {
        RequestRecord.Asked asked = known.asked();
        json.put("requestId", known.id());
        json.put("state", known.state().name());
        json.put("operation", asked.operation());
        asked.jobName().ifPresent(name -> json.put("jobName", name));
        asked.source().ifPresent(name -> json.put("source", name));
        asked.destination().ifPresent(name -> json.put("destination", name));
        asked.submitter().ifPresent(name -> json.put("submitter", name));
        json.put("priority", asked.priority());
        json.put("attempts", known.work().attempts());
        known.work().owner().ifPresent(owner -> json.put("node", owner));
        ObjectNode items = json.putObject("items");
        items.put("total", known.tally().itemsTotal());
        items.put("done", known.tally().itemsDone());
        items.put("failed", known.tally().itemsFailed());
        json.put("bytes", known.tally().bytesDone());
        known.waitReason().ifPresent(reason -> json.put("waitsFor", reason));
        known.due().ifPresent(time -> json.put("due", time.toString()));
        known.cancelledBy().ifPresent(who -> json.put("cancelledBy", who));
        json.put("received", known.received().toString());
        known.finished().ifPresent(time -> json.put("finished", time.toString()));
        error(json, known.failure());
        return json;
    }

    static void write(ObjectNode json, ItemRecord item) {
        json.put("path", item.path());
        item.target().ifPresent(target -> json.put("target", target));
        json.put("status", item.state().name());
        json.put("bytes", item.bytes());
        item.sha256().ifPresent(hex -> json.put("sha256", hex));
        json.put("durationMs", item.duration().toMillis());
        error(json, item.failure());
    }

    static void write(ObjectNode json, AttemptRecord attempt) {
        json.put("attempt", attempt.attempt());
        json.put("node", attempt.owner());
        json.put("started", attempt.started().toString());
        json.put("ended", attempt.ended().toString());
        json.put("result", attempt.result().name());
        error(json, attempt.failure());
    }

    static void write(ObjectNode json, RequestEvent event) {
        json.put("time", event.at().toString());
        json.put("node", event.node());
        json.put("event", event.event());
        json.put("detail", event.detail());
    }

    private static void error(ObjectNode json, Optional<FailureNote> failure) {
        failure.ifPresent(why -> {
            ObjectNode error = json.putObject("error");
            error.put("class", why.errorClass());
            error.put("message", why.message());
            why.ftpReply().ifPresent(reply -> error.put("ftpReply", reply));
        });
    }
}
