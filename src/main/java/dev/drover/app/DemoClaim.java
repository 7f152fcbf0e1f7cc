package dev.drover.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory for one demo alone: a second one would take the samples of the first, and clear away under it what the
 * first still needs. Ends with the process at the latest, however that ends.
 */
final class DemoClaim implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private DemoClaim(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Claims a directory that exists.
     *
     * @throws IOException when another process has it
     */
    static DemoClaim of(Path directory) throws IOException {
        Path file = directory.resolve(".claim");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (isLocked(channel)) {
                return new DemoClaim(file, channel);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("Another demo runs in " + directory + ". Stop it first, or start this one elsewhere.");
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
