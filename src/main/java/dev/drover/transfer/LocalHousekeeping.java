package dev.drover.transfer;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link Housekeeping} on this machine. */
final class LocalHousekeeping {
    private LocalHousekeeping() {}

    static void list(LocalLocation directory, Search search) throws IOException {
        try {
            list(Jail.resolveDirectory(directory), RelativePath.ROOT, search);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new TransferException(ErrorClass.LOCAL, "There is no directory " + directory, e, 1);
        }
    }

    static Optional<FoundFile> look(LocalLocation file) throws IOException {
        try {
            BasicFileAttributes attributes = attributes(Jail.resolve(file));
            return Optional.of(found(RelativePath.of(file.name()), attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static boolean remove(LocalLocation file) throws IOException {
        Path path = Jail.resolve(file);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException(ErrorClass.LOCAL, file + " is a directory, and only files are deleted");
        }
        return Files.deleteIfExists(path);
    }

    static void rename(LocalLocation from, LocalLocation to) throws IOException {
        Path source = Jail.resolve(from);
        Path target = Jail.resolve(to);
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException(ErrorClass.LOCAL, "There is no file " + from);
        }
        Files.createDirectories(target.resolveSibling(""));
        if (!LocalRename.unlessTaken(source, target)) {
            throw Housekeeping.taken(to);
        }
    }

    static void makeDirectories(LocalLocation directory) throws IOException {
        Files.createDirectories(Jail.resolveDirectory(directory));
    }

    static boolean makeDirectory(LocalLocation directory) throws IOException {
        try {
            Files.createDirectory(Jail.resolveDirectory(directory));
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        }
    }

    static boolean removeEmptyDirectory(LocalLocation directory) throws IOException {
        Path path = Jail.resolveDirectory(directory);
        try {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException used) {
            return false;
        }
    }

    private static void list(Path directory, RelativePath below, Search search) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                BasicFileAttributes attributes = attributes(entry);
                RelativePath path = below.resolve(RelativePath.of(String.valueOf(entry.getFileName())));
                if (attributes.isDirectory() || attributes.isRegularFile()) {
                    search.finds(found(path, attributes));
                }
                if (attributes.isDirectory() && search.enters(path)) {
                    list(entry, path, search);
                }
            }
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static FoundFile found(RelativePath path, BasicFileAttributes attributes) {
        return new FoundFile(
                path,
                attributes.isDirectory(),
                OptionalLong.of(attributes.size()),
                Optional.of(attributes.lastModifiedTime().toInstant()));
    }
}
