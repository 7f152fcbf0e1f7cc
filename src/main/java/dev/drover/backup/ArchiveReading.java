package dev.drover.backup;

import dev.drover.ftp.client.Download;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an archive from the server to its last byte, whatever is wrong with it, so that its digest is known. One thread. */
final class ArchiveReading {
    private static final int BUFFER = 128 * 1024;

    private final Shelf shelf;
    private final Backup backup;
    private final String archive;

    ArchiveReading(Shelf shelf, Backup backup, String archive) {
        this.shelf = shelf;
        this.backup = backup;
        this.archive = archive;
    }

    /**
     * @throws IOException when the server or the connection fails; a damaged archive is in the answer
     */
    Read run(Visitor visitor) throws IOException {
        try (Download download = shelf.session().openDownload(shelf.path(archive))) {
            MessageDigest digest = Sha256.digest();
            Source source = new Source(download.stream(), backup);
            InputStream in = new BufferedInputStream(new DigestInputStream(source, digest), BUFFER);
            Optional<String> damage = visit(in, visitor);
            source.rethrow();
            in.transferTo(OutputStream.nullOutputStream());
            download.finish();
            return new Read(download.bytes(), HexFormat.of().formatHex(digest.digest()), damage);
        }
    }

    private Optional<String> visit(InputStream in, Visitor visitor) {
        try {
            Unpacker unpacker = Unpacker.of(backup.format(), in);
            for (Unpacker.Item item = unpacker.next(); item != null; item = unpacker.next()) {
                visitor.entry(item, unpacker.body());
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
    record Read(long bytes, String sha256, Optional<String> damage) {}

    /** Remembers a failure of the connection, which would look like a damaged archive otherwise. */
    private static final class Source extends FilterInputStream {
        private @Nullable IOException failure;

        private final Backup backup;

        Source(InputStream in, Backup backup) {
            super(in);
            this.backup = backup;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                int count = in.read(target, from, length);
                backup.moved(Math.max(0, count));
                return count;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        void rethrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
