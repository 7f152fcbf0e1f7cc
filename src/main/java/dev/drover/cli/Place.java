package dev.drover.cli;

import dev.drover.endpoint.Endpoint;
import dev.drover.ftp.RemotePath;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.Location;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RemoteLocation;
import java.util.List;
import java.util.Optional;

/**
 * A file or directory of an endpoint, as an argument names it.
 *
 * @param endpoint where it is; for a URL one made of it
 * @param location in the engine's words
 * @param text as messages show it
 * @param isDirectory whether the argument says that it is one: by a slash at its end, or without any path
 */
record Place(Endpoint endpoint, Location location, String text, boolean isDirectory) {
    /** Something below it. */
    Place child(RelativePath below) {
        Location there = location instanceof RemoteLocation remote
                ? new RemoteLocation(
                        remote.place(), remote.client(), remote.path().resolve(below.toString()), remote.renameMode())
                : below((LocalLocation) location, below);
        return below(there, below.toString());
    }

    /** Something that was found below it, under the name that it has there. */
    Place child(Item found) throws PathRefusedException {
        Optional<RemotePath> there = found.there();
        if (location instanceof RemoteLocation remote && there.isPresent()) {
            return below(
                    new RemoteLocation(remote.place(), remote.client(), there.get(), remote.renameMode()),
                    found.path());
        }
        return child(RelativePath.of(found.path()));
    }

    private Place below(Location there, String path) {
        boolean joined = text.endsWith("/") || text.endsWith(":");
        return new Place(endpoint, there, text + (joined ? "" : "/") + path, false);
    }

    /** The directory it is in. */
    Place parent() {
        int end = text.endsWith("/") ? text.length() - 1 : text.length();
        String above = text.substring(0, Math.max(text.lastIndexOf('/', end - 1), text.indexOf(':')) + 1);
        return new Place(endpoint, parent(location), above, true);
    }

    String name() {
        return location.name();
    }

    /** Whether it is where the endpoint begins. */
    boolean isRoot() {
        return location instanceof RemoteLocation remote
                ? remote.path().isEmpty() || remote.path().toString().equals("/")
                : ((LocalLocation) location).path().isRoot();
    }

    /** Who talks to the server. */
    RemoteLocation onServer(String purpose) throws CommandException {
        if (location instanceof RemoteLocation remote) {
            return remote;
        }
        throw CommandException.usage(text + " is a directory of this machine; " + purpose + " is for servers");
    }

    private static Location parent(Location location) {
        if (location instanceof RemoteLocation remote) {
            return new RemoteLocation(
                    remote.place(), remote.client(), remote.path().parent(), remote.renameMode());
        }
        LocalLocation local = (LocalLocation) location;
        List<String> segments = local.path().segments();
        return new LocalLocation(
                local.place(),
                local.root(),
                new RelativePath(segments.subList(0, Math.max(0, segments.size() - 1))),
                local.sync());
    }

    private static LocalLocation below(LocalLocation directory, RelativePath path) {
        return new LocalLocation(
                directory.place(), directory.root(), directory.path().resolve(path), directory.sync());
    }

    /** A plain name as a path. */
    Place child(String name) throws PathRefusedException {
        return child(RelativePath.of(name));
    }
}
