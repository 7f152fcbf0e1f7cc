package dev.drover.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schema of events as it is shipped, and stricter: a field that it does not know is a mistake of ours. */
public final class EventSchema {
    private static final Path FILE = Path.of("src/main/resources/dev/drover/request/transfer-event.schema.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchema STRICT = strict();

    private EventSchema() {}

    /** What is wrong with an event about a request; nothing, when it is about something else. */
    public static List<String> problems(String event) {
        try {
            JsonNode json = MAPPER.readTree(event);
            if (!json.path("type").asText().startsWith("drover.transfer.")) {
                return List.of();
            }
            return STRICT.validate(json).stream()
                    .map(problem -> problem + " in " + event)
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static JsonSchema strict() {
        try {
            JsonNode schema = MAPPER.readTree(Files.readString(FILE));
            close(schema);
            schema.path("$defs").forEach(EventSchema::close);
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build();
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode definition) {
        if (definition instanceof ObjectNode open && open.has("properties")) {
            open.put("additionalProperties", false);
        }
    }
}
