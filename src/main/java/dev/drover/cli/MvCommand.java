package dev.drover.cli;

import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RemoteLocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover mv}. */
@Command(
        name = "mv",
        description = "Renames a file or a directory within one place. Never replaces what is there.",
        footer = {"", "Example:", "  drover mv partner:in/orders.csv partner:done/"})
final class MvCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Parameters(index = "0", paramLabel = "FROM", description = "endpoint:path, or a URL.")
    private String from = "";

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "The same endpoint or server; a directory, or a new name.")
    private String to = "";

    MvCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        try (Places places = options.places()) {
            Place source = places.open(from);
            Place target = places.open(to);
            if (!source.endpoint().equals(target.endpoint())) {
                throw CommandException.usage(
                        "A rename stays in one place; to move between places, get or put the file and then rm it");
            }
            Item item = Browse.require(source);
            boolean into = target.isDirectory()
                    || Browse.look(target).filter(Item::isDirectory).isPresent();
            Place named = into ? target.child(source.name()) : target;
            if (item.isDirectory() && source.location() instanceof RemoteLocation remote) {
                rename(remote, named);
            } else {
                Housekeeping.rename(source.location(), named.location());
            }
        }
        return ExitCode.OK;
    }

    private static void rename(RemoteLocation directory, Place target) throws Exception {
        if (Browse.look(target).isPresent()) {
            throw CommandException.refused("There is something called " + target.text() + " already");
        }
        directory.client().call(session -> {
            session.rename(directory.path(), ((RemoteLocation) target.location()).path());
            return target;
        });
    }
}
