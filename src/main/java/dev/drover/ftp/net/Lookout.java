package dev.drover.ftp.net;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * While a thread waits on one connection, looks from time to time whether something elsewhere says that the wait is in
 * vain, and then closes the connection under that thread: long before a {@link Watch} would.
 *
 * <p>One thread begins and ends waits. Looking happens on another thread, which all lookouts share.
 */
public final class Lookout {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(500);
    private static final ScheduledThreadPoolExecutor LOOKING = Watch.daemon("drover-ftp-lookout");

    private final Closeable target;
    private final BooleanSupplier inVain;
    private boolean waiting;
    private boolean ended;
    private long since;
    private @Nullable ScheduledFuture<?> pending;

    private Lookout(Closeable target, BooleanSupplier inVain) {
        this.target = target;
        this.inVain = inVain;
    }

    /** @param inVain must not wait for anything; a wait of half a second comes before it is asked */
    public static Lookout over(Closeable target, BooleanSupplier inVain) {
        return new Lookout(target, inVain);
    }

    /** A wait begins, or goes on after some progress. */
    public synchronized void begin() {
        waiting = true;
        since = System.nanoTime();
        if (pending == null) {
            schedule(INTERVAL);
        }
    }

    /** The wait is over. */
    public synchronized void end() {
        waiting = false;
    }

    /** Whether a wait turned out to be in vain and the target was closed. */
    public synchronized boolean wasInVain() {
        return ended;
    }

    /** Ends the wait and forgets the task behind it. */
    public synchronized void stop() {
        waiting = false;
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }

    private void schedule(long nanos) {
        pending = LOOKING.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long begun = due();
        if (begun == 0) {
            return;
        }
        // Outside of the lock: whoever waits must not wait for the look as well.
        boolean vain = inVain.getAsBoolean();
        synchronized (this) {
            if (!waiting || since != begun || !vain) {
                return;
            }
            ended = true;
        }
        try {
            target.close();
        } catch (IOException ignored) {
            // The waiting thread sees the connection as closed either way.
        }
    }

    /** When the wait began that has lasted long enough for a look; 0 for none. */
    private synchronized long due() {
        pending = null;
        if (!waiting) {
            return 0;
        }
        long left = since + INTERVAL - System.nanoTime();
        schedule(left > 0 ? left : INTERVAL);
        return left > 0 ? 0 : since;
    }
}
