package dev.drover.ftp.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A local file that appears or is replaced when it is whole: it is written beside its place first, so that whatever was
 * there stays until then. A link is followed, with its file being replaced; a device or pipe is written to as it is.
 */
final class WholeFile {
    /** A longer name might leave no room for an ending. */
    private static final int NAME_SHOWN = 50;

    private final Path target;

    WholeFile(Path target) {
        this.target = target;
    }

    /** Writes the content; when it fails, nothing is left of it. */
    @FunctionalInterface
    interface Content {
        /** Gives the number of bytes. */
        long write(FileChannel to) throws IOException;
    }

    /** Whether it can be written in any order. */
    boolean isRegular() {
        return !Files.exists(target) || Files.isRegularFile(target);
    }

    long write(Content content) throws IOException {
        if (!isRegular()) {
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                return content.write(channel);
            }
        }
        Path whole = Files.isSymbolicLink(target) ? target.toRealPath() : target;
        Path partial = whole.resolveSibling(partialName(String.valueOf(whole.getFileName())));
        try {
            long bytes;
            try (FileChannel channel =
                    FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                bytes = content.write(channel);
            }
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
            return bytes;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String partialName(String name) {
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return (name.length() <= NAME_SHOWN ? name : "") + "." + unique + ".part";
    }
}
