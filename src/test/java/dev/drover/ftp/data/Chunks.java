package dev.drover.ftp.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** Stages of a data connection, fed in pieces. */
final class Chunks {
    private Chunks() {}

    /** Gives these pieces, one a read, cut further where the target is smaller. */
    static ByteSource source(List<byte[]> pieces) {
        Iterator<byte[]> all = pieces.stream().filter(piece -> piece.length > 0).iterator();
        ByteBuffer[] current = {ByteBuffer.allocate(0)};
        return target -> {
            if (!current[0].hasRemaining()) {
                if (!all.hasNext()) {
                    return -1;
                }
                current[0] = ByteBuffer.wrap(all.next());
            }
            int count = Math.min(target.remaining(), current[0].remaining());
            byte[] bytes = new byte[count];
            current[0].get(bytes);
            target.put(bytes);
            return count;
        };
    }

    static ByteSource source(byte[] all, int pieceSize) {
        List<byte[]> pieces = new java.util.ArrayList<>();
        for (int at = 0; at < all.length; at += pieceSize) {
            pieces.add(java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + pieceSize)));
        }
        return source(pieces);
    }

    /** Reads to the end, with a buffer of this size. */
    static byte[] drain(ByteSource source, int bufferSize) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(bufferSize);
        while (source.read(buffer.clear()) >= 0) {
            buffer.flip();
            if (!buffer.hasRemaining()) {
                throw new AssertionError("a read gave neither a byte nor the end");
            }
            all.write(buffer.array(), 0, buffer.limit());
        }
        return all.toByteArray();
    }

    static ByteSink sink(ByteArrayOutputStream all) {
        return source -> {
            while (source.hasRemaining()) {
                all.write(source.get());
            }
        };
    }

    static void feed(ByteSink sink, byte[] all, int pieceSize) throws IOException {
        for (int at = 0; at < all.length; at += pieceSize) {
            sink.write(ByteBuffer.wrap(all, at, Math.min(pieceSize, all.length - at)));
        }
        sink.finish();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
