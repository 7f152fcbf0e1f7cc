package dev.drover.camel;

import java.io.File;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fetched body that can be read many times: bytes in memory while it is small, else a temporary file. The file is
 * deleted when the exchange is done, unless a copy of the exchange (an aggregation, a wire tap) may have it still: then
 * when nobody refers to it any more. What is left to the garbage collector is counted, and too much of it asks for a
 * collection.
 */
final class SpooledBody implements Retrieved, SafeCopyProperty {
    private static final Logger LOG = LoggerFactory.getLogger(SpooledBody.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int COPY_BUFFER = 128 * 1024;
    private static final int FIRST_BUFFER = 8 * 1024;
    private static final long MOST_LEFT = 1L << 30;
    private static final AtomicLong LEFT = new AtomicLong();

    private final byte @Nullable [] bytes;
    private final @Nullable File file;
    private final Cleaner.@Nullable Cleanable deletion;
    private final @Nullable Deletion deleting;
    private volatile boolean shared;

    private SpooledBody(byte @Nullable [] bytes, @Nullable File file) {
        this.bytes = bytes;
        this.file = file;
        // The body that routes hold is the File, so it decides how long the temporary file is needed.
        this.deleting = file == null ? null : new Deletion(file.toPath());
        this.deletion = file == null || deleting == null ? null : CLEANER.register(file, deleting);
    }

    /** Reads the channel to its end. */
    static SpooledBody read(ReadableByteChannel from, OptionalLong size, FtpEndpoint endpoint) throws IOException {
        int threshold = endpoint.getSpoolThreshold() < 0 ? Integer.MAX_VALUE - 8 : endpoint.getSpoolThreshold();
        byte[] memory =
                new byte[(int) Math.min(threshold + 1L, size.isPresent() ? size.getAsLong() + 1 : FIRST_BUFFER)];
        int filled = 0;
        while (true) {
            int count = from.read(ByteBuffer.wrap(memory, filled, memory.length - filled));
            if (count < 0) {
                return new SpooledBody(filled == memory.length ? memory : Arrays.copyOf(memory, filled), null);
            }
            filled += count;
            if (filled > threshold) {
                return new SpooledBody(
                        null,
                        spool(
                                memory,
                                filled,
                                from,
                                endpoint.getComponent().bodies().newFile(endpoint.getSpoolDirectory())));
            }
            if (filled == memory.length) {
                memory = Arrays.copyOf(memory, (int) Math.min(threshold + 1L, memory.length * 2L));
            }
        }
    }

    private static File spool(byte[] begin, int length, ReadableByteChannel from, Path path) throws IOException {
        if (LEFT.get() > MOST_LEFT) {
            LOG.debug("{} bytes of bodies wait to be forgotten.", LEFT);
            System.gc();
        }
        boolean whole = false;
        try (FileChannel to = FileChannel.open(path, StandardOpenOption.WRITE)) {
            writeAll(ByteBuffer.wrap(begin, 0, length), to);
            ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BUFFER);
            while (from.read(buffer) >= 0) {
                writeAll(buffer.flip(), to);
                buffer.clear();
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
        return path.toFile();
    }

    private static void writeAll(ByteBuffer buffer, FileChannel to) throws IOException {
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
    }

    /** A byte array or a {@link File}. */
    Object content() {
        if (bytes != null) {
            return bytes;
        }
        if (file == null) {
            throw new IllegalStateException("a body is bytes or a file");
        }
        return file;
    }

    /** Camel calls this when it copies the exchange. A copy may outlive it. */
    @Override
    public SafeCopyProperty safeCopy() {
        share();
        return this;
    }

    /** From now on somebody may hold the body when the exchange is done. */
    void share() {
        shared = true;
    }

    @Override
    public void release() {
        if (deletion == null || deleting == null) {
            return;
        }
        if (shared) {
            deleting.leave();
        } else {
            deletion.clean();
        }
    }

    /** Must not refer to the body, or that would never be unreachable. */
    private static final class Deletion implements Runnable {
        private final Path path;
        private final AtomicLong left = new AtomicLong();

        Deletion(Path path) {
            this.path = path;
        }

        /** The exchange is done, and the file stays for now. */
        void leave() {
            long size = path.toFile().length();
            if (left.compareAndSet(0, size)) {
                LEFT.addAndGet(size);
            }
        }

        @Override
        public void run() {
            LEFT.addAndGet(-left.get());
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("The temporary file {} could not be deleted: {}", path, e.toString());
            }
        }
    }
}
