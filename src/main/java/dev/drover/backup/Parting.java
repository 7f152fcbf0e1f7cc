package dev.drover.backup;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what is written into parts, each stored and measured on its own, and no part begun before there is a byte for it.
 * Without a size all is one piece with the name of the archive. Closing it without {@link #finish} breaks off. One thread.
 */
final class Parting extends OutputStream {
    private static final int BUFFER = 128 * 1024;

    private final String archive;
    private final OptionalLong size;
    private final Store store;
    private final MessageDigest whole = Sha256.digest();
    private final List<Manifest.Part> pieces = new ArrayList<>();
    private @Nullable Piece open;
    private @Nullable Measured out;

    Parting(String archive, OptionalLong size, Store store) {
        this.archive = archive;
        this.size = size;
        this.store = store;
    }

    /** The name of the piece that gets its name last. */
    static String first(String archive, OptionalLong size) {
        return size.isPresent() ? Parts.first(archive) : archive;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            Measured to = out();
            long room = size.orElse(Long.MAX_VALUE) - to.bytes();
            int count = (int) Math.min(length - done, room);
            to.write(source, from + done, count);
            done += count;
            if (count == room) {
                end();
            }
        }
        if (size.isPresent()) {
            whole.update(source, from, length);
        }
    }

    private Measured out() throws IOException {
        if (out == null) {
            open = store.open(nextName());
            out = new Measured(new BufferedOutputStream(open.stream(), BUFFER));
        }
        return out;
    }

    private String nextName() throws IOException {
        if (pieces.size() >= Parts.MOST) {
            throw new IOException("The archive " + archive + " would have more than " + Parts.MOST + " parts of "
                    + size.orElse(0) + " bytes; choose a larger size for its parts");
        }
        return size.isPresent() ? Parts.name(archive, pieces.size() + 1) : archive;
    }

    private void end() throws IOException {
        if (open != null && out != null) {
            out.flush();
            Manifest.Part piece = new Manifest.Part(open.name(), out.bytes(), out.sha256());
            open.finish(piece.size(), piece.sha256());
            pieces.add(piece);
            open = null;
            out = null;
        }
    }

    /** Stores what is left. */
    void finish() throws IOException {
        if (pieces.isEmpty()) {
            out();
        }
        end();
    }

    @Override
    public void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    /** What was stored, in order; a single one with the name of the archive when it was not cut. */
    List<Manifest.Part> pieces() {
        return List.copyOf(pieces);
    }

    /** Of all parts, in hex; ends the digest, so ask once. */
    String sha256() {
        return size.isPresent()
                ? HexFormat.of().formatHex(whole.digest())
                : pieces.get(0).sha256();
    }

    /** Where pieces go. */
    @FunctionalInterface
    interface Store {
        Piece open(String name) throws IOException;
    }

    /** A piece on its way; closed without being finished, it is broken off. */
    interface Piece extends Closeable {
        String name();

        OutputStream stream();

        /** Makes sure that so many bytes with this digest arrived, after all were written. */
        void finish(long bytes, String sha256) throws IOException;
    }
}
