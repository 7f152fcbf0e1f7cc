package dev.drover.cli;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.Walk;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Glob;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RemoteLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Looks at places, on servers and on this machine alike. Links are told where the place tells them, never followed. */
final class Browse {
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

    /** What is in a directory, in the order of the names. */
    static List<Item> list(Place directory) throws IOException {
        List<Item> items = new ArrayList<>();
        if (directory.location() instanceof RemoteLocation remote) {
            for (RemoteEntry entry : remote.client().call(session -> session.list(remote.path()))) {
                items.add(Item.of(entry.name(), entry));
            }
        } else {
            for (FoundFile file : Housekeeping.list(directory.location(), false, found -> true, Integer.MAX_VALUE)) {
                items.add(Item.of(file.path().toString(), file));
            }
        }
        items.sort(Comparator.comparing(Item::path));
        return items;
    }

    /** Everything below a directory, told as it is found: a directory before what is in it. */
    static void walk(Place directory, Consumer<Item> each) throws IOException {
        if (directory.location() instanceof RemoteLocation remote) {
            remote.client().call(session -> {
                walk(session, remote.path(), each);
                return remote;
            });
        } else {
            Housekeeping.list(directory.location(), true, found -> true, Integer.MAX_VALUE).stream()
                    .map(file -> Item.of(file.path().toString(), file))
                    .sorted(Comparator.comparing(Item::path))
                    .forEach(each);
        }
    }

    /** The files that an argument means: one, or those that fit the pattern in its last segment. */
    static List<Place> expand(Place place) throws IOException, CommandException {
        if (place.isRoot() || place.name().chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
            return List.of(place);
        }
        if (look(place).isPresent()) {
            return List.of(place);
        }
        Glob glob = Glob.of(place.name());
        Place directory = place.parent();
        List<Place> fitting = new ArrayList<>();
        for (Item item : list(directory)) {
            if (!item.isDirectory() && glob.matches(item.path())) {
                fitting.add(directory.child(item.path()));
            }
        }
        if (fitting.isEmpty()) {
            throw CommandException.notFound("No file fits " + Texts.printable(place.text()));
        }
        return fitting;
    }

    private static void walk(FtpSession session, RemotePath root, Consumer<Item> each) throws IOException {
        // Entries are told with the root before their names, as the walk was asked for it.
        String prefix = root.isEmpty() || root.toString().endsWith("/") ? root.toString() : root + "/";
        for (Walk walk = session.walk(root); walk.hasNext(); ) {
            RemoteEntry entry = walk.next();
            String path = entry.path().toString();
            each.accept(Item.of(path.startsWith(prefix) ? path.substring(prefix.length()) : path, entry));
        }
    }

    private static Item directory() {
        return new Item(
                "",
                "directory",
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
