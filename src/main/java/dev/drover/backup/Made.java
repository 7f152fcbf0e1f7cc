package dev.drover.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What comes to be known of an archive while it is made. One thread. */
final class Made {
    private Manifest manifest = new Manifest("", Map.of());
    private List<String> problems = List.of();
    private boolean whole = true;
    private List<Manifest.Part> pieces = List.of();
    private long bytes;
    private String sha256 = "";

    /** Packs the sources, and leaves the stream open. */
    void pack(Backup backup, String archive, OutputStream out) throws IOException {
        OutputStream watched = new Watched(out, backup);
        OutputStream to =
                backup.encryption().isPresent() ? backup.encryption().get().into(watched) : watched;
        Packer packer = Packer.of(backup.format(), to);
        try (packer) {
            Packing packing = new Packing(backup, packer);
            packing.run();
            manifest = new Manifest(archive, packing.entries());
            problems = packing.problems();
            whole = packing.isWhole();
        }
    }

    void stored(String archive, Parting out) {
        pieces = out.pieces();
        bytes = pieces.stream().mapToLong(Manifest.Part::size).sum();
        sha256 = out.sha256();
        boolean isCut = !pieces.get(0).name().equals(archive);
        manifest = manifest.of(bytes, isCut ? pieces : List.of());
    }

    /** What the archive is in: itself, or its parts in order. */
    List<Manifest.Part> pieces() {
        return pieces;
    }

    /** What lies beside the archive, as {@code sha256sum} writes it. */
    String digests() {
        return pieces.stream()
                .map(piece -> piece.sha256() + "  " + piece.name() + "\n")
                .collect(Collectors.joining());
    }

    Manifest manifest() {
        return manifest;
    }

    List<String> problems() {
        return problems;
    }

    /** Whether everything that was to be saved was read. */
    boolean isWhole() {
        return whole;
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return sha256;
    }

    /** An archive ends by closing its stream, but an upload ends with the server's word. */
    private static final class Watched extends FilterOutputStream {
        private final Backup backup;

        Watched(OutputStream out, Backup backup) {
            super(out);
            this.backup = backup;
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            backup.moved(length);
            out.write(source, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
