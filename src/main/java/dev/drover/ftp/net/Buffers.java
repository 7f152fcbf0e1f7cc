package dev.drover.ftp.net;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Direct buffers for moving bytes, used again: making one costs as much as moving a small file. Thread-safe. A buffer is
 * given back by the thread that used it, when no other can still write to it; one that is not given back is garbage like
 * any other.
 */
public final class Buffers {
    /** Of every buffer. Larger ones move bytes no faster, smaller ones cost more calls a byte. */
    public static final int BYTES = 128 * 1024;

    private static final int KEPT = 64;
    private static final BlockingQueue<ByteBuffer> IDLE = new ArrayBlockingQueue<>(KEPT);

    private Buffers() {}

    /** An empty one, ready to be filled. */
    public static ByteBuffer borrow() {
        ByteBuffer idle = IDLE.poll();
        return idle != null ? idle.clear() : ByteBuffer.allocateDirect(BYTES);
    }

    /** Takes a buffer of {@link #borrow} back, and no other; the caller forgets it. */
    public static void giveBack(ByteBuffer buffer) {
        if (buffer.isDirect() && buffer.capacity() == BYTES) {
            IDLE.offer(buffer);
        }
    }
}
