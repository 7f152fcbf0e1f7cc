package dev.drover.request;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.request.TransferRequest.Options;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.RelativePath;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Writes a request in one way of all in which it could have been written: fields in one order, what is the default left
 * out, times in UTC. What is read from it is the same request again.
 */
final class RequestContent {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private RequestContent() {}

    static String of(TransferRequest request) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", 1);
        json.put("id", request.id());
        json.put("operation", request.operation().word());
        request.source().ifPresent(source -> write(json.putObject("source"), source));
        request.destination().ifPresent(to -> write(json.putObject("destination"), to, request.operation()));
        request.cancelId().ifPresent(id -> json.put("cancelId", id));
        if (!request.options().equals(Options.DEFAULT)) {
            write(json.putObject("options"), request.options());
        }
        request.notBefore().ifPresent(time -> json.put("notBefore", time.toString()));
        request.deadline().ifPresent(time -> json.put("deadline", time.toString()));
        request.maxAttempts().ifPresent(count -> json.put("maxAttempts", count));
        request.jobName().ifPresent(name -> json.put("jobName", name));
        if (!request.labels().isEmpty()) {
            ObjectNode labels = json.putObject("labels");
            new TreeMap<>(request.labels()).forEach(labels::put);
        }
        if (request.dryRun()) {
            json.put("dryRun", true);
        }
        return OutcomeJson.text(json);
    }

    private static void write(ObjectNode json, Source source) {
        json.put("endpoint", source.endpoint());
        if (source.directory().isEmpty()) {
            ArrayNode paths = json.putArray("paths");
            source.paths().forEach(path -> paths.add(path.toString()));
        }
        source.directory().ifPresent(directory -> json.put("directory", text(directory)));
        source.include().ifPresent(glob -> json.put("include", glob.toString()));
        source.exclude().ifPresent(glob -> json.put("exclude", glob.toString()));
        if (source.recursive()) {
            json.put("recursive", true);
        }
        if (!source.minAge().isZero()) {
            json.put("minAgeSeconds", source.minAge().toSeconds());
        }
        if (source.onSuccess() != OnSuccess.KEEP) {
            json.put("onSuccess", word(source.onSuccess()));
        }
    }

    private static void write(ObjectNode json, Destination destination, Operation operation) {
        json.put("endpoint", destination.endpoint());
        if (!destination.directory().isRoot() || operation == Operation.MKDIR) {
            json.put("directory", text(destination.directory()));
        }
        destination.fileName().ifPresent(name -> json.put("fileName", name));
        if (destination.ifExists() != IfExists.FAIL) {
            json.put("ifExists", word(destination.ifExists()));
        }
        if (!destination.createDirectories()) {
            json.put("createDirectories", false);
        }
    }

    private static void write(ObjectNode json, Options options) {
        if (options.ascii()) {
            json.put("mode", "ascii");
        }
        if (options.verification() != Options.DEFAULT.verification()) {
            json.put("verify", word(options.verification()));
        }
        options.checksum().ifPresent(digest -> json.putObject("checksum")
                .put("algorithm", digest.algorithm())
                .put("value", digest.value()));
        if (!options.resume()) {
            json.put("resume", false);
        }
        if (options.progress()) {
            json.put("progress", true);
        }
    }

    private static String text(RelativePath directory) {
        return directory.isRoot() ? "." : directory.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
