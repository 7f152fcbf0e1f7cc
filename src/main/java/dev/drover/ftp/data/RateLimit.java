package dev.drover.ftp.data;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Bytes a second, for one transfer or for all that share it. A bucket that holds a tenth of a second's worth: after a
 * pause no more than that goes at once. Thread-safe.
 */
public final class RateLimit {
    private static final int BURSTS_A_SECOND = 10;
    private static final int SMALLEST_STEP = 512;
    private static final int LARGEST_STEP = 256 * 1024;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    private RateLimit(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.tokens = step();
        this.filledAt = nanoTime.getAsLong();
    }

    /** A limit for all that share it. */
    public static RateLimit bytesPerSecond(long limit) {
        return withClock(limit, System::nanoTime);
    }

    static RateLimit withClock(long limit, LongSupplier nanoTime) {
        if (limit < 1) {
            throw new IllegalArgumentException("a rate is at least one byte a second, not " + limit);
        }
        return new RateLimit(limit, nanoTime);
    }

    /** The most that should be moved at once, so that the flow is even. */
    int step() {
        return (int) Math.max(SMALLEST_STEP, Math.min(LARGEST_STEP, bytesPerSecond / BURSTS_A_SECOND));
    }

    /** Takes so many bytes off the bucket, which may go below zero: who comes next waits for it. */
    synchronized long reserve(long bytes) {
        long now = nanoTime.getAsLong();
        tokens = Math.min(step(), tokens + (now - filledAt) / NANOS * bytesPerSecond);
        filledAt = now;
        tokens -= bytes;
        return tokens >= 0 ? 0 : (long) (-tokens / bytesPerSecond * NANOS);
    }

    /** Counts bytes that have moved, and waits until the rate is kept again. */
    void moved(long bytes) throws InterruptedIOException {
        long until = System.nanoTime() + reserve(bytes);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while keeping to " + bytesPerSecond + " bytes a second");
            }
        }
    }
}
