package dev.drover.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is done to files besides moving their bytes, local and remote alike. Nothing here is tried twice. */
public final class Housekeeping {
    /** Directories nested deeper than this are a loop of links. */
    static final int DEEPEST = 64;

    private Housekeeping() {}

    /**
     * Files and directories below a directory, in no order. Links are neither told nor followed.
     *
     * @param wanted which of them to tell; directories are entered all the same
     * @param limit the most that may be found
     * @throws TransferException of class INVALID when there are more, or when a server tells a name that leads elsewhere
     * @throws IOException when the directory cannot be listed in full
     */
    public static List<FoundFile> list(Location directory, boolean recursive, Predicate<FoundFile> wanted, int limit)
            throws IOException {
        return list(directory, new Sought(wanted, below -> recursive, limit, Integer.MAX_VALUE, new Cancellation()));
    }

    /**
     * Files and directories below a directory, in no order. Links are neither told nor followed.
     *
     * @throws TransferException of class INVALID when there are more than may be, or when a server tells a name that leads
     *     elsewhere; of class CANCELLED
     * @throws IOException when the directory cannot be listed in full
     */
    public static List<FoundFile> list(Location directory, Sought sought) throws IOException {
        Search search = new Search(directory, sought);
        if (directory instanceof RemoteLocation remote) {
            RemoteHousekeeping.list(remote, search);
        } else {
            LocalHousekeeping.list((LocalLocation) directory, search);
        }
        return search.found();
    }

    /** What stands there; its path is the name alone. */
    public static Optional<FoundFile> look(Location file) throws IOException {
        return file instanceof RemoteLocation remote
                ? RemoteHousekeeping.look(remote)
                : LocalHousekeeping.look((LocalLocation) file);
    }

    /** Deletes a file; false when there was none. */
    public static boolean remove(Location file) throws IOException {
        return file instanceof RemoteLocation remote
                ? RemoteHousekeeping.remove(remote)
                : LocalHousekeeping.remove((LocalLocation) file);
    }

    /**
     * Renames a file within one place, and makes the directory for it when it is missing. Never replaces.
     *
     * @throws TransferException of class CONFLICT when the new name is taken
     */
    public static void rename(Location from, Location to) throws IOException {
        if (from instanceof RemoteLocation source && to instanceof RemoteLocation target) {
            RemoteHousekeeping.rename(source, target);
        } else if (from instanceof LocalLocation source && to instanceof LocalLocation target) {
            LocalHousekeeping.rename(source, target);
        } else {
            throw new IllegalArgumentException("a rename stays in one place, unlike from " + from + " to " + to);
        }
    }

    /** Makes a directory and what is missing above it; one that exists is fine. */
    public static void makeDirectories(Location directory) throws IOException {
        if (directory instanceof RemoteLocation remote) {
            RemoteHousekeeping.makeDirectories(remote);
        } else {
            LocalHousekeeping.makeDirectories((LocalLocation) directory);
        }
    }

    /** Makes one directory below one that is there; false when it was there already, whoever made it. */
    public static boolean makeDirectory(Location directory) throws IOException {
        return directory instanceof RemoteLocation remote
                ? RemoteHousekeeping.makeDirectory(remote)
                : LocalHousekeeping.makeDirectory((LocalLocation) directory);
    }

    /** Removes a directory with nothing in it, not even a link; false when there is something, or no such directory. */
    public static boolean removeEmptyDirectory(Location directory) throws IOException {
        return directory instanceof RemoteLocation remote
                ? RemoteHousekeeping.removeEmptyDirectory(remote)
                : LocalHousekeeping.removeEmptyDirectory((LocalLocation) directory);
    }

    static TransferException taken(Location target) {
        return new TransferException(
                ErrorClass.CONFLICT, "There is a file " + target + " already, and it may not be replaced");
    }
}
