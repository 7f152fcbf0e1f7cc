package dev.drover.request;

import static dev.drover.request.RequestRejectedException.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.request.Rejection.Code;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a request from JSON, strictly: bounded in size and depth, no key twice, nothing behind it, no field that the
 * schema does not know. Thread-safe.
 */
public final class RequestReader {
    /** The longest request, in bytes of UTF-8. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int DEEPEST = 16;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{7,63}");

    private final RequestSchema schema = new RequestSchema();
    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(MAX_BYTES)
                            .maxNumberLength(40)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** Reads a body of bytes, which must be UTF-8. */
    public TransferRequest read(byte[] body) throws RequestRejectedException {
        if (body.length > MAX_BYTES) {
            throw tooLarge();
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            throw invalid(Optional.empty(), Code.MALFORMED, "The request is not UTF-8.");
        }
    }

    /**
     * Reads a body of text.
     *
     * @throws RequestRejectedException with class, code and reason
     */
    public TransferRequest read(String body) throws RequestRejectedException {
        // A char is at least a byte: what is longer than that need not be encoded to be counted.
        if (body.length() > MAX_BYTES || encodedLength(body) > MAX_BYTES) {
            throw tooLarge();
        }
        return parse(body);
    }

    private TransferRequest parse(String body) throws RequestRejectedException {
        JsonNode json = tree(body);
        Optional<String> id = idOf(json);
        List<String> wrong = schema.check(json);
        if (!wrong.isEmpty()) {
            throw invalid(id, Code.SCHEMA, "The request does not fit the schema: " + String.join("; ", wrong) + ".");
        }
        return new RequestFields(json).request();
    }

    private JsonNode tree(String body) throws RequestRejectedException {
        try {
            JsonNode json = mapper.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw invalid(Optional.empty(), Code.MALFORMED, "The request is no sound JSON" + where(e) + ": " + what(e));
        }
        throw invalid(Optional.empty(), Code.MALFORMED, "The request is no JSON object.");
    }

    // Also of a request that is rejected, so that the answer finds its way; only when it is one.
    private static Optional<String> idOf(JsonNode json) {
        String id = json.path("id").asText("");
        return json.path("id").isTextual() && ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    }

    private static int encodedLength(String body) throws RequestRejectedException {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(body))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw invalid(
                    Optional.empty(), Code.MALFORMED, "The request has half of a character that needs two units.");
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static String what(JsonProcessingException e) {
        String text = String.valueOf(e.getOriginalMessage()).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private static RequestRejectedException tooLarge() {
        return invalid(Optional.empty(), Code.TOO_LARGE, "The request is longer than " + MAX_BYTES / 1024 + " KiB.");
    }
}
