package dev.drover.cli;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.client.Listing;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Glob;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RemoteLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at places, on servers and on this machine alike. Links are told where the place tells them, never followed. */
final class Browse {
    // Deeper than this is a loop that the server does not tell as a link.
    private static final int DEEPEST = 100;

    private Browse() {}

    /** What stands there; a root is a directory without being asked. */
    static Optional<Item> look(Place place) throws IOException {
        if (place.isRoot()) {
            return Optional.of(directory());
        }
        if (place.location() instanceof RemoteLocation remote) {
            return remote.client()
                    .call(session -> session.stat(remote.path()).map(entry -> Item.of(entry.name(), entry)));
        }
        return Housekeeping.look(place.location())
                .map(file -> Item.of(file.path().toString(), file));
    }

    /** The same, but there has to be something. */
    static Item require(Place place) throws IOException, CommandException {
        return look(place).orElseThrow(() -> absent(place));
    }

    static CommandException absent(Place place) {
        return CommandException.notFound("There is no " + Texts.printable(place.text()));
    }

    /**
     * What is in a directory, in the order of the names. Names may hold control characters. When the server ends the
     * listing at a limit of its own, that is told by the tally.
     */
    static List<Item> list(Place directory, Tally tally) throws IOException {
        return list(directory, part -> tally.failed(partOf(part)));
    }

    private static CommandException partOf(String part) {
        return CommandException.refused(part + "; what else there is, is left out");
    }

    private static List<Item> list(Place directory, Consumer<String> cutOff) throws IOException {
        List<Item> items = new ArrayList<>();
        if (directory.location() instanceof RemoteLocation remote) {
            items.addAll(remote.client().call(session -> {
                try (Listing listing = session.openListing(remote.path())) {
                    return items(listing.takingUnprintable().takingWhatThereIs(cutOff));
                }
            }));
        } else {
            for (FoundFile file : Housekeeping.list(directory.location(), false, found -> true, Integer.MAX_VALUE)) {
                items.add(Item.of(file.path().toString(), file));
            }
        }
        items.sort(Comparator.comparing(Item::path));
        return items;
    }

    private static List<Item> items(Listing listing) throws IOException {
        List<Item> items = new ArrayList<>();
        while (listing.hasNext()) {
            RemoteEntry entry = listing.next();
            items.add(Item.of(entry.name(), entry));
        }
        return items;
    }

    /**
     * Everything below a directory, told as it is found: a directory before what is in it. One that may not be listed is told
     * by the tally, and the others are walked through all the same.
     *
     * @return the directories that were not listed, or not to their ends
     * @throws IOException when the directory itself cannot be listed, or the server is gone
     */
    static Set<String> walk(Place directory, Consumer<Item> each, Tally tally) throws IOException {
        Set<String> closed = new HashSet<>();
        walk(directory, directory, "", each, tally, closed);
        return closed;
    }

    private static void walk(
            Place root, Place directory, String prefix, Consumer<Item> each, Tally tally, Set<String> closed)
            throws IOException {
        String path = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        List<Item> items = list(directory, part -> {
            closed.add(path);
            tally.failed(partOf(part));
        });
        for (Item item : items) {
            Item below = item.at(prefix + item.path());
            each.accept(below);
            if (!item.isDirectory()) {
                continue;
            }
            try {
                if (below.path().chars().filter(c -> c == '/').count() >= DEEPEST) {
                    throw new IOException(root.text() + ": " + below.path() + " lies " + DEEPEST
                            + " directories below: that is a loop of links");
                }
                walk(root, directory.child(item), below.path() + "/", each, tally, closed);
            } catch (IOException e) {
                if (!isAboutOneDirectory(e)) {
                    throw e;
                }
                closed.add(below.path());
                tally.failed(e);
            }
        }
    }

    // A server that is gone would be asked again for every other directory.
    private static boolean isAboutOneDirectory(IOException failure) {
        return switch (ErrorClass.of(failure)) {
            case PERMANENT_REMOTE, FORBIDDEN, LOCAL, INVALID -> true;
            default -> false;
        };
    }

    /** What an argument means, of which something has to be there: it, or the files that fit its last segment. */
    static List<Found> find(Place place, Tally tally) throws IOException, CommandException {
        List<Found> found = findIfAny(place, tally);
        if (found.isEmpty()) {
            throw absent(place);
        }
        return found;
    }

    /** The same, but there may be nothing; a pattern has to fit something. */
    static List<Found> findIfAny(Place place, Tally tally) throws IOException, CommandException {
        Optional<Item> itself = look(place);
        if (itself.isPresent()) {
            return List.of(new Found(place, itself.get(), true));
        }
        return isPattern(place) ? fitting(place, tally) : List.of();
    }

    /** The same, without asking for what is no pattern. */
    static List<Place> expand(Place place, Tally tally) throws IOException, CommandException {
        return isPattern(place) ? find(place, tally).stream().map(Found::place).toList() : List.of(place);
    }

    private static boolean isPattern(Place place) {
        return !place.isRoot() && place.name().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static List<Found> fitting(Place place, Tally tally) throws IOException, CommandException {
        Glob glob = Glob.of(place.name());
        Place directory = place.parent();
        List<Found> fitting = new ArrayList<>();
        for (Item item : list(directory, tally)) {
            if (!item.isDirectory() && glob.matches(item.path())) {
                Place one = directory.child(item);
                // Where a link leads, a listing does not tell.
                fitting.add(new Found(one, item.isLink() ? require(one) : item, false));
            }
        }
        if (fitting.isEmpty()) {
            throw CommandException.notFound("No file fits " + Texts.printable(place.text()));
        }
        return fitting;
    }

    private static Item directory() {
        return new Item(
                "",
                Optional.empty(),
                "directory",
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
