package dev.drover.cli;

import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.RemoteLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover cat}. */
@Command(
        name = "cat",
        description = "Writes files to standard output, byte by byte as they are.",
        footer = {"", "Example:", "  drover cat partner:in/orders.csv | head"})
final class CatCommand implements Callable<Integer> {
    private final OutputStream out;

    @Mixin
    private ClientOptions options;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL; * and ? fit names.")
    private List<String> arguments = new ArrayList<>();

    CatCommand(Configuration configuration, OutputStream out) {
        this.options = new ClientOptions(configuration);
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        Tally tally = options.tally();
        try (Places places = options.places()) {
            for (String argument : arguments) {
                tally.prepare(() -> {
                    for (Found found : Browse.find(places.open(argument), tally)) {
                        tally.attempt(() -> write(found, out));
                    }
                });
            }
        }
        out.flush();
        return tally.exitCode();
    }

    /** The bytes of a file, as they are. */
    static void write(Found found, OutputStream out) throws IOException, CommandException {
        Place place = found.requireFile("content").place();
        if (place.location() instanceof RemoteLocation remote) {
            remote.client().call(session -> session.download(remote.path(), out));
        } else {
            Files.copy(onDisk((LocalLocation) place.location()), out);
        }
    }

    static Path onDisk(LocalLocation location) {
        return location.root().resolve(location.path().toString());
    }
}
