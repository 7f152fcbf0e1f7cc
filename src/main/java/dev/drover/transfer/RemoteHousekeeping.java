package dev.drover.transfer;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.Listing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** {@link Housekeeping} on a server. */
final class RemoteHousekeeping {
    private RemoteHousekeeping() {}

    static void list(RemoteLocation directory, Search search) throws IOException {
        search.cancellation().check();
        try (FtpSession session = directory.client().open()) {
            Cancellation.Hook hook = search.cancellation().onCancel(session::breakOff);
            try {
                list(session, directory, search);
            } finally {
                hook.close();
            }
        }
    }

    private static void list(FtpSession session, RemoteLocation directory, Search search) throws IOException {
        Deque<RelativePath> open = new ArrayDeque<>();
        open.add(RelativePath.ROOT);
        while (!open.isEmpty()) {
            list(session, directory, open.remove(), search, open);
        }
    }

    static Optional<FoundFile> look(RemoteLocation file) throws IOException {
        RelativePath name = RelativePath.of(file.name());
        try (FtpSession session = file.client().open()) {
            return session.stat(file.path()).map(entry -> found(name, entry));
        }
    }

    static boolean remove(RemoteLocation file) throws IOException {
        try (FtpSession session = file.client().open()) {
            session.delete(file.path());
            return true;
        } catch (FtpReplyException refused) {
            if (refused.sessionUsable() && look(file).isEmpty()) {
                return false;
            }
            throw refused;
        }
    }

    static void rename(RemoteLocation from, RemoteLocation to) throws IOException {
        try (Lease lease = new Lease(from)) {
            RemoteTarget target = new RemoteTarget(to, lease, new KnownDirectories());
            if (target.look(to.name()).isPresent()) {
                throw Housekeeping.taken(to);
            }
            try {
                lease.session().rename(from.path(), to.path());
            } catch (FtpReplyException refused) {
                if (!refused.sessionUsable() || !target.mendDirectory(refused)) {
                    throw refused;
                }
                lease.session().rename(from.path(), to.path());
            } catch (FtpException lost) {
                // The reply did not come; whether it was done is to be seen.
                boolean done = look(from).isEmpty() && look(to).isPresent();
                if (!done) {
                    throw lost;
                }
            }
        }
    }

    static void makeDirectories(RemoteLocation directory) throws IOException {
        try (FtpSession session = directory.client().open()) {
            session.makeDirectories(directory.path());
        }
    }

    static boolean makeDirectory(RemoteLocation directory) throws IOException {
        try (FtpSession session = directory.client().open()) {
            try {
                session.makeDirectory(directory.path());
                return true;
            } catch (FtpReplyException refused) {
                if (!refused.sessionUsable() || !session.exists(directory.path())) {
                    throw refused;
                }
                return false;
            }
        }
    }

    static boolean removeEmptyDirectory(RemoteLocation directory) throws IOException {
        try (FtpSession session = directory.client().open()) {
            try {
                // Looked at first: not every server keeps from removing what is in it.
                if (!session.list(directory.path()).isEmpty()) {
                    return false;
                }
                session.removeDirectory(directory.path());
                return true;
            } catch (FtpReplyException refused) {
                if (!refused.sessionUsable() || session.exists(directory.path())) {
                    throw refused;
                }
                return false;
            }
        }
    }

    private static void list(
            FtpSession session, RemoteLocation root, RelativePath below, Search search, Deque<RelativePath> open)
            throws IOException {
        RemotePath directory = below.isRoot() ? root.path() : root.path().resolve(below.toString());
        try (Listing entries = session.openListing(directory)) {
            while (entries.hasNext()) {
                RemoteEntry entry = entries.next();
                RelativePath path = below.resolve(RelativePath.of(plainName(root, entry)));
                if (entry.isDirectory() || entry.isFile()) {
                    search.finds(found(path, entry));
                }
                if (entry.isDirectory() && search.enters(path)) {
                    open.add(path);
                }
            }
        }
    }

    private static String plainName(RemoteLocation root, RemoteEntry entry) throws PathRefusedException {
        String name = entry.name();
        if (!RemotePath.of(name).isPlainName()) {
            throw new PathRefusedException(
                    "The listing of " + root + " has a name that leads elsewhere, so nothing of it is used");
        }
        return name;
    }

    private static FoundFile found(RelativePath path, RemoteEntry entry) {
        return new FoundFile(
                path, entry.isDirectory(), entry.size(), entry.modified().map(RemoteTime::instant));
    }
}
