package dev.drover.cli;

import dev.drover.endpoint.Endpoint;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover check}. */
@Command(
        name = "check",
        description =
                "Tries endpoints out: connects, logs in, looks at TLS and certificate, lists; with the time of each"
                        + " step. Writes nothing unless asked to.",
        footer = {
            "",
            "Examples:",
            "  drover check              every endpoint of the configuration",
            "  drover check partner ftps://me@ftp.example.com",
            "  drover check --write in/test partner"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(
            names = "--write",
            paramLabel = "DIRECTORY",
            description = "Sends a small file there, below the root of the endpoint, fetches it back and deletes it."
                    + " A directory that is missing is made, and removed again.")
    private @Nullable String write;

    @Parameters(
            arity = "0..*",
            paramLabel = "PLACE",
            description = "The name of an endpoint, or a URL. Default: all endpoints of the configuration.")
    private List<String> arguments = new ArrayList<>();

    CheckCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Checks checks = new Checks(options, directory());
        try (Places places = options.places()) {
            if (arguments.isEmpty()) {
                for (String name : Places.names(options.settings())) {
                    checks.add(name, () -> places.endpoint(name));
                }
            }
            for (String argument : arguments) {
                checks.add(argument, () -> endpoint(places, argument));
            }
        }
        return checks.tell();
    }

    private Optional<RelativePath> directory() throws PathRefusedException {
        if (write == null) {
            return Optional.empty();
        }
        return Optional.of(write.equals(".") ? RelativePath.ROOT : RelativePath.of(write));
    }

    private static Endpoint endpoint(Places places, String argument) throws Exception {
        return places.openServer(argument).endpoint();
    }
}
