package dev.drover.cli;

import dev.drover.transfer.RemoteLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover chmod}. */
@Command(
        name = "chmod",
        description = "Sets the permissions of files on a server that knows SITE CHMOD.",
        footer = {"", "Example:", "  drover chmod 640 'partner:out/*.csv'"})
final class ChmodCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Parameters(index = "0", paramLabel = "MODE", description = "Three or four octal digits, such as 640.")
    private String mode = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL.")
    private List<String> arguments = new ArrayList<>();

    ChmodCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        if (!mode.matches("[0-7]{3,4}")) {
            throw CommandException.usage("\"" + mode + "\" is no mode; modes are octal digits such as 640");
        }
        Tally tally = options.tally();
        try (Places places = options.places()) {
            for (String argument : arguments) {
                tally.prepare(() -> {
                    for (Place place : Browse.expand(places.open(argument), tally)) {
                        tally.attempt(() -> change(place.onServer("chmod")));
                    }
                });
            }
        }
        return tally.exitCode();
    }

    private void change(RemoteLocation file) throws Exception {
        file.client().call(session -> {
            session.setMode(file.path(), mode);
            return mode;
        });
    }
}
