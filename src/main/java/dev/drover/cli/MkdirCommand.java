package dev.drover.cli;

import dev.drover.transfer.Housekeeping;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover mkdir}. */
@Command(
        name = "mkdir",
        description = "Makes directories, and those above that are missing; one that is there already is fine.",
        footer = {"", "Example:", "  drover mkdir partner:out/2026/03"})
final class MkdirCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL.")
    private List<String> arguments = new ArrayList<>();

    MkdirCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Tally tally = options.tally();
        try (Places places = options.places()) {
            for (String argument : arguments) {
                tally.attempt(
                        () -> Housekeeping.makeDirectories(places.open(argument).location()));
            }
        }
        return tally.exitCode();
    }
}
