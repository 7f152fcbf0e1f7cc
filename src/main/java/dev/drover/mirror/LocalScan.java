package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.transfer.PathRefusedException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a directory of this machine with all below it. */
final class LocalScan {
    private final LocalTree tree;
    private final Selection selection;
    private final Links links;
    private final boolean modes;
    private final OwnFiles own;
    private final Findings findings;

    LocalScan(LocalTree tree, Side side, Mirror mirror, Links links, OwnFiles own) {
        this.tree = tree;
        this.selection = mirror.selection();
        this.links = links;
        this.modes = mirror.preservesModes();
        this.own = own;
        this.findings = new Findings(tree, side);
    }

    /**
     * @throws IOException when the root itself cannot be read
     */
    TreeScan run() throws IOException {
        if (!Files.exists(tree.root(), LinkOption.NOFOLLOW_LINKS)) {
            return findings.toScan(false);
        }
        walk(tree.root(), RemotePath.WORKING_DIRECTORY, Set.of());
        return findings.toScan(true);
    }

    private void walk(Path directory, RemotePath path, Set<Path> above) throws IOException {
        Path real = directory.toRealPath();
        Set<Path> here = new HashSet<>(above);
        here.add(real);
        for (Path child : children(directory)) {
            RemotePath childPath =
                    path.resolve(RemotePath.of(child.getFileName().toString()));
            try {
                accept(child, path, childPath, here);
            } catch (NoSuchFileException gone) {
                // It went away between the listing and the look: as if it had never been there.
                continue;
            } catch (IOException e) {
                findings.unread(childPath, "It cannot be read: " + Problem.sentence(e));
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    private void accept(Path file, RemotePath directory, RemotePath path, Set<Path> above) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isDirectory = attributes.isDirectory();
        if (attributes.isSymbolicLink() && links == Links.FOLLOW && mayFollow(file, above)) {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
            isDirectory = attributes.isDirectory();
        }
        String text = path.toString();
        boolean taken = isDirectory ? selection.takesDirectory(text) : selection.takesFile(text);
        if (own.hold(path)) {
            findings.own(directory, path);
        } else if (Selection.isPartial(path.name())) {
            leftover(path, isDirectory);
        } else if (!taken) {
            findings.pass(directory);
        } else if (isLegal(directory, path)) {
            take(file, directory, path, attributes, above);
        }
    }

    /** Files only: a directory of such a name is where another mirror tries odd names. */
    private void leftover(RemotePath path, boolean isDirectory) {
        if (!isDirectory) {
            findings.leftover(path);
        }
    }

    private void take(Path file, RemotePath directory, RemotePath path, BasicFileAttributes attributes, Set<Path> above)
            throws IOException {
        if (attributes.isDirectory()) {
            findings.add(directory, TreeEntry.directory(path, Collections.emptyNavigableMap(), false));
            walk(file, path, above);
        } else if (attributes.isRegularFile()) {
            RemoteTime modified = new RemoteTime(attributes.lastModifiedTime().toInstant(), ChronoUnit.NANOS);
            findings.add(
                    directory,
                    TreeEntry.file(path, OptionalLong.of(attributes.size()), Optional.of(modified), mode(file)));
        } else if (attributes.isSymbolicLink() && links == Links.SKIP) {
            findings.skipLink(directory, path);
        } else if (attributes.isSymbolicLink()) {
            findings.refuse(directory, path, "it is a symbolic link to " + Files.readSymbolicLink(file));
        } else {
            findings.refuse(directory, path, "it is neither a file nor a directory");
        }
    }

    private boolean mayFollow(Path link, Set<Path> above) throws IOException {
        try {
            Path real = link.toRealPath();
            return real.startsWith(tree.root().toRealPath()) && !above.contains(real);
        } catch (NoSuchFileException dangling) {
            return false;
        }
    }

    private boolean isLegal(RemotePath directory, RemotePath path) {
        if (path.name().indexOf('\uFFFD') >= 0) {
            findings.refuse(directory, path, "its name is not text in the charset of this system");
            return false;
        }
        try {
            tree.location(path);
            return true;
        } catch (PathRefusedException e) {
            findings.refuse(directory, path, Problem.sentence(e));
            return false;
        }
    }

    private Optional<String> mode(Path file) throws IOException {
        if (!modes || Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return Optional.empty();
        }
        return Optional.of(Modes.octal(Files.getPosixFilePermissions(file)));
    }
}
