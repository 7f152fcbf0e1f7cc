package dev.drover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover requests}: asks a running Drover for transfers, and about them. */
@Command(
        name = "requests",
        description = "Asks the Drover that runs with this configuration for transfers, and about them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  drover requests submit request.json --wait 5m",
            "  drover requests submit request.json --user me --password-file me.password",
            "  drover requests dead",
            "  drover requests replay daily-2026-11-20"
        })
public final class RequestsCommand implements Runnable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RequestsCommand() {}

    /** The command with all that belong to it. */
    public static CommandLine with(Configuration configuration, RequestLink link) {
        return new CommandLine(new RequestsCommand())
                .addSubcommand(new Submit(configuration, link, System.in))
                .addSubcommand(new Status(configuration, link))
                .addSubcommand(new Show(configuration, link))
                .addSubcommand(new Dead(configuration, link))
                .addSubcommand(new Replay(configuration, link))
                .addSubcommand(new Cancel(configuration, link))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which of them: submit, status, list, dead, replay, cancel?");
    }

    /** {@code drover requests submit}. */
    @Command(
            name = "submit",
            description = "Puts a request on the queue.",
            footer = {
                "",
                "Examples:",
                "  drover requests submit request.json",
                "  drover requests submit --wait 5m - < request.json"
            })
    static final class Submit implements Callable<Integer> {
        @Mixin
        private ClientOptions options;

        @Mixin
        private BrokerOptions broker = new BrokerOptions();

        @Parameters(paramLabel = "FILE", description = "With the request as JSON; - for standard input.")
        private String file = "-";

        @Option(
                names = "--wait",
                paramLabel = "TIME",
                defaultValue = "0s",
                description = "How long to wait for the outcome: 30s, 5m. Default: not at all.")
        private String wait = "0s";

        private final RequestLink link;
        private final InputStream in;

        Submit(Configuration configuration, RequestLink link, InputStream in) {
            this.options = new ClientOptions(configuration);
            this.link = link;
            this.in = in;
        }

        @Override
        public Integer call() throws Exception {
            String request =
                    file.equals("-") ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : read(Path.of(file));
            Duration patience = Texts.parseDuration(wait);
            Optional<String> outcome = link.submit(options.directory(), broker.settings(), request, patience);
            if (outcome.isEmpty()) {
                options.output().say(patience.isZero() ? "Sent." : "Sent; there is no outcome yet.");
                return patience.isZero() ? ExitCode.OK : ExitCode.TEMPORARY;
            }
            JsonNode json = JSON.readTree(outcome.get());
            options.output().facts(facts(json));
            return switch (json.path("status").asText()) {
                case "COMPLETED" -> ExitCode.OK;
                case "PARTIAL" -> ExitCode.PARTIAL;
                case "REJECTED" -> ExitCode.REFUSED;
                default -> ExitCode.FAILED;
            };
        }

        private static String read(Path file) throws IOException, CommandException {
            if (Files.isDirectory(file)) {
                throw CommandException.usage(
                        file + " is a directory; name the file with the request, or - for" + " standard input");
            }
            return Files.readString(file);
        }
    }

    /** {@code drover requests status}. */
    @Command(
            name = "status",
            description = "Tells everything about a request.",
            footer = {"", "Example:", "  drover requests status daily-2026-11-20"})
    static final class Status implements Callable<Integer> {
        @Mixin
        private ClientOptions options;

        @Mixin
        private BrokerOptions broker = new BrokerOptions();

        @Parameters(paramLabel = "ID", description = "Of the request.")
        private String id = "";

        private final RequestLink link;

        Status(Configuration configuration, RequestLink link) {
            this.options = new ClientOptions(configuration);
            this.link = link;
        }

        @Override
        public Integer call() throws Exception {
            JsonNode request = ask(link, options, broker, command("status").put("requestId", id))
                    .path("request");
            options.output().facts(facts(request));
            return ExitCode.OK;
        }
    }

    /** {@code drover requests list}. */
    @Command(
            name = "list",
            description = "Lists requests, the latest first.",
            footer = {"", "Examples:", "  drover requests list", "  drover requests list --state COMPLETED -o json"})
    static final class Show implements Callable<Integer> {
        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private ClientOptions options;

        @Mixin
        private BrokerOptions broker = new BrokerOptions();

        @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state.")
        private Optional<String> state = Optional.empty();

        private final RequestLink link;

        Show(Configuration configuration, RequestLink link) {
            this.options = new ClientOptions(configuration);
            this.link = link;
        }

        @Override
        public Integer call() throws Exception {
            ObjectNode command = command("list");
            state.ifPresent(word -> command.put("state", word));
            return list(link, options, broker, selection.applied(command));
        }
    }

    /** {@code drover requests dead}. */
    @Command(
            name = "dead",
            description = "Lists requests that were not, or not wholly, done.",
            footer = {"", "Example:", "  drover requests dead --endpoint partner"})
    static final class Dead implements Callable<Integer> {
        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private ClientOptions options;

        @Mixin
        private BrokerOptions broker = new BrokerOptions();

        private final RequestLink link;

        Dead(Configuration configuration, RequestLink link) {
            this.options = new ClientOptions(configuration);
            this.link = link;
        }

        @Override
        public Integer call() throws Exception {
            return list(link, options, broker, selection.applied(command("dead")));
        }
    }

    /** {@code drover requests replay}. */
    @Command(
            name = "replay",
            description = "Has requests carried out again that ended without success.",
            footer = {"", "Example:", "  drover requests replay daily-2026-11-20"})
    static final class Replay extends Each {
        Replay(Configuration configuration, RequestLink link) {
            super("replay", configuration, link);
        }
    }

    /** {@code drover requests cancel}. */
    @Command(
            name = "cancel",
            description = "Ends requests that wait or run.",
            footer = {"", "Example:", "  drover requests cancel daily-2026-11-20"})
    static final class Cancel extends Each {
        Cancel(Configuration configuration, RequestLink link) {
            super("cancel", configuration, link);
        }
    }

    /** A command for each of the requests that are named. */
    abstract static class Each implements Callable<Integer> {
        @Mixin
        private ClientOptions options;

        @Mixin
        private BrokerOptions broker = new BrokerOptions();

        @Parameters(arity = "1..*", paramLabel = "ID", description = "Of requests.")
        private List<String> ids = new ArrayList<>();

        private final String word;
        private final RequestLink link;

        Each(String word, Configuration configuration, RequestLink link) {
            this.word = word;
            this.options = new ClientOptions(configuration);
            this.link = link;
        }

        @Override
        public final Integer call() {
            Tally tally = options.tally();
            List<Map<String, Object>> rows = new ArrayList<>();
            for (String id : ids) {
                tally.attempt(() -> {
                    JsonNode answer = ask(link, options, broker, command(word).put("requestId", id));
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("request", id);
                    row.put(word, answer.path("verdict").asText("SENT AGAIN"));
                    rows.add(row);
                });
            }
            options.output().rows(rows);
            return tally.exitCode();
        }
    }

    /** Which requests of a list. */
    static final class Selection {
        @Option(names = "--endpoint", paramLabel = "NAME", description = "Only those from or to this endpoint.")
        private Optional<String> endpoint = Optional.empty();

        @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many; default: 50.")
        private int limit = 50;

        ObjectNode applied(ObjectNode command) {
            endpoint.ifPresent(name -> command.put("endpoint", name));
            return command.put("limit", limit);
        }
    }

    private static int list(RequestLink link, ClientOptions options, BrokerOptions broker, ObjectNode command)
            throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JsonNode request : ask(link, options, broker, command).path("requests")) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (String field :
                    List.of("requestId", "state", "operation", "source", "destination", "attempts", "received")) {
                row.put(field, request.path(field).asText(""));
            }
            row.put("error", request.at("/error/class").asText(""));
            row.put("reason", request.at("/error/message").asText(""));
            rows.add(row);
        }
        options.output().rows(rows);
        return ExitCode.OK;
    }

    private static JsonNode ask(RequestLink link, ClientOptions options, BrokerOptions broker, ObjectNode command)
            throws Exception {
        JsonNode answer = JSON.readTree(link.command(options.directory(), broker.settings(), command.toString()));
        if (!answer.path("ok").asBoolean()) {
            String error = answer.path("error").asText();
            throw error.startsWith("There is no request")
                    ? CommandException.notFound(error)
                    : CommandException.refused(error);
        }
        return answer;
    }

    private static ObjectNode command(String word) {
        return JSON.createObjectNode().put("command", word);
    }

    private static Map<String, Object> facts(JsonNode json) {
        Map<String, Object> facts = new LinkedHashMap<>();
        json.properties()
                .forEach(field -> facts.put(
                        field.getKey(),
                        field.getValue().isValueNode()
                                ? field.getValue().asText()
                                : JSON.convertValue(field.getValue(), Object.class)));
        return facts;
    }
}
