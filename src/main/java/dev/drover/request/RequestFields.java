package dev.drover.request;

import static dev.drover.request.RequestRejectedException.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.request.Rejection.Code;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.Digest;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.request.TransferRequest.Options;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Glob;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.Verification;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Turns JSON that fits the schema into a request, and refuses what the schema cannot: fields that do not go together. */
final class RequestFields {
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final JsonNode json;
    private final String id;

    RequestFields(JsonNode json) {
        this.json = json;
        this.id = json.path("id").asText();
    }

    TransferRequest request() throws RequestRejectedException {
        Optional<Source> source = json.has("source") ? Optional.of(source(json.path("source"))) : Optional.empty();
        Optional<Destination> destination =
                json.has("destination") ? Optional.of(destination(json.path("destination"))) : Optional.empty();
        Options options = json.has("options") ? options(json.path("options")) : Options.DEFAULT;
        TransferRequest request = new TransferRequest(
                id,
                "",
                word(json, "operation", Operation.TRANSFER, Operation.class),
                source,
                destination,
                text(json, "cancelId"),
                options,
                instant("notBefore"),
                instant("deadline"),
                json.has("maxAttempts")
                        ? OptionalInt.of(json.path("maxAttempts").asInt())
                        : OptionalInt.empty(),
                text(json, "jobName"),
                labels(),
                json.path("dryRun").asBoolean(false));
        check(request);
        return request.withContent(RequestContent.of(request));
    }

    private Source source(JsonNode node) throws RequestRejectedException {
        List<RelativePath> paths = new ArrayList<>();
        for (JsonNode path : node.path("paths")) {
            paths.add(path(path.asText()));
        }
        return new Source(
                node.path("endpoint").asText(),
                paths,
                node.has("directory") ? Optional.of(directory(node)) : Optional.empty(),
                glob(node, "include"),
                glob(node, "exclude"),
                node.path("recursive").asBoolean(false),
                Duration.ofSeconds(node.path("minAgeSeconds").asInt(0)),
                word(node, "onSuccess", OnSuccess.KEEP, OnSuccess.class));
    }

    private Destination destination(JsonNode node) throws RequestRejectedException {
        Optional<String> fileName = text(node, "fileName");
        if (fileName.isPresent()) {
            notPartial(fileName.get(), fileName.get());
        }
        return new Destination(
                node.path("endpoint").asText(),
                directory(node),
                fileName,
                word(node, "ifExists", IfExists.FAIL, IfExists.class),
                node.path("createDirectories").asBoolean(true));
    }

    private Options options(JsonNode node) throws RequestRejectedException {
        if (!node.path("transform").isEmpty()) {
            throw invalid(Optional.of(id), Code.NOT_SUPPORTED, "Transforms are not supported by this version.");
        }
        JsonNode checksum = node.path("checksum");
        return new Options(
                node.path("mode").asText().equals("ascii"),
                word(node, "verify", Verification.SIZE, Verification.class),
                checksum.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Digest(
                                checksum.path("algorithm").asText(),
                                checksum.path("value").asText().toLowerCase(Locale.ROOT))),
                node.path("resume").asBoolean(true),
                node.path("progress").asBoolean(false));
    }

    private void check(TransferRequest request) throws RequestRejectedException {
        boolean onePath = request.source().filter(s -> s.paths().size() == 1).isPresent();
        boolean named = request.destination().flatMap(Destination::fileName).isPresent();
        if (named && !onePath) {
            throw contradiction("destination.fileName is for one path, so that two files do not get the same name");
        }
        if (request.options().checksum().isPresent() && !onePath) {
            throw contradiction("options.checksum is the digest of one file, so it goes with one path");
        }
        if (request.options().ascii()
                && (request.options().checksum().isPresent()
                        || request.options().verification() == Verification.CHECKSUM)) {
            throw contradiction("the bytes of an ascii file differ on both sides, so there is no checksum of it");
        }
        if (request.destination().isPresent() && request.operation() != Operation.MKDIR) {
            refuseSameNames(request.source().map(Source::paths).orElse(List.of()));
        }
        Optional<Instant> deadline = request.deadline();
        if (deadline.isPresent()
                && request.notBefore()
                        .filter(start -> !start.isBefore(deadline.get()))
                        .isPresent()) {
            throw contradiction("deadline lies before notBefore");
        }
    }

    private void refuseSameNames(List<RelativePath> paths) throws RequestRejectedException {
        Set<String> names = new HashSet<>();
        for (RelativePath path : paths) {
            if (!names.add(path.name())) {
                throw contradiction("two paths end in the name \"" + path.name() + "\" and would get the same target");
            }
        }
    }

    private RequestRejectedException contradiction(String why) {
        return invalid(Optional.of(id), Code.CONTRADICTION, "The request contradicts itself: " + why + ".");
    }

    private RelativePath directory(JsonNode node) throws RequestRejectedException {
        String text = node.path("directory").asText(".");
        return text.equals(".") ? RelativePath.ROOT : path(text);
    }

    private RelativePath path(String text) throws RequestRejectedException {
        try {
            return RelativePath.of(notPartial(text, text.substring(text.lastIndexOf('/') + 1)));
        } catch (PathRefusedException e) {
            throw invalid(Optional.of(id), Code.SCHEMA, e.getMessage() + ".");
        }
    }

    // A file of that name could be taken for the beginning of another one, and go on as that.
    private String notPartial(String text, String name) throws RequestRejectedException {
        if (FoundFile.isPartial(name)) {
            throw invalid(
                    Optional.of(id),
                    Code.SCHEMA,
                    "\"" + name + "\" is a name of files that are on their way, which no request may name.");
        }
        return text;
    }

    private Optional<Glob> glob(JsonNode node, String field) throws RequestRejectedException {
        try {
            return text(node, field).map(Glob::of);
        } catch (IllegalArgumentException e) {
            throw invalid(Optional.of(id), Code.SCHEMA, "The pattern " + field + " is none: " + e.getMessage() + ".");
        }
    }

    private Optional<Instant> instant(String field) throws RequestRejectedException {
        Optional<String> text = text(json, field);
        try {
            return text.map(
                    t -> within(OffsetDateTime.parse(t.toUpperCase(Locale.ROOT)).toInstant()));
        } catch (DateTimeException e) {
            throw invalid(Optional.of(id), Code.SCHEMA, field + " is no time that this version understands.");
        }
    }

    // An offset may lead out of the years that are written with four digits.
    private static Instant within(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        json.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    private static <E extends Enum<E>> E word(JsonNode node, String field, E otherwise, Class<E> type) {
        return text(node, field)
                .map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }
}
