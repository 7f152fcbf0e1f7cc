package dev.drover.camel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.RuntimeCamelException;

/**
 * Takes the files of a poll on several threads. They are begun in order, and end in whatever order they are done; the
 * poll is over when all are.
 */
final class ParallelBatch implements AutoCloseable {
    private final FtpConsumer consumer;
    private final ExecutorService threads;

    ParallelBatch(FtpConsumer consumer, int size) {
        this.consumer = consumer;
        this.threads = consumer.getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(consumer, "FtpConsumerWorker", size);
    }

    /** Gives how many were begun. */
    int process(Queue<Object> exchanges) {
        int limit = consumer.getMaxMessagesPerPoll();
        int total = limit > 0 ? Math.min(limit, exchanges.size()) : exchanges.size();
        List<Future<Boolean>> running = new ArrayList<>(total);
        List<Exchange> taken = new ArrayList<>(total);
        for (int index = 0; index < total; index++) {
            Exchange exchange = (Exchange) exchanges.remove();
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, total);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == total - 1);
            taken.add(exchange);
            running.add(threads.submit(() -> consumer.isBatchAllowed() && consumer.take(exchange)));
        }
        Deque<Exchange> left = new ArrayDeque<>();
        exchanges.forEach(exchange -> left.add((Exchange) exchange));
        exchanges.clear();
        int begun = 0;
        for (int index = 0; index < total; index++) {
            if (isBegun(running.get(index))) {
                begun++;
            } else {
                left.add(taken.get(index));
            }
        }
        consumer.putBack(left);
        return begun;
    }

    private static boolean isBegun(Future<Boolean> job) {
        try {
            return job.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeCamelException("Interrupted while files were processed", e);
        } catch (ExecutionException e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e.getCause());
        }
    }

    @Override
    public void close() {
        consumer.getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(threads);
    }
}
