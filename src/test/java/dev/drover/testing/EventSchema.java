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

/**
 * The schemas of events as they are shipped, and of those about requests and files that arrived stricter: a field that it does
 * not know is a mistake of ours.
 */
public final class EventSchema {
    private static final Path RESOURCES = Path.of("src/main/resources/dev/drover");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchema REQUESTS = strict("request/transfer-event.schema.json");
    private static final JsonSchema FILES = strict("route/file-event.schema.json");
    private static final JsonSchema JOBS = schema(read("route/job-event.schema.json"));

    private EventSchema() {}

    /** What is wrong with an event; nothing, when it is none. */
    public static List<String> problems(String event) {
        try {
            JsonNode json = MAPPER.readTree(event);
            String type = json.path("type").asText();
            if (!type.startsWith("drover.")) {
                return List.of();
            }
            return of(type).validate(json).stream()
                    .map(problem -> problem + " in " + event)
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static JsonSchema of(String type) {
        if (type.startsWith("drover.file.moved.")) {
            return FILES;
        }
        return type.startsWith("drover.transfer.") ? REQUESTS : JOBS;
    }

    private static JsonSchema strict(String file) {
        JsonNode schema = read(file);
        close(schema);
        schema.path("$defs").forEach(EventSchema::close);
        return schema(schema);
    }

    private static JsonSchema schema(JsonNode schema) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
    }

    private static JsonNode read(String file) {
        try {
            return MAPPER.readTree(Files.readString(RESOURCES.resolve(file)));
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
