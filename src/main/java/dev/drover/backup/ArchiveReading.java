package dev.drover.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Reads an archive from the server to its last byte, whatever is wrong with it, so that the digest of each file is known
 * that it is in. One thread.
 */
final class ArchiveReading {
    private static final int BUFFER = 128 * 1024;

    private final Shelf shelf;
    private final Backup backup;
    private final boolean encrypted;
    private final List<String> files;
    private boolean toLastByte;

    /**
     * @param files that it is in
     */
    ArchiveReading(Shelf shelf, Backup backup, String archive, List<String> files) {
        this.encrypted = Archive.isEncrypted(archive);
        this.shelf = shelf;
        this.backup = backup;
        this.files = files;
    }

    /** Whether the content can be read. */
    boolean isReadable() {
        return !encrypted || backup.decryption().isPresent();
    }

    /** Has the checksum at the end of what is packed looked at too, of an archive that nothing else tells of. */
    ArchiveReading toLastByte() {
        toLastByte = true;
        return this;
    }

    /**
     * Of an encrypted archive without a decryption only what is stored is read; there are no entries then.
     *
     * @throws IOException when the server or the connection fails; a damaged archive is in the answer
     */
    Read run(Visitor visitor) throws IOException {
        try (Joined joined = new Joined(shelf, backup, files)) {
            InputStream in = new BufferedInputStream(joined, BUFFER);
            Optional<String> damage = isReadable() ? visit(in, visitor) : Optional.empty();
            joined.rethrow();
            while (joined.hasMore()) {
                drain(joined);
            }
            return new Read(joined.bytes(), joined.pieces(), damage);
        }
    }

    private static void drain(Joined joined) throws IOException {
        try {
            joined.transferTo(OutputStream.nullOutputStream());
        } catch (DamagedException missing) {
            // It is among the pieces; those behind it are looked at all the same.
        }
    }

    private Optional<String> visit(InputStream stored, Visitor visitor) {
        try {
            InputStream in = encrypted ? backup.decryption().orElseThrow().from(stored) : stored;
            Unpacker unpacker = Unpacker.of(backup.format(), in);
            for (Unpacker.Item item = unpacker.next(); item != null; item = unpacker.next()) {
                visitor.entry(item, unpacker.body());
            }
            if (toLastByte) {
                unpacker.drain();
            }
            if (encrypted) {
                // Whether it was changed is known at its end, which the archive does not reach.
                in.transferTo(OutputStream.nullOutputStream());
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            // What the library throws on garbage is not always an IOException.
            return Optional.of("the archive cannot be read to its end: " + Reasons.of(damaged));
        }
    }

    /** What is done with each entry. An IOException means that the archive is damaged there. */
    @FunctionalInterface
    interface Visitor {
        void entry(Unpacker.Item item, InputStream body) throws IOException;
    }

    /** What was read. */
    record Read(long bytes, List<Pieces.Piece> pieces, Optional<String> damage) {}
}
