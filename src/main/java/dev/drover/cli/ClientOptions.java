package dev.drover.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common that talk to endpoints and servers. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class ClientOptions {
    private final Configuration configuration;

    @Mixin
    private ConfigurationOption directory = new ConfigurationOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "Results as table or json; default: table.")
    private Output.Format format = Output.Format.TABLE;

    @Option(
            names = "--progress",
            paramLabel = "STYLE",
            defaultValue = "auto",
            description = "Progress on standard error: auto, bar, lines or none; auto is a bar on a terminal and a line"
                    + " every few seconds elsewhere.")
    private Progress.Style style = Progress.Style.AUTO;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "A setting of the endpoint, for this command only; for a URL too. Keys as in"
                    + " docs/endpoints.md: -s tls.ca-file=ca.pem, -s data.mode=active")
    private Map<String, String> overrides = new TreeMap<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows more: log messages, and stack traces of failures.")
    private boolean verbose;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    ClientOptions(Configuration configuration) {
        this.configuration = configuration;
    }

    Path directory() {
        return directory.directory();
    }

    Map<String, String> settings() throws ConfigurationException {
        return configuration.settings(directory());
    }

    Configuration configuration() {
        return configuration;
    }

    /** Settings given with {@code --set}; never a secret. */
    Map<String, String> overrides() throws CommandException {
        for (String key : overrides.keySet()) {
            if (Stream.of("password", "account", "passphrase").anyMatch(key::endsWith)) {
                throw CommandException.usage("A secret like " + key + " does not belong on the command line, where"
                        + " others can see it; name a file with " + key + "-file, or put it into the configuration");
            }
        }
        return Map.copyOf(overrides);
    }

    boolean isVerbose() {
        return verbose;
    }

    Places places() {
        return new Places(this, new Logins(name -> Optional.ofNullable(System.getenv(name))));
    }

    Output output() {
        return new Output(spec.commandLine().getOut(), format);
    }

    Progress progress() {
        boolean isShown = style == Progress.Style.BAR || style == Progress.Style.AUTO;
        int columns = isShown && Terminal.isThere() ? Terminal.width() : Terminal.UNKNOWN_WIDTH;
        return new Progress(style, err(), System::nanoTime, columns);
    }

    Tally tally() {
        return new Tally(err());
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
