package dev.drover.mirror;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads that do the same to many things. Closing ends them; nothing is left running after a call returns. */
final class Workers implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ExecutorService threads;
    private final Runnable breakOff;

    /**
     * @param breakOff makes work that blocks come to an end, when the caller is interrupted
     */
    Workers(int threads, Runnable breakOff) {
        this.threads = Executors.newFixedThreadPool(threads, named());
        this.breakOff = breakOff;
    }

    /**
     * Does the task to each item and gives the results in the order of the items. The first failure is thrown once all
     * that had begun is over; what had not begun is not done then.
     */
    <T, R> List<R> map(Collection<T> items, Task<T, R> task) throws IOException {
        List<Future<R>> running = new ArrayList<>();
        for (T item : items) {
            running.add(threads.submit(() -> task.on(item)));
        }
        List<R> results = new ArrayList<>();
        for (int i = 0; i < running.size(); i++) {
            try {
                results.add(running.get(i).get());
            } catch (ExecutionException e) {
                drop(running.subList(i + 1, running.size()));
                throw unwrapped(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                breakOff.run();
                running.forEach(future -> future.cancel(true));
                throw new InterruptedIOException("The mirror was interrupted");
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static <R> void drop(List<Future<R>> rest) {
        rest.forEach(future -> future.cancel(false));
    }

    private static IOException unwrapped(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof RuntimeException bug) {
            throw bug;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("The mirror failed: " + cause, cause);
    }

    private static ThreadFactory named() {
        return work -> {
            Thread thread = new Thread(work, "drover-mirror-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** What is done to one thing. */
    @FunctionalInterface
    interface Task<T, R> {
        R on(T item) throws IOException;
    }
}
