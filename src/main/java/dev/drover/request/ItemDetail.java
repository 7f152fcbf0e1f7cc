package dev.drover.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.ItemRecord;
import dev.drover.request.Outcome.Moved;
import dev.drover.transfer.Verification;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What the journal keeps of an item for the next run of its request: a little JSON that nobody else reads. */
final class ItemDetail {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ItemDetail() {}

    static String of(Optional<Seen> seen) {
        ObjectNode json = MAPPER.createObjectNode();
        seen.map(Seen::size).orElse(OptionalLong.empty()).ifPresent(bytes -> json.put("size", bytes));
        seen.flatMap(Seen::modified).ifPresent(time -> json.put("modified", time.toString()));
        return json.toString();
    }

    static String of(Moved moved) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("verified", moved.verified().name());
        json.put("attempts", moved.attempts());
        json.put("resumedFrom", moved.resumedFrom());
        moved.sourceSize().ifPresent(bytes -> json.put("size", bytes));
        moved.sourceModified().ifPresent(time -> json.put("modified", time.toString()));
        return json.toString();
    }

    static Optional<Seen> seen(Optional<String> detail) {
        return detail.map(ItemDetail::read)
                .filter(json -> json.has("size") || json.has("modified"))
                .map(json -> new Seen(size(json), modified(json)));
    }

    static Optional<Moved> moved(ItemRecord item) {
        return item.detail()
                .map(ItemDetail::read)
                .filter(json -> json.has("verified"))
                .map(json -> new Moved(
                        item.sha256(),
                        Verification.valueOf(json.path("verified").asText()),
                        json.path("attempts").asInt(),
                        json.path("resumedFrom").asLong(),
                        size(json),
                        modified(json)));
    }

    private static OptionalLong size(JsonNode json) {
        return json.has("size") ? OptionalLong.of(json.path("size").asLong()) : OptionalLong.empty();
    }

    private static Optional<Instant> modified(JsonNode json) {
        return json.has("modified")
                ? Optional.of(Instant.parse(json.path("modified").asText()))
                : Optional.empty();
    }

    private static JsonNode read(String detail) {
        try {
            return MAPPER.readTree(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal tells of an item what we did not write", e);
        }
    }
}
