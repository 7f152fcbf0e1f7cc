package dev.drover.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Has several threads do the same at the same moment. */
public final class Racing {
    private Racing() {}

    /** What one of the threads does, told which one it is. */
    public interface Runner<T> {
        T run(int thread) throws Exception;
    }

    /** The results in the order of the threads; the first failure, if any. */
    public static <T> List<T> of(int threads, Runner<T> runner) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.add(() -> {
                    start.await(20, TimeUnit.SECONDS);
                    return runner.run(thread);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
