package dev.drover.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every way in which a request can be wrong, each with the class and a part of the reason that its dead letter must give. */
final class CampaignFaults {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Fault> ALL = new ArrayList<>();

    static {
        top("an unknown field", "surprise", r -> r.put("surprise", 1));
        source("an unknown field of the source", "surprise", s -> s.put("surprise", 1));
        source("a host", "host", s -> s.put("host", "127.0.0.1"));
        destination("an unknown field of the destination", "surprise", d -> d.put("surprise", 1));
        destination("a password", "password", d -> d.put("password", "x"));
        options("an unknown option", "surprise", o -> o.put("surprise", true));
        options("an unknown field of the checksum", "surprise", o -> o.putObject("checksum")
                .put("algorithm", "MD5")
                .put("value", "0".repeat(32))
                .put("surprise", 1));
        top("a later version", "version", r -> r.put("version", 2));
        top("a version that is text", "version", r -> r.put("version", "1"));
        top("no version", "version", r -> r.remove("version"));
        top("no operation", "operation", r -> r.remove("operation"));
        top("an unknown operation", "operation", r -> r.put("operation", "execute"));
        top("an operation in capitals", "operation", r -> r.put("operation", "TRANSFER"));
        top("no source", "source", r -> r.remove("source"));
        top("no destination", "destination", r -> r.remove("destination"));
        top("a transfer that cancels", "cancelId", r -> r.put("cancelId", "request-0001"));
        top("a list with a destination", "destination", r -> r.put("operation", "list"));
        top("a directory to make with a source", "source", r -> r.put("operation", "mkdir"));
        top("a cancellation of nothing", "cancelId", r -> r.put("operation", "cancel"));
        source("paths and a directory", "source", s -> s.put("directory", "a"));
        source("neither paths nor a directory", "source", s -> s.remove("paths"));
        source("no paths", "paths", s -> s.putArray("paths"));
        source("too many paths", "paths", s -> {
            ArrayNode paths = s.putArray("paths");
            for (int i = 0; i < 101; i++) {
                paths.add("f" + i);
            }
        });
        source("a path twice", "paths", s -> s.putArray("paths").add("a").add("a"));
        for (String path : List.of(
                "/etc/passwd",
                "../a",
                "a/../../b",
                "a/./b",
                "a/",
                "a//b",
                "a\\b",
                "a\nb",
                "a\u0000b",
                "*.csv",
                "${a}",
                "{{a}}",
                "a?b=c",
                "a#b",
                "C:a",
                "\"a\"",
                "a|b",
                "%2e%2e",
                "",
                "x".repeat(1025))) {
            source("the path " + path.substring(0, Math.min(10, path.length())), "paths", s -> s.putArray("paths")
                    .add(path));
        }
        source("a path that is a number", "paths", s -> s.putArray("paths").add(1));
        source("an endpoint that is a URL", "endpoint", s -> s.put("endpoint", "ftp://127.0.0.1/"));
        source("an endpoint in capitals", "endpoint", s -> s.put("endpoint", "STORE"));
        source("no endpoint", "endpoint", s -> s.remove("endpoint"));
        source("a pattern that leads up", "include", s -> s.put("include", "../*"));
        source("a pattern that is too long", "exclude", s -> s.put("exclude", "a".repeat(257)));
        source("recursion that is text", "recursive", s -> s.put("recursive", "yes"));
        source("an age below zero", "minAgeSeconds", s -> s.put("minAgeSeconds", -1));
        source("an unknown end of the source", "onSuccess", s -> s.put("onSuccess", "shred"));
        destination("a file name with a directory", "fileName", d -> d.put("fileName", "a/b"));
        destination("an unknown way with what exists", "ifExists", d -> d.put("ifExists", "merge"));
        destination("directories by number", "createDirectories", d -> d.put("createDirectories", 1));
        destination("a directory above", "directory", d -> d.put("directory", "../a"));
        options("an unknown mode", "mode", o -> o.put("mode", "ebcdic"));
        options("an unknown verification", "verify", o -> o.put("verify", "hope"));
        options("a weak checksum", "algorithm", o -> o.putObject("checksum")
                .put("algorithm", "CRC32")
                .put("value", "0".repeat(32)));
        options("a checksum that is none", "value", o -> o.putObject("checksum")
                .put("algorithm", "MD5")
                .put("value", "xyz"));
        options("resumption that is text", "resume", o -> o.put("resume", "true"));
        options("progress by number", "progress", o -> o.put("progress", 1));
        top("a beginning that is no time", "notBefore", r -> r.put("notBefore", "tomorrow"));
        top("a deadline that is no time", "deadline", r -> r.put("deadline", "2026-13-01T00:00:00Z"));
        top("no attempts", "maxAttempts", r -> r.put("maxAttempts", 0));
        top("too many attempts", "maxAttempts", r -> r.put("maxAttempts", 21));
        top("half an attempt", "maxAttempts", r -> r.put("maxAttempts", 1.5));
        top("a job name of two lines", "jobName", r -> r.put("jobName", "a\nb"));
        top("a job name that is too long", "jobName", r -> r.put("jobName", "a".repeat(65)));
        top("too many labels", "labels", r -> {
            ObjectNode labels = r.putObject("labels");
            for (int i = 0; i < 17; i++) {
                labels.put("l" + i, "x");
            }
        });
        top("a label in capitals", "labels", r -> r.putObject("labels").put("Team", "x"));
        top("a label that is too long", "labels", r -> r.putObject("labels").put("team", "x".repeat(257)));
        top("a label that is a number", "labels", r -> r.putObject("labels").put("team", 1));
        top("a dry run that is text", "dryRun", r -> r.put("dryRun", "no"));
        text("a field twice", "", body -> body.replaceFirst("\\{", "{\"version\":1,"));
        text("something behind it", "", body -> body + " {}");
        text("half of it", "", body -> body.substring(0, body.length() / 2 + 30));
        text("a list of it", "", body -> "[" + body + "]");
        text("much too much", "262144 bytes", body -> body + " ".repeat(256 * 1024));
        text(
                "much too deep",
                "",
                body -> body.replaceFirst("}$", ",\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}"));
        other("an unknown endpoint", null, "nowhere", (r, id) -> at(r, "source").put("endpoint", "nowhere"));
        other("a path that is not allowed", "FORBIDDEN", "not allow", (r, id) -> at(r, "destination")
                .put("directory", "forbidden"));
        other("a source that is not there", "LOCAL", "", (r, id) -> at(r, "source")
                .putArray("paths")
                .add("missing-" + id));
        other("a source that the server has not", "PERMANENT_REMOTE", "does not exist", (r, id) -> {
            at(r, "source").put("endpoint", "partner").putArray("paths").add("out/missing-" + id);
            at(r, "destination").put("endpoint", "store").put("directory", "down");
        });
        other("a file that is there already", "CONFLICT", "", (r, id) -> at(r, "destination")
                .put("directory", "up")
                .put("fileName", "taken.bin"));
    }

    /**
     * A way to be wrong.
     *
     * @param errorClass of the dead letter
     * @param reason a part of it
     * @param body of a message, from a valid one with this id
     */
    record Fault(String name, String errorClass, String reason, Spoiling body) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes a wrong body of a right one. */
    @FunctionalInterface
    interface Spoiling {
        String of(ObjectNode valid, String id);
    }

    private CampaignFaults() {}

    /** All of them. */
    static List<Fault> all() {
        return List.copyOf(ALL);
    }

    private static void top(String name, String reason, Consumer<ObjectNode> change) {
        other(name, "INVALID", reason, (r, id) -> change.accept(r));
    }

    private static void source(String name, String reason, Consumer<ObjectNode> change) {
        top(name, reason, r -> change.accept(at(r, "source")));
    }

    private static void destination(String name, String reason, Consumer<ObjectNode> change) {
        top(name, reason, r -> change.accept(at(r, "destination")));
    }

    private static void options(String name, String reason, Consumer<ObjectNode> change) {
        top(name, reason, r -> change.accept(r.withObject("/options")));
    }

    private static void text(String name, String reason, Function<String, String> change) {
        ALL.add(new Fault(name, "INVALID", reason, (valid, id) -> change.apply(valid.toString())));
    }

    private static void other(String name, String errorClass, String reason, BiConsumer<ObjectNode, String> change) {
        String expected = errorClass == null ? "INVALID" : errorClass;
        ALL.add(new Fault(name, expected, reason, (valid, id) -> {
            ObjectNode copy = valid.deepCopy();
            change.accept(copy, id);
            return copy.toString();
        }));
    }

    private static ObjectNode at(ObjectNode request, String field) {
        return (ObjectNode) request.get(field);
    }

    /** A request that is right: a file of the store to the server. */
    static ObjectNode valid(String id, String path, String directory) {
        ObjectNode request =
                JSON.createObjectNode().put("version", 1).put("id", id).put("operation", "transfer");
        request.putObject("source").put("endpoint", "store").putArray("paths").add(path);
        request.putObject("destination").put("endpoint", "partner").put("directory", directory);
        return request;
    }
}
