package dev.drover.ftp.net;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A deadline on whatever a thread waits for: when it passes, the connection is closed under the waiting thread, whose
 * read or write then ends with an exception. SO_TIMEOUT would cover single reads only, never a write and never a reply
 * that trickles.
 *
 * <p>One thread arms and disarms. Arming again moves the deadline and costs no system call and, most times, no task.
 */
public final class Watch {
    private static final ScheduledThreadPoolExecutor WATCHDOG = daemon("drover-ftp-watchdog");

    private final Closeable target;
    private boolean armed;
    private boolean fired;
    private long deadline;
    private String waitingFor = "";
    private @Nullable ScheduledFuture<?> pending;
    private long pendingAt;

    private Watch(Closeable target) {
        this.target = target;
    }

    /** A watch that is not armed yet. */
    public static Watch over(Closeable target) {
        return new Watch(target);
    }

    /**
     * Starts a wait.
     *
     * @param limit until the target is closed, from now
     * @param what is waited for, for the message of the error
     */
    public synchronized void arm(Duration limit, String what) {
        armed = true;
        waitingFor = what;
        long nanos = limit.toNanos();
        deadline = System.nanoTime() + nanos;
        if (pending == null || pendingAt - deadline > 0) {
            schedule(nanos);
        }
    }

    /** Ends the wait. A deadline that has already passed stays passed: see {@link #fired}. */
    public synchronized void disarm() {
        armed = false;
    }

    /** Whether a deadline passed and the target was closed. */
    public synchronized boolean fired() {
        return fired;
    }

    /** What was waited for, last. */
    public synchronized String waitingFor() {
        return waitingFor;
    }

    /** Ends the wait and forgets the task behind it. */
    public synchronized void stop() {
        armed = false;
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }

    private void schedule(long nanos) {
        if (pending != null) {
            pending.cancel(false);
        }
        pendingAt = System.nanoTime() + nanos;
        pending = WATCHDOG.schedule(this::due, nanos, TimeUnit.NANOSECONDS);
    }

    private void due() {
        synchronized (this) {
            pending = null;
            if (!armed) {
                return;
            }
            long left = deadline - System.nanoTime();
            if (left > 0) {
                schedule(left);
                return;
            }
            armed = false;
            fired = true;
        }
        try {
            target.close();
        } catch (IOException ignored) {
            // The waiting thread sees the connection as closed either way, and reports the deadline.
        }
    }

    /** One thread for short tasks, which does not keep the JVM alive. */
    public static ScheduledThreadPoolExecutor daemon(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
