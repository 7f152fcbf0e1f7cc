package dev.drover.ftp.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Says goodbye to sessions that are not kept. A server that is slow to answer is not waited for long, whatever the number
 * of its sessions: those left over are dropped without a word.
 */
final class Farewells {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int AT_A_TIME = 8;
    private static final ThreadPoolExecutor THREADS = threads();

    private Farewells() {}

    /** Now, on this thread. */
    static void say(List<? extends SessionPool.Lent> leaving) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (SessionPool.Lent each : leaving) {
            if (deadline - System.nanoTime() > 0) {
                each.quit();
            } else {
                each.drop();
            }
        }
    }

    /** On another thread than those of other servers: nobody waits for what a server makes of it. */
    static void sayAside(List<? extends SessionPool.Lent> leaving) {
        if (!leaving.isEmpty()) {
            THREADS.execute(() -> say(leaving));
        }
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                AT_A_TIME, AT_A_TIME, LIMIT.toNanos(), TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "drover-ftp-farewell");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
