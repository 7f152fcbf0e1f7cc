package dev.drover.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks through an encrypted archive to its last byte: what is stored is compared with its digests, and with a decryption
 * all of it is decrypted and unpacked into nothing. What it finds is the manifest that does not lie beside it. One thread.
 */
final class Opening {
    private final Backup backup;
    private final Manifest manifest;
    private final Map<String, Manifest.Entry> found = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private long left;

    Opening(Backup backup, Manifest manifest) {
        this.backup = backup;
        this.manifest = manifest;
        this.left = manifest.bytes();
    }

    VerifyResult run(Shelf shelf, String archive) throws IOException {
        List<String> names = Pieces.names(manifest, archive);
        List<String> expected = shelf.sha256(archive, names.size());
        ArchiveReading reading = new ArchiveReading(shelf, backup, archive, names);
        ArchiveReading.Read read = reading.run(this::entry);
        problems.addAll(0, Pieces.problems(manifest, expected, read.pieces()));
        if (!manifest.archive().equals(archive)) {
            problems.add("its manifest is that of " + manifest.archive());
        }
        read.damage().ifPresent(problems::add);
        Manifest.Totals totals = found().totals();
        if (reading.isReadable() && read.damage().isEmpty() && !totals.equals(manifest.totals())) {
            problems.add("in it are " + totals + ", but its manifest tells of " + manifest.totals());
        }
        return new VerifyResult(archive, read.bytes(), totals.files(), reading.isReadable(), problems);
    }

    /** With all that is in the archive; good for nothing unless nothing was wrong. */
    Manifest found() {
        return manifest.with(found);
    }

    private void entry(Unpacker.Item item, InputStream body) throws IOException {
        if (item.kind() == null) {
            problems.add(item.path() + " is of a kind that no backup makes");
            return;
        }
        // No more than the manifest tells of: whoever has the public key can make an archive that unpacks without end.
        Manifest.Entry entry = item.listed(() -> Content.of(body, this::take));
        if (found.put(item.path(), entry) != null) {
            problems.add(item.path() + " is in it twice");
        }
        if (item.kind() == Manifest.Kind.FILE) {
            backup.listener().entry(item.path(), entry.size());
        }
    }

    private void take(long bytes) throws DamagedException {
        left -= bytes;
        if (left < 0) {
            throw new DamagedException("there is more in it than the " + manifest.bytes() + " bytes of its manifest");
        }
    }
}
