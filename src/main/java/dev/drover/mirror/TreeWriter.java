package dev.drover.mirror;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.client.FtpSession;
import dev.drover.transfer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The changes to a tree other than copying files. Thread-safe. */
sealed interface TreeWriter {
    static TreeWriter of(Tree tree) {
        return tree instanceof RemoteTree remote ? new Remote(remote) : new Local((LocalTree) tree);
    }

    Location location(RemotePath path) throws IOException;

    /** Makes a directory and what is missing above it; one that is there already is fine. */
    void makeDirectory(RemotePath path) throws IOException;

    void rename(RemotePath from, RemotePath to) throws IOException;

    /** That it is gone already is fine. */
    void delete(RemotePath path, boolean directory) throws IOException;

    void setModified(RemotePath path, Instant time) throws IOException;

    void setMode(RemotePath path, String octal) throws IOException;

    /** Whether it says of itself that it keeps the times it is told. */
    boolean promisesTimes() throws IOException;

    /** What stands there now. */
    Optional<Version> look(RemotePath path) throws IOException;

    /** What a directory holds, by normalised name. */
    Set<String> names(RemotePath directory) throws IOException;

    /** The time of a file, as exactly as can be. */
    Optional<RemoteTime> exactTime(RemotePath path) throws IOException;

    /** On this machine. */
    record Local(LocalTree tree) implements TreeWriter {
        @Override
        public Location location(RemotePath path) throws IOException {
            return tree.location(path);
        }

        @Override
        public void makeDirectory(RemotePath path) throws IOException {
            Files.createDirectories(path.isEmpty() ? tree.root() : tree.resolve(path));
        }

        @Override
        public void rename(RemotePath from, RemotePath to) throws IOException {
            Files.move(tree.resolve(from), tree.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(RemotePath path, boolean directory) throws IOException {
            Files.deleteIfExists(tree.resolve(path));
        }

        @Override
        public void setModified(RemotePath path, Instant time) throws IOException {
            Files.setLastModifiedTime(tree.resolve(path), FileTime.from(time));
        }

        @Override
        public void setMode(RemotePath path, String octal) throws IOException {
            Path file = tree.resolve(path);
            if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(file, Modes.permissions(octal));
            }
        }

        @Override
        public boolean promisesTimes() {
            return true;
        }

        @Override
        public Optional<Version> look(RemotePath path) throws IOException {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(tree.resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                RemoteTime modified =
                        new RemoteTime(attributes.lastModifiedTime().toInstant(), ChronoUnit.NANOS);
                return Optional.of(new Version(OptionalLong.of(attributes.size()), Optional.of(modified)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }

        @Override
        public Set<String> names(RemotePath directory) throws IOException {
            try (Stream<Path> files = Files.list(directory.isEmpty() ? tree.root() : tree.resolve(directory))) {
                return files.map(file -> Names.key(file.getFileName().toString()))
                        .collect(Collectors.toSet());
            }
        }

        @Override
        public Optional<RemoteTime> exactTime(RemotePath path) throws IOException {
            return look(path).flatMap(Version::modified);
        }
    }

    /** On a server. */
    record Remote(RemoteTree tree) implements TreeWriter {
        @Override
        public Location location(RemotePath path) {
            return tree.location(path);
        }

        @Override
        public void makeDirectory(RemotePath path) throws IOException {
            RemotePath directory = path.isEmpty() ? tree.root() : tree.resolve(path);
            run(session -> {
                try {
                    session.makeDirectory(directory);
                } catch (FtpReplyException refused) {
                    // It is there already, or something above it is missing: this asks only after a refusal.
                    if (!refused.sessionUsable()) {
                        throw refused;
                    }
                    session.makeDirectories(directory);
                }
            });
        }

        @Override
        public void rename(RemotePath from, RemotePath to) throws IOException {
            run(session -> {
                session.rename(tree.resolve(from), tree.resolve(to));
            });
        }

        @Override
        public void delete(RemotePath path, boolean directory) throws IOException {
            RemotePath there = tree.resolve(path);
            run(session -> {
                try {
                    if (directory) {
                        session.removeDirectory(there);
                    } else {
                        session.delete(there);
                    }
                } catch (FtpReplyException refused) {
                    if (!refused.sessionUsable() || session.exists(there)) {
                        throw refused;
                    }
                }
            });
        }

        @Override
        public void setModified(RemotePath path, Instant time) throws IOException {
            run(session -> {
                session.setModified(tree.resolve(path), time);
            });
        }

        @Override
        public void setMode(RemotePath path, String octal) throws IOException {
            run(session -> {
                session.setMode(tree.resolve(path), octal);
            });
        }

        @Override
        public boolean promisesTimes() throws IOException {
            return tree.client()
                    .call(session ->
                            session.features().has("MFMT") || session.features().has("MFF"));
        }

        @Override
        public Optional<Version> look(RemotePath path) throws IOException {
            Optional<RemoteEntry> entry = tree.client().call(session -> session.stat(tree.resolve(path)));
            return entry.map(e -> new Version(e.size(), e.modified()));
        }

        @Override
        public Set<String> names(RemotePath directory) throws IOException {
            return tree.client().call(session -> session.list(tree.resolve(directory))).stream()
                    .map(entry -> Names.key(entry.name()))
                    .collect(Collectors.toSet());
        }

        @Override
        public Optional<RemoteTime> exactTime(RemotePath path) throws IOException {
            return tree.client().call(session -> session.modified(tree.resolve(path)));
        }

        private void run(Command command) throws IOException {
            tree.client().call(session -> {
                command.with(session);
                return true;
            });
        }
    }

    /** Something done with a session that has no answer. */
    @FunctionalInterface
    interface Command {
        void with(FtpSession session) throws IOException;
    }
}
