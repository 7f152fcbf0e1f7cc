package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Everything below a directory, a directory before what is in it. Each directory is listed whole when it is reached, so
 * between two entries the session is free for other work, and memory holds one path from the root down. Symbolic links
 * are told and not followed. Belongs to the thread of its session.
 */
public final class Walk {
    /** Deeper than this is a loop that the server does not tell as a link. */
    private static final int DEEPEST = 100;

    private final Listings listings;
    private final RemotePath root;
    private final Deque<Iterator<RemoteEntry>> path = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private boolean begun;

    Walk(Listings listings, RemotePath root) {
        this.listings = listings;
        this.root = root;
    }

    /** Whether there is another entry. */
    public boolean hasNext() throws FtpException {
        if (!begun) {
            begun = true;
            path.push(listed(root));
        }
        while (!path.isEmpty() && !path.peek().hasNext()) {
            path.pop();
        }
        return !path.isEmpty();
    }

    /** The next entry; a directory has been listed when it is told. Its path is the root joined with its names. */
    public RemoteEntry next() throws FtpException {
        if (!hasNext()) {
            throw new NoSuchElementException("the walk through " + root + " is at its end");
        }
        RemoteEntry entry = path.element().next();
        if (entry.isDirectory() && isNew(entry)) {
            if (path.size() >= DEEPEST) {
                throw new FtpListingException("\"" + entry.path() + "\" lies " + DEEPEST + " directories below \""
                        + root + "\": that is a loop of links on the server. Walk its parts, or remove the loop.");
            }
            path.push(listed(entry.path()));
        }
        return entry;
    }

    /** How deep the last entry lies: 1 for those in the root itself. */
    public int depth() {
        return path.size();
    }

    private Iterator<RemoteEntry> listed(RemotePath directory) throws FtpException {
        List<RemoteEntry> entries = new ArrayList<>(listings.list(directory));
        return entries.iterator();
    }

    /** A server that tells which directory is which (the fact {@code unique}, RFC 3659) shows loops at once. */
    private boolean isNew(RemoteEntry directory) {
        return Optional.ofNullable(directory.facts().get("unique"))
                .map(seen::add)
                .orElse(true);
    }
}
