package dev.drover.cli;

import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.RemoteLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover rm}. */
@Command(
        name = "rm",
        description = "Deletes files, and with -r directories with everything below.",
        footer = {
            "",
            "Examples:",
            "  drover rm 'partner:in/*.tmp'",
            "  drover rm -r --dry-run partner:old",
            "  drover rm -r --max 5000 partner:old"
        })
final class RmCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(
            names = {"-r", "--recursive"},
            description = "Directories too, with everything below.")
    private boolean recursive;

    @Option(
            names = {"-f", "--force"},
            description = "What is not there counts as deleted.")
    private boolean force;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Refuses to delete more files than this, counted over all arguments, with those that fit * and ?"
                            + " and those below directories. Default: ${DEFAULT-VALUE}")
    private int most;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only says what would be deleted.")
    private boolean dryRun;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL; * and ? fit names.")
    private List<String> arguments = new ArrayList<>();

    RmCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Tally tally = options.tally();
        try (Places places = options.places()) {
            List<Removal> removals = new ArrayList<>();
            for (String argument : arguments) {
                tally.prepare(() -> {
                    Place place = places.open(argument);
                    List<Found> found = force ? Browse.findIfAny(place, tally) : Browse.find(place, tally);
                    for (Found one : found) {
                        removals.add(removal(one, tally));
                    }
                });
            }
            requireFew(removals.stream().mapToLong(Removal::files).sum());
            for (Removal removal : removals) {
                tally.attempt(() -> remove(removal, tally));
            }
        }
        return tally.exitCode();
    }

    /** Over all of them, and before the first is deleted: a guard that lets half of it happen guards nothing. */
    private void requireFew(long files) throws CommandException {
        if (files > most && !dryRun) {
            throw CommandException.refused("These are " + files + " files, and at most " + most
                    + " are deleted at once; nothing was deleted. If you are sure, say --max " + files);
        }
    }

    private Removal removal(Found found, Tally tally) throws IOException, CommandException {
        Place place = found.place();
        if (!found.item().isDirectory()) {
            return new Removal(place, Removal.What.FILE, List.of(), Set.of());
        }
        if (!recursive) {
            throw CommandException.refused(place.text() + " is a directory; -r deletes it with everything below");
        }
        if (place.isRoot()) {
            throw CommandException.refused(place.text() + " is where the endpoint begins, and that is not deleted");
        }
        List<Item> below = new ArrayList<>();
        Set<String> closed = Browse.walk(place, below::add, tally);
        return new Removal(place, Removal.What.TREE, below, closed);
    }

    private void remove(Removal removal, Tally tally) throws IOException {
        Place place = removal.place;
        switch (removal.what) {
            case NOTHING -> {}
            case FILE -> {
                if (dryRun) {
                    options.output().say("would delete " + place.text());
                } else {
                    Housekeeping.remove(place.location());
                }
            }
            case TREE -> {
                if (dryRun) {
                    removal.below.forEach(
                            item -> options.output().say("would delete " + place.text() + "/" + item.path()));
                    options.output().say("would delete " + place.text() + ", " + removal.files() + " files in all");
                } else {
                    remove(place, removal.below, removal.closed, tally);
                }
            }
        }
    }

    /** From the leaves to the root; what holds something that stays, stays without a word of its own. */
    private static void remove(Place root, List<Item> below, Set<String> closed, Tally tally) throws IOException {
        Set<String> held = new HashSet<>(closed);
        closed.forEach(path -> hold(path, held));
        for (int i = below.size() - 1; i >= 0; i--) {
            Item item = below.get(i);
            boolean isHeld = held.contains(item.path());
            if (!isHeld && !tally.prepare(() -> removeOne(root.child(item), item.isDirectory()))) {
                hold(item.path(), held);
            }
        }
        if (held.isEmpty()) {
            removeOne(root, true);
        }
    }

    /** Holds all that a path lies in, and the root: the empty path. */
    private static void hold(String path, Set<String> held) {
        String above = path;
        while (!above.isEmpty()) {
            above = above.contains("/") ? above.substring(0, above.lastIndexOf('/')) : "";
            held.add(above);
        }
    }

    private static void removeOne(Place place, boolean isDirectory) throws IOException {
        if (place.location() instanceof RemoteLocation remote) {
            remote.client().call(session -> {
                if (isDirectory) {
                    session.removeDirectory(remote.path());
                } else {
                    session.delete(remote.path());
                }
                return remote;
            });
        } else {
            Files.delete(CatCommand.onDisk((LocalLocation) place.location()));
        }
    }

    /** What one of the places stands for; of a directory all that is below it, and what of that cannot be listed. */
    private record Removal(Place place, What what, List<Item> below, Set<String> closed) {
        private enum What {
            NOTHING,
            FILE,
            TREE
        }

        long files() {
            return what == What.FILE
                    ? 1
                    : below.stream().filter(item -> !item.isDirectory()).count();
        }
    }
}
