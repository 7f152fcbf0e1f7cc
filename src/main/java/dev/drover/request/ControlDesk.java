package dev.drover.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.CancelVerdict;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.RequestQuery;
import dev.drover.journal.RequestRecord;
import dev.drover.journal.RequestState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What operators ask about requests, as JSON in and JSON out: {@code status}, {@code list}, {@code dead}, {@code cancel},
 * {@code replay}. Who may put messages on its queue is for the broker to say. Thread-safe.
 */
public final class ControlDesk {
    private static final String REPLAY = "replay:";
    private static final int LONGEST = 64 * 1024;
    private static final int MOST = 1000;
    private static final int USUALLY = 50;
    private static final Set<String> FIELDS = Set.of("command", "requestId", "state", "endpoint", "limit");
    private static final Set<RequestState> DEAD =
            EnumSet.of(RequestState.DEAD, RequestState.PARTIAL, RequestState.EXPIRED, RequestState.REJECTED);

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(4).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final Journal journal;
    private final RequestDesk desk;

    public ControlDesk(Journal journal, RequestDesk desk) {
        this.journal = journal;
        this.desk = desk;
    }

    /**
     * The answer to a command.
     *
     * @param json {@code ok}, and what was asked for or an {@code error}
     * @param resend a request that is to be put on its queue again, together with the acknowledgement of the command
     */
    public record Answer(String json, Optional<Resend> resend) {}

    /**
     * A request that is to be carried out again.
     *
     * @param key names the message that brings it
     */
    public record Resend(
            String requestId,
            String body,
            String key,
            Optional<String> submitter,
            Optional<String> correlationId,
            int priority) {}

    /**
     * Does what a command says.
     *
     * @param by who asks, for the timeline of the request
     */
    public Answer handle(String body, String by) {
        try {
            JsonNode command = read(body);
            String word = command.path("command").asText();
            return switch (word) {
                case "status" -> status(id(command));
                case "list" -> list(command, states(command));
                case "dead" -> list(command, DEAD);
                case "cancel" -> cancel(id(command), by);
                case "replay" -> replay(id(command), by);
                default ->
                    throw new IllegalArgumentException(
                            "There is no command \"" + word + "\", only status, list, dead, cancel and replay.");
            };
        } catch (IllegalArgumentException e) {
            return error(String.valueOf(e.getMessage()));
        } catch (JournalException e) {
            return error(e.getMessage() + ".");
        }
    }

    private Answer status(String id) throws JournalException {
        RequestRecord known = find(id);
        ObjectNode json = ok();
        ObjectNode request = RequestView.write(json.putObject("request"), known);
        ArrayNode items = request.putArray("results");
        journal.history().items(id).stream().limit(MOST).forEach(item -> RequestView.write(items.addObject(), item));
        ArrayNode attempts = request.putArray("history");
        journal.history().attempts(id).forEach(attempt -> RequestView.write(attempts.addObject(), attempt));
        ArrayNode events = request.putArray("events");
        journal.history().events(id).forEach(event -> RequestView.write(events.addObject(), event));
        return new Answer(OutcomeJson.text(json), Optional.empty());
    }

    private Answer list(JsonNode command, Set<RequestState> states) throws JournalException {
        int limit = command.path("limit").asInt(USUALLY);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("A list has 1 to " + MOST + " requests.");
        }
        RequestQuery query = RequestQuery.LATEST.withStates(states).withLimit(limit);
        RequestQuery whole = command.has("endpoint")
                ? query.withEndpoint(command.path("endpoint").asText())
                : query;
        ObjectNode json = ok();
        ArrayNode requests = json.putArray("requests");
        journal.history().list(whole).forEach(known -> RequestView.write(requests.addObject(), known));
        return new Answer(OutcomeJson.text(json), Optional.empty());
    }

    private Answer cancel(String id, String by) throws JournalException {
        CancelVerdict verdict = desk.cancel(id, by);
        if (verdict == CancelVerdict.UNKNOWN) {
            throw unknown(id);
        }
        ObjectNode json = ok().put("requestId", id).put("verdict", verdict.name());
        return new Answer(OutcomeJson.text(json), Optional.empty());
    }

    private Answer replay(String id, String by) throws JournalException {
        RequestRecord known = find(id);
        String body = journal.history().body(id).orElseThrow(() -> unknown(id));
        Optional<Instant> deadline =
                known.asked().deadline().filter(end -> !desk.now().isBefore(end));
        if (deadline.isPresent()) {
            throw new IllegalArgumentException("The deadline of the request \"" + id + "\", " + deadline.get()
                    + ", has passed, so it would expire at once; send a new request.");
        }
        Optional<String> unsent = unsent(known);
        String key = unsent.orElseGet(() -> REPLAY + UUID.randomUUID());
        if (unsent.isEmpty() && !journal.requests().replay(id, by, key)) {
            throw new IllegalArgumentException("The request \"" + id + "\" is "
                    + known.state().name().toLowerCase(Locale.ROOT) + ", so it is not replayed.");
        }
        Resend resend = new Resend(
                id,
                body,
                key,
                known.asked().submitter(),
                known.asked().correlationId(),
                known.asked().priority());
        return new Answer(OutcomeJson.text(ok().put("requestId", id)), Optional.of(resend));
    }

    // The journal may know of a replay whose message did not leave. Should it have left, two with one key do no harm.
    private static Optional<String> unsent(RequestRecord known) {
        boolean begun = known.state() != RequestState.ACCEPTED || known.work().attempts() > 0;
        return begun ? Optional.empty() : known.asked().messageKey().filter(key -> key.startsWith(REPLAY));
    }

    private RequestRecord find(String id) throws JournalException {
        return journal.history().find(id).orElseThrow(() -> unknown(id));
    }

    private JsonNode read(String body) {
        if (body.length() > LONGEST) {
            throw new IllegalArgumentException("The command is too long.");
        }
        try {
            JsonNode json = mapper.readTree(body);
            json.fieldNames().forEachRemaining(name -> {
                if (!FIELDS.contains(name)) {
                    throw new IllegalArgumentException("A command has the fields " + FIELDS + " only.");
                }
            });
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The command is no sound JSON.", e);
        }
    }

    private static Set<RequestState> states(JsonNode command) {
        if (!command.has("state")) {
            return Set.of();
        }
        String word = command.path("state").asText().toUpperCase(Locale.ROOT);
        for (RequestState state : RequestState.values()) {
            if (state.name().equals(word)) {
                return Set.of(state);
            }
        }
        throw new IllegalArgumentException("There is no state " + word + ".");
    }

    private static String id(JsonNode command) {
        String id = command.path("requestId").asText();
        if (id.isEmpty()) {
            throw new IllegalArgumentException("The command needs a requestId.");
        }
        return id;
    }

    private static IllegalArgumentException unknown(String id) {
        return new IllegalArgumentException("There is no request \"" + id + "\".");
    }

    private ObjectNode ok() {
        return mapper.createObjectNode().put("ok", true);
    }

    private Answer error(String message) {
        ObjectNode json = mapper.createObjectNode().put("ok", false).put("error", message);
        return new Answer(OutcomeJson.text(json), Optional.empty());
    }
}
