package dev.drover.mirror;

import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists a directory on a server with all below it: each directory once, those of one depth at the same time. */
final class RemoteScan {
    private static final int TRIES = 3;
    /** Deeper than any honest tree: a server that shows a directory inside itself ends here. */
    private static final int DEEPEST = 256;

    private final RemoteTree tree;
    private final Selection selection;
    private final Links links;
    private final boolean modes;
    private final int tries;
    private final Hidden hidden;
    private final OwnFiles own;
    private final Findings findings;
    /** What servers call the directories from the root down to each one, where they tell; of the root only when needed. */
    private final Map<RemotePath, Set<String>> above = new HashMap<>();

    RemoteScan(RemoteTree tree, Side side, Mirror mirror, Links links, Hidden hidden, OwnFiles own) {
        this.tree = tree;
        this.selection = mirror.selection();
        this.links = links;
        this.modes = mirror.preservesModes();
        this.tries = Math.min(TRIES, mirror.retry().attempts());
        this.hidden = hidden;
        this.own = own;
        this.findings = new Findings(tree, side);
    }

    /**
     * @throws IOException when the root cannot be listed or the server cannot be reached
     */
    TreeScan run(Workers workers) throws IOException {
        List<RemotePath> level = List.of(RemotePath.WORKING_DIRECTORY);
        for (int depth = 0; !level.isEmpty(); depth++) {
            List<RemotePath> below = new ArrayList<>();
            for (Listed listed : workers.map(level, this::list)) {
                if (depth == 0 && listed.failure != null) {
                    return missingRoot(listed.failure);
                }
                accept(listed, depth, below);
            }
            level = below;
        }
        return findings.toScan(true);
    }

    // "550" says both "no such directory" and "you may not": only the first is an empty tree.
    private TreeScan missingRoot(FtpException failure) throws IOException {
        if (!failure.sessionUsable() || tree.client().call(session -> session.exists(tree.root()))) {
            throw failure;
        }
        return findings.toScan(false);
    }

    private void accept(Listed listed, int depth, List<RemotePath> below) throws IOException {
        if (listed.failure != null) {
            findings.unread(listed.directory, Problem.sentence(listed.failure));
            return;
        }
        if (depth == 0) {
            above.put(listed.directory, rootIdentity(listed.entries));
        }
        for (RemoteEntry entry : listed.entries) {
            accept(listed.directory, entry, depth, below);
        }
    }

    private void accept(RemotePath directory, RemoteEntry entry, int depth, List<RemotePath> below) {
        RemotePath name = Names.last(entry.path());
        RemotePath path = directory.resolve(name);
        boolean isDirectory = entry.isDirectory();
        boolean taken = isDirectory ? selection.takesDirectory(path.toString()) : selection.takesFile(path.toString());
        if (own.hold(path)) {
            findings.own(directory, path);
        } else if (Selection.isPartial(name.toString())) {
            leftover(path, isDirectory);
        } else if (!taken) {
            findings.pass(directory);
        } else if (!name.isPlainName()) {
            findings.refuse(directory, path, "its name is not a plain name");
        } else if (isDirectory && leadsBack(directory, path, entry)) {
            findings.refuse(directory, path, "it leads back to a directory that it lies in");
        } else if (isDirectory && depth >= DEEPEST) {
            findings.unread(path, "It lies deeper than " + DEEPEST + " directories");
        } else if (isDirectory) {
            findings.add(directory, TreeEntry.directory(path, Collections.emptyNavigableMap(), false));
            below.add(path);
        } else {
            acceptFile(directory, path, entry);
        }
    }

    /** Files only: a directory of such a name is where a two-way mirror tries odd names. */
    private void leftover(RemotePath path, boolean isDirectory) {
        if (!isDirectory) {
            findings.leftover(path);
        }
    }

    // Some servers, pyftpdlib for one, show a link to a directory as a directory, a loop as an endless tree.
    private boolean leadsBack(RemotePath directory, RemotePath path, RemoteEntry entry) {
        Set<String> holders = above.getOrDefault(directory, Set.of());
        Optional<String> own = identity(entry);
        if (own.isPresent() && holders.contains(own.get())) {
            return true;
        }
        Set<String> here = new HashSet<>(holders);
        own.ifPresent(here::add);
        above.put(path, here);
        return false;
    }

    private Set<String> rootIdentity(List<RemoteEntry> entries) throws IOException {
        boolean tells = entries.stream()
                .anyMatch(entry -> entry.isDirectory() && identity(entry).isPresent());
        if (!tells) {
            return Set.of();
        }
        return tree.client()
                .call(session -> session.stat(tree.root().isEmpty() ? RemotePath.of(".") : tree.root()))
                .flatMap(RemoteScan::identity)
                .map(Set::of)
                .orElse(Set.of());
    }

    /** RFC 3659 section 7.5.2: the same for the same object. Nothing but zeros is what systems without such numbers send. */
    private static Optional<String> identity(RemoteEntry entry) {
        return Optional.ofNullable(entry.facts().get("unique"))
                .filter(fact -> fact.matches(".*[1-9a-zA-Z&&[^gGxX]].*"));
    }

    private void acceptFile(RemotePath directory, RemotePath path, RemoteEntry entry) {
        switch (entry.kind()) {
            case FILE ->
                findings.add(
                        directory,
                        TreeEntry.file(
                                path,
                                entry.size(),
                                entry.modified(),
                                modes ? entry.permissions().flatMap(Modes::ofListing) : Optional.empty()));
            case SYMLINK -> {
                if (links == Links.SKIP) {
                    findings.skipLink(directory, path);
                } else {
                    findings.refuse(directory, path, "it is a symbolic link" + whereTo(entry));
                }
            }
            default -> findings.refuse(directory, path, "the server does not say that it is a file or a directory");
        }
    }

    private Listed list(RemotePath directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                List<RemoteEntry> entries = tree.client().call(session -> entries(session, directory));
                return new Listed(directory, entries, null);
            } catch (FtpLoginException e) {
                throw e;
            } catch (FtpException e) {
                if (attempt < tries && e.retryable()) {
                    continue;
                }
                if (e instanceof FtpConnectException) {
                    requireServer();
                }
                return new Listed(directory, List.of(), e);
            }
        }
    }

    /** A data connection can fail alone. When the server is gone, the rest of the tree need not be tried. */
    private void requireServer() throws IOException {
        tree.client().call(session -> {
            session.ping();
            return session;
        });
    }

    private List<RemoteEntry> entries(FtpSession session, RemotePath directory) throws FtpException {
        List<RemoteEntry> entries = new ArrayList<>();
        for (RemoteEntry entry : session.list(tree.resolve(directory))) {
            boolean follow = links == Links.FOLLOW && entry.kind() == RemoteEntry.Kind.SYMLINK;
            entries.add(follow ? followed(session, directory, entry) : entry);
        }
        addHidden(session, directory, entries);
        return entries;
    }

    private void addHidden(FtpSession session, RemotePath directory, List<RemoteEntry> entries) throws FtpException {
        Set<String> listed =
                entries.stream().map(entry -> Names.key(entry.name())).collect(Collectors.toSet());
        for (String name : hidden.in(directory)) {
            if (!listed.contains(Names.key(name))) {
                session.stat(tree.resolve(directory.resolve(name))).ifPresent(entries::add);
            }
        }
    }

    private String whereTo(RemoteEntry link) {
        // MLSD of ProFTPD and Pure-FTPd says that something is a link, and no more.
        String unknown = links == Links.FOLLOW
                ? ", and the server does not say where it leads; its LIST may, which is used with mlsd=false"
                : "";
        return link.linkTarget().map(target -> " to " + target).orElse(unknown);
    }

    /** What a link points at, seen under the name of the link; the link itself when it must not be followed. */
    private RemoteEntry followed(FtpSession session, RemotePath directory, RemoteEntry link) throws FtpException {
        Optional<String> target = link.linkTarget().flatMap(to -> inside(directory, to));
        if (target.isEmpty()) {
            return link;
        }
        Optional<RemoteEntry> found = session.stat(tree.resolve(RemotePath.of(target.get())));
        return found.filter(e -> e.isFile() || e.isDirectory())
                .map(e -> e.toBuilder().path(link.path()).build())
                .orElse(link);
    }

    /** The target below our root, unless it leads out of it or back to a directory that holds the link. */
    private Optional<String> inside(RemotePath directory, RemotePath target) {
        String root = Names.normalised(tree.root().toString());
        String at = Names.normalised(tree.resolve(directory).toString());
        String to = Names.normalised(target.isAbsolute() ? target.toString() : at + "/" + target);
        String below = root.isEmpty() || root.equals("/") ? "" : root + "/";
        boolean holdsTheLink = (at + "/").startsWith(to + "/");
        if (to.equals("..") || to.startsWith("../") || !to.startsWith(below) || holdsTheLink) {
            return Optional.empty();
        }
        String relative = to.substring(below.length());
        return Optional.of(relative.startsWith("/") ? relative.substring(1) : relative);
    }

    private record Listed(RemotePath directory, List<RemoteEntry> entries, @Nullable FtpException failure) {}
}
