package dev.drover.transfer;

import dev.drover.ftp.client.Checksum;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** A directory of this machine that a file is written into. */
final class LocalTarget implements Target {
    /** How much of a partial file is read again and compared: the tail may be lost after a crash, or of another version. */
    static final int OVERLAP = 64 * 1024;

    private final LocalLocation location;

    LocalTarget(LocalLocation location) {
        this.location = location;
    }

    @Override
    public Optional<Found> look(String name) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Found(attributes.isDirectory(), OptionalLong.of(attributes.size())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        return look(name).map(Found::size).orElse(OptionalLong.empty());
    }

    @Override
    public long resumePoint(String partial, long whole) throws IOException {
        long there = size(partial).orElse(0);
        return there > whole ? 0 : Math.max(0, there - OVERLAP);
    }

    @Override
    public boolean canStartLater() {
        return true;
    }

    @Override
    public Writing open(String name, long offset, boolean ascii) throws IOException {
        return new LocalWriting(file(name), offset, location.sync());
    }

    @Override
    public boolean mendDirectory(IOException refusal) throws IOException {
        Path directory = directory();
        if (!(refusal instanceof NoSuchFileException) || Files.exists(directory)) {
            return false;
        }
        Files.createDirectories(directory);
        return true;
    }

    @Override
    public boolean refusesToReplace() {
        return true;
    }

    @Override
    public boolean publish(String partial, String name, boolean replace, Course course) throws IOException {
        Path from = file(partial);
        Path to = file(name);
        if (replace) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } else if (!LocalRename.unlessTaken(from, to)) {
            return false;
        }
        if (location.sync()) {
            syncDirectory(directory());
        }
        return true;
    }

    @Override
    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    @Override
    public Optional<ReadableByteChannel> nearby(String name) throws IOException {
        return Optional.of(FileChannel.open(file(name), StandardOpenOption.READ));
    }

    @Override
    public Optional<String> digestAlgorithm() {
        return Optional.empty();
    }

    @Override
    public Optional<Checksum> checksum(String name, String algorithm) {
        return Optional.empty();
    }

    @Override
    public Source.Reading readBack(String name) throws IOException {
        return new LocalReading(file(name), 0);
    }

    private Path directory() throws IOException {
        // A location is always below its root, so there is a parent.
        return file(location.name()).resolveSibling("");
    }

    private Path file(String name) throws IOException {
        return Jail.resolve(location.withName(name));
    }

    private static void syncDirectory(Path directory) throws IOException {
        // Only POSIX systems let a directory be opened; elsewhere the file system keeps names by itself.
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
