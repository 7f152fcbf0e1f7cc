package dev.drover.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory for one process alone: a second one would take the files that the first is just moving, and clear away under
 * it what the first still needs. Ends with the process at the latest, however that ends.
 */
final class DirectoryClaim implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private DirectoryClaim(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Claims a directory, and makes it when it is not there.
     *
     * @param who claims it, in words: others of the same kind are refused
     * @throws IOException when another process has it
     */
    static DirectoryClaim of(Path directory, String who) throws IOException {
        Path file = Files.createDirectories(directory).resolve("." + who);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLocked(channel)) {
                return new DirectoryClaim(file, channel);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(
                "Another " + who + " runs in " + directory + ". Stop it first, or start this one elsewhere.");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
