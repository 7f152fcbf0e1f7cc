package dev.drover.backup;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.client.Download;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive as one stream. A part that is missing is a {@link DamagedException} once, and the stream goes on
 * behind it. Remembers a failure of the connection, which would look like a damaged archive otherwise. One thread.
 */
final class Joined extends InputStream {
    private final Shelf shelf;
    private final Backup backup;
    private final List<String> files;
    private final List<Pieces.Piece> pieces = new ArrayList<>();
    private final MessageDigest digest = Sha256.digest();
    private @Nullable Download current;
    private @Nullable IOException failure;
    private long bytes;

    Joined(Shelf shelf, Backup backup, List<String> files) {
        this.shelf = shelf;
        this.backup = backup;
        this.files = files;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        try {
            while (length > 0 && hasMore()) {
                Download download = current == null ? open() : current;
                int count = download.stream().read(target, from, length);
                if (count >= 0) {
                    digest.update(target, from, count);
                    bytes += count;
                    backup.moved(count);
                    return count;
                }
                end(download);
            }
            return length > 0 ? -1 : 0;
        } catch (DamagedException missing) {
            throw missing;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Whether there is a file that was not read to its end. */
    boolean hasMore() {
        return pieces.size() < files.size();
    }

    private Download open() throws IOException {
        String name = files.get(pieces.size());
        try {
            current = shelf.session().openDownload(shelf.path(name));
            return current;
        } catch (FtpReplyException refused) {
            // An archive in one piece that is not there is no damaged one; there is none.
            boolean isPart = files.size() > 1 || Parts.archiveOf(name).isPresent();
            if (!isPart || !refused.sessionUsable() || shelf.session().exists(shelf.path(name))) {
                throw refused;
            }
            pieces.add(new Pieces.Piece(name, Optional.empty()));
            throw new DamagedException("the part " + name + " is missing", refused);
        }
    }

    private void end(Download download) throws IOException {
        download.finish();
        download.close();
        current = null;
        String sha256 = HexFormat.of().formatHex(digest.digest());
        pieces.add(new Pieces.Piece(files.get(pieces.size()), Optional.of(sha256)));
    }

    List<Pieces.Piece> pieces() {
        return List.copyOf(pieces);
    }

    long bytes() {
        return bytes;
    }

    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }
}
