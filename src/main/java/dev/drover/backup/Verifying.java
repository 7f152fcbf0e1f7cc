package dev.drover.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Compares an archive, byte by byte, with the digest and the manifest beside it. One thread. */
final class Verifying {
    private final Backup backup;
    private final Manifest manifest;
    private final Set<String> seen = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private long files;

    Verifying(Backup backup, Manifest manifest) {
        this.backup = backup;
        this.manifest = manifest;
    }

    VerifyResult run(Shelf shelf, String archive) throws IOException {
        List<String> names = Pieces.names(manifest, archive);
        List<String> expected = shelf.sha256(archive, names.size());
        ArchiveReading.Read read = new ArchiveReading(shelf, backup, archive, names).run(this::entry);
        problems.addAll(0, Pieces.problems(manifest, expected, read.pieces()));
        if (!manifest.archive().equals(archive)) {
            problems.add("its manifest is that of " + manifest.archive());
        }
        read.damage().ifPresent(problems::add);
        List<String> absent = manifest.entries().keySet().stream()
                .filter(path -> !seen.contains(path))
                .toList();
        problems.addAll(
                Absent.problems(absent, manifest.entries().size(), read.damage().isPresent()));
        return new VerifyResult(archive, read.bytes(), files, true, problems);
    }

    private void entry(Unpacker.Item item, InputStream body) throws IOException {
        Manifest.Entry expected = manifest.entries().get(item.path());
        if (expected == null || expected.kind() != item.kind()) {
            problems.add(item.path() + " is in it, but not like this in its manifest");
            return;
        }
        if (expected.kind() == Manifest.Kind.FILE) {
            files++;
            if (!sha256(body, expected.size()).equals(expected.sha256())) {
                problems.add(item.path() + " differs from what was put in");
            }
            backup.listener().entry(item.path(), expected.size());
        } else if (expected.kind() == Manifest.Kind.LINK && !item.link().equals(expected.sha256())) {
            problems.add(item.path() + " points elsewhere than what was put in");
        }
        // Not one that the damage begins in.
        seen.add(item.path());
    }

    /** Of no more than one byte over the size: a hostile archive could unpack without end. */
    private static String sha256(InputStream body, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        long left = size + 1;
        while (left > 0) {
            int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                break;
            }
            digest.update(buffer, 0, count);
            left -= count;
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
