package dev.drover.transfer;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Renames on this machine that never replace a file. Thread-safe, also between processes. */
public final class LocalRename {
    private LocalRename() {}

    /**
     * Gives a file another name in the same file system, if nobody has that name.
     *
     * @return false when the name is taken; the file then has its old one
     * @throws IOException when it can have neither
     */
    // A hard link is the one way to give a file a name only if nobody has it: a rename replaces, and looking first
    // leaves a gap.
    public static boolean unlessTaken(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(from, to)) {
                return false;
            }
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
        Files.delete(from);
        return true;
    }
}
