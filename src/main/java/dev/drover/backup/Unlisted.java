package dev.drover.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks through an archive that no manifest lies beside, to its last byte, and unpacks it into nothing. All that can be told
 * is whether the checksums inside it are right, and the digest beside it if there is one. One thread.
 */
final class Unlisted {
    /** Deflate makes a thousand bytes of one at most; what people keep, a tenth of that. */
    private static final long MOST_TIMES = 200;

    /** Below this much nobody is harmed. */
    private static final long HARMLESS = 64L * 1024 * 1024;

    /** What an entry costs on a disk, however little is in it. */
    private static final long ENTRY = 512;

    private final Backup backup;
    private final Shelf shelf;
    private final String archive;
    private final Map<String, Manifest.Entry> found = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private List<String> files = List.of();
    private List<String> digests = List.of();
    private Runnable unchecked = () -> {};
    private long most;
    private long unpacked;

    Unlisted(Backup backup, Shelf shelf, String archive) {
        this.backup = backup;
        this.shelf = shelf;
        this.archive = archive;
    }

    /** @throws IOException when the archive cannot be had; damage is in the answer */
    VerifyResult look() throws IOException {
        List<String> names = shelf.pieces(archive);
        Optional<List<String>> expected = shelf.sha256IfThere(archive, names.size());
        most = Math.max(HARMLESS, MOST_TIMES * shelf.sizeOf(names));
        ArchiveReading reading = new ArchiveReading(shelf, backup, archive, names);
        ArchiveReading.Read read = reading.toLastByte().run(this::entry);
        checkLast();
        files = names;
        digests = read.pieces().stream().map(piece -> piece.sha256().orElse("")).toList();
        expected.ifPresent(told -> problems.addAll(0, Pieces.problems(manifest(), told, read.pieces())));
        read.damage().ifPresent(problems::add);
        if (found.isEmpty() && problems.isEmpty() && reading.isReadable()) {
            problems.add("there is nothing in it");
        }
        long count = manifest().files();
        return new VerifyResult(archive, read.bytes(), count, reading.isReadable(), problems);
    }

    /** Unpacks what was looked through, each file being compared with what was found then. */
    RestoreResult restore(Restoring restoring) throws IOException {
        return restoring.run(shelf, archive, files, digests, false);
    }

    Manifest manifest() {
        return new Manifest(archive, found);
    }

    private void entry(Unpacker.Item item, InputStream body) throws IOException {
        take(ENTRY);
        checkLast();
        if (item.kind() == null) {
            return;
        }
        Manifest.Entry entry = item.listed(() -> content(item, body));
        // In a tar that was added to, the last one counts.
        found.put(item.path(), entry);
        if (item.kind() == Manifest.Kind.FILE) {
            backup.listener().entry(item.path(), entry.size());
        }
    }

    private Content content(Unpacker.Item item, InputStream body) throws IOException {
        Content content = Content.of(body, this::take);
        unchecked = () -> requireCrc(item, content.crc());
        return content;
    }

    /** Of what was packed as a stream the checksum stands behind it, and is known when the next entry was looked for. */
    private void checkLast() {
        unchecked.run();
        unchecked = () -> {};
    }

    private void requireCrc(Unpacker.Item item, long read) {
        long told = item.crc().getAsLong();
        if (told >= 0 && told != read) {
            problems.add("the checksum of " + item.path() + " is wrong");
        }
    }

    private void take(long bytes) throws DamagedException {
        unpacked += bytes;
        if (unpacked > most) {
            throw new DamagedException("it unpacks to more than " + MOST_TIMES + " times its size, as archives do that"
                    + " were made to fill disks; to take it all the same, fetch it and unpack it by other means");
        }
    }
}
