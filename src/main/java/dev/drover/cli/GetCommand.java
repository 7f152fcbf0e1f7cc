package dev.drover.cli;

import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.Location;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover get}. */
@Command(
        name = "get",
        description =
                "Fetches files. Each appears under its name when all of it is here; a broken transfer is resumed.",
        footer = {
            "",
            "Examples:",
            "  drover get partner:in/orders.csv",
            "  drover get 'partner:in/*.csv' incoming/",
            "  drover get partner:dumps/shop.sql.gz - | gunzip | mysql shop",
            "  drover get -r ftp://me@ftp.example.com/reports reports",
            "For whole trees drover mirror is faster, and moves only what changed."
        })
final class GetCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final OutputStream out;

    @Mixin
    private ClientOptions options;

    @Mixin
    private Copies copies = new Copies();

    @Option(
            names = {"-r", "--recursive"},
            description = "Directories too, with everything below.")
    private boolean recursive;

    @Parameters(
            arity = "1..*",
            paramLabel = "PLACE... [TARGET]",
            hideParamSyntax = true,
            description = "endpoint:path or URL, * and ? fit names; last, a file or directory of this machine, or - for"
                    + " standard output. Default: the current directory.")
    private List<String> arguments = new ArrayList<>();

    GetCommand(Configuration configuration, OutputStream out) {
        this.out = out;
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        String last = arguments.get(arguments.size() - 1);
        boolean named = arguments.size() > 1 && !Places.isOne(last);
        List<String> sources = named ? arguments.subList(0, arguments.size() - 1) : arguments;
        String target = named ? last : "./";
        TransferEngine engine = new TransferEngine();
        Tally tally = options.tally();
        if (target.equals(STANDARD_OUTPUT)) {
            return write(sources, tally);
        }
        try (Places places = options.places();
                Progress progress = options.progress()) {
            List<Fetch> fetches = new ArrayList<>();
            for (String source : sources) {
                tally.prepare(() -> {
                    List<Found> found = Browse.find(places.open(source), tally);
                    boolean many = sources.size() > 1
                            || found.size() > 1
                            || !found.get(0).place().text().equals(source);
                    for (Found one : found) {
                        tally.prepare(() -> add(one, target(target, many), fetches, tally));
                    }
                });
            }
            fetches.forEach(fetch -> progress.expect(fetch.item.size().orElse(0)));
            boolean alone = fetches.size() == 1;
            for (Fetch fetch : fetches) {
                tally.attempt(() -> fetch(fetch, alone, engine, progress));
            }
            progress.close();
            copies.tell(options.output());
            return tally.exitCode();
        }
    }

    private int write(List<String> sources, Tally tally) throws Exception {
        try (Places places = options.places()) {
            for (String source : sources) {
                tally.prepare(() -> {
                    for (Found found : Browse.find(places.open(source), tally)) {
                        tally.attempt(() -> CatCommand.write(found, out));
                    }
                });
            }
        }
        out.flush();
        return tally.exitCode();
    }

    private void add(Found found, Target target, List<Fetch> fetches, Tally tally)
            throws IOException, CommandException {
        Place place = found.place();
        Item item = found.item();
        if (!item.isDirectory()) {
            Path file = target.directory ? target.path.resolve(local(place.name())) : target.path;
            plan(new Fetch(place, item, file, found.fresh()), fetches);
            return;
        }
        if (!recursive) {
            throw CommandException.refused(place.text() + " is a directory; -r fetches it with everything below");
        }
        Path root = target.directory && !place.isRoot() ? target.path.resolve(local(place.name())) : target.path;
        List<Item> below = new ArrayList<>();
        Browse.walk(place, below::add, tally);
        for (Item one : below) {
            if (one.isFile()) {
                tally.prepare(() -> {
                    plan(new Fetch(place.child(one), one, root.resolve(local(one.path())), false), fetches);
                });
            }
        }
    }

    private void plan(Fetch fetch, List<Fetch> fetches) throws CommandException {
        copies.requireOwn(fetch.place.text(), fetch.target.toString());
        fetches.add(fetch);
    }

    /** @param alone whether what is known of the file was told a moment ago, and not before others were fetched */
    private void fetch(Fetch fetch, boolean alone, TransferEngine engine, Progress progress)
            throws IOException, CommandException {
        Path file = fetch.target.toAbsolutePath().normalize();
        Path directory = directory(file.resolveSibling(""));
        if (copies.replace() && Files.isDirectory(file)) {
            throw CommandException.refused(fetch.place.text() + " was not fetched: " + file
                    + " is a directory; name another target, or move it away");
        }
        Location to = new LocalLocation(
                String.valueOf(directory), directory, RelativePath.of(String.valueOf(file.getFileName())), false);
        Optional<Item> seen = alone && fetch.fresh ? Optional.of(fetch.item) : Optional.empty();
        copies.fetch(
                engine, fetch.place.location(), seen, to, fetch.place.endpoint().retry(), progress);
    }

    private static Path directory(Path path) throws IOException, CommandException {
        try {
            return Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw CommandException.refused(
                    e.getFile() + " is a file, and a directory is needed there; name another target, or move it away");
        }
    }

    private static Target target(String text, boolean many) {
        Path path = Path.of(text);
        return new Target(path, many || text.endsWith("/") || Files.isDirectory(path));
    }

    /** A name that a server told must not lead elsewhere. */
    private static String local(String name) throws CommandException {
        try {
            return RelativePath.of(name).toString();
        } catch (PathRefusedException e) {
            throw CommandException.refused(e.getMessage() + "; drover cat writes its content");
        }
    }

    private record Target(Path path, boolean directory) {}

    private record Fetch(Place place, Item item, Path target, boolean fresh) {}
}
