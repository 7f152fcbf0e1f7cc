package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether one tree holds the other: such a mirror would copy its own copies, or delete its own source. */
final class Overlap {
    private Overlap() {}

    /**
     * Compares local directories by their real paths, and remote ones by server, user and path. That two endpoints with
     * different host names are one server is not seen.
     *
     * @throws MirrorRefusedException when they overlap
     */
    static void refuse(Mirror mirror) throws IOException {
        Tree left = mirror.left();
        Tree right = mirror.right();
        boolean overlap = left instanceof LocalTree one && right instanceof LocalTree other
                ? nested(real(one.root()), real(other.root()))
                : left instanceof RemoteTree from && right instanceof RemoteTree to && nested(from, to);
        if (overlap) {
            throw new MirrorRefusedException(
                    "The mirror " + mirror + " is refused, because one of the two directories is"
                            + " the other or lies in it; nothing was touched");
        }
    }

    private static boolean nested(RemoteTree one, RemoteTree other) throws IOException {
        if (!isSameServer(one, other)) {
            return false;
        }
        boolean absolute = one.root().isAbsolute() && other.root().isAbsolute();
        RemotePath home = absolute ? RemotePath.of("/") : one.client().call(session -> session.workingDirectory());
        String from = path(home, one);
        String to = path(home, other);
        return from.startsWith(to) || to.startsWith(from);
    }

    private static boolean isSameServer(RemoteTree one, RemoteTree other) {
        return one.client().equals(other.client()) || login(one).equals(login(other));
    }

    /** User, host and port: another user may begin elsewhere. */
    private static String login(RemoteTree tree) {
        return tree.client().toString().replaceFirst("^[a-z]+://", "");
    }

    /** With a slash at its end, so that /a does not lie in /ab. */
    private static String path(RemotePath home, RemoteTree tree) {
        String whole = Names.normalised(home.resolve(tree.root()).toString());
        return Names.key(whole.endsWith("/") ? whole : whole + "/");
    }

    private static boolean nested(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    /** What is there already is followed through its links; what is not lies below it. */
    static Path real(Path root) throws IOException {
        Path whole = root.toAbsolutePath().normalize();
        Path existing = whole;
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        return existing.toRealPath().resolve(existing.relativize(whole)).normalize();
    }
}
