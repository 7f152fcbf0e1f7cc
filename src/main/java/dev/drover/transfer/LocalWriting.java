package dev.drover.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A partial file of this machine that grows. Where it begins before the end of what is there, the overlap must be equal
 * to what comes: else what is there belongs to another version of the source.
 */
final class LocalWriting implements Target.Writing, WritableByteChannel {
    private final FileChannel channel;
    private final boolean sync;
    private long overlap;

    LocalWriting(Path file, long offset, boolean sync) throws IOException {
        this.sync = sync;
        // A partial file of ours is never a link; following one that somebody planted would write elsewhere.
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        channel = FileChannel.open(file, options);
        try {
            if (offset == 0) {
                channel.truncate(0);
            }
            channel.position(offset);
            overlap = Math.max(0, channel.size() - offset);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public WritableByteChannel channel() {
        return this;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (overlap > 0) {
            compare(bytes);
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return count;
    }

    @Override
    public void finish() throws IOException {
        if (overlap > 0) {
            throw differs();
        }
        if (sync) {
            channel.force(true);
        }
        channel.close();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void compare(ByteBuffer bytes) throws IOException {
        int length = (int) Math.min(overlap, bytes.remaining());
        ByteBuffer there = ByteBuffer.allocate(length);
        while (there.hasRemaining()) {
            if (channel.read(there) < 0) {
                throw differs();
            }
        }
        ByteBuffer come = bytes.slice(bytes.position(), length);
        if (!there.flip().equals(come)) {
            throw differs();
        }
        bytes.position(bytes.position() + length);
        overlap -= length;
    }

    private static TransferException differs() {
        return new TransferException(
                ErrorClass.INTEGRITY, "The partial file of an earlier attempt differs from what the source sends now");
    }
}
