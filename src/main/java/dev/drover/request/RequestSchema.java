package dev.drover.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The schema that every request must fit. Thread-safe. */
final class RequestSchema {
    private static final String RESOURCE = "transfer-request.schema.json";
    private static final int MOST_MESSAGES = 5;
    private static final int LONGEST_MESSAGE = 200;

    private final JsonSchema schema;

    RequestSchema() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .regularExpressionFactory(EcmaPattern::new)
                .build();
        try (InputStream in = RequestSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the schema " + RESOURCE + " is missing from the jar");
            }
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in, config);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + RESOURCE + " cannot be read", e);
        }
        schema.initializeValidators();
    }

    /** What is wrong, each as "where: what"; at most a few, since one mistake often shows several times. */
    List<String> check(JsonNode request) {
        return schema.validate(request).stream()
                .map(RequestSchema::text)
                .distinct()
                .sorted()
                .limit(MOST_MESSAGES)
                .toList();
    }

    private static String text(ValidationMessage message) {
        String text = printable(String.valueOf(message.getMessage()));
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
    }

    // Messages quote the names of unknown fields, which are the sender's to choose.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
