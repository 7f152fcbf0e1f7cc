package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a file when its exchange is done. After success the file is deleted or moved first; only then its done
 * file is deleted and its idempotent key confirmed, so that neither says more than is true.
 */
final class FileCompletion extends SynchronizationAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FileCompletion.class);

    /** Replies from here on would be the same again. */
    private static final int PERMANENT = 500;

    private static final long SHORT = Duration.ofSeconds(1).toNanos();

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final GenericFileProcessStrategy<RemoteEntry> strategy;
    private final GenericFile<RemoteEntry> file;
    private final FileKeys keys;
    private final Unfinished unfinished;
    private final long begun;

    /** @param begun when the file began to be read, as {@link System#nanoTime} tells it */
    FileCompletion(
            FtpEndpoint endpoint,
            RemoteOperations operations,
            GenericFileProcessStrategy<RemoteEntry> strategy,
            GenericFile<RemoteEntry> file,
            FileKeys keys,
            Unfinished unfinished,
            long begun) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.strategy = strategy;
        this.file = file;
        this.keys = keys;
        this.unfinished = unfinished;
        this.begun = begun;
    }

    @Override
    public void onDone(Exchange exchange) {
        LOG.debug("Done with {}, failed: {}", file, exchange.isFailed());
        boolean waits = false;
        try {
            // First of all: a stream that was read in part has the session that the next commands may wait for.
            Retrieved.release(exchange);
            if (exchange.isFailed()) {
                waits = !rollBack(exchange);
            } else {
                waits = !commit(exchange);
            }
        } finally {
            if (!waits) {
                keys.leave();
            }
        }
    }

    /** False when the file waits for its last step, and must not be taken meanwhile. */
    private boolean commit(Exchange exchange) {
        try {
            if (wasReplaced() || !takeLastStep(exchange)) {
                LOG.info("{} was replaced while the one before was routed; it stays, and is taken next.", file);
                keys.forget();
                strategy.abort(operations, endpoint, exchange, file);
                return true;
            }
        } catch (Exception e) {
            boolean waits = unfinished.add(exchange, file, keys, this::finish);
            report(
                    "The file was routed, but could not be deleted or moved: " + file.getAbsoluteFilePath()
                            + (waits ? ". Each poll tries again, and does not route it again." : ""),
                    exchange,
                    e);
            return !waits;
        }
        confirm(exchange);
        return true;
    }

    /**
     * Whether another file has come under the name meanwhile. It would be deleted or moved unread. Asking costs a command,
     * so it is done only when there was time for it.
     */
    private boolean wasReplaced() {
        return (endpoint.isDelete() || !endpoint.isNoop())
                && System.nanoTime() - begun > SHORT
                && unfinished.find(file) == Unfinished.Found.ANOTHER;
    }

    /**
     * What the server may not want just now, or what was lost with the connection, is tried once more at once. False when
     * another file has the name by then: the one that was routed is gone, and this one nobody has read.
     */
    private boolean takeLastStep(Exchange exchange) throws Exception {
        try {
            strategy.commit(operations, endpoint, exchange, file);
            return true;
        } catch (GenericFileOperationFailedException e) {
            if (e.getCode() >= PERMANENT) {
                throw e;
            }
            LOG.info("Trying again to delete or move {}: {}", file.getAbsoluteFilePath(), e.getMessage());
        }
        Unfinished.Found found = unfinished.find(file);
        if (found == Unfinished.Found.THE_SAME) {
            strategy.commit(operations, endpoint, exchange, file);
        }
        return found != Unfinished.Found.ANOTHER;
    }

    /** The last step, some time later. */
    private void finish(Exchange exchange, GenericFile<RemoteEntry> waiting) throws Exception {
        switch (unfinished.find(waiting)) {
            case THE_SAME -> {
                strategy.commit(operations, endpoint, exchange, waiting);
                confirm(exchange);
            }
            case NOTHING -> confirm(exchange);
            case ANOTHER -> keys.forget();
        }
    }

    private void confirm(Exchange exchange) {
        deleteDoneFile(exchange);
        try {
            keys.confirm();
        } catch (RuntimeException e) {
            report("The file was routed, but its idempotent key not confirmed: " + keys.path(), exchange, e);
        }
    }

    /** False when the file waits to be moved to where failed files go: it would fail again, with all that is told of it. */
    private boolean rollBack(Exchange exchange) {
        LOG.debug("Rolling back {} of {}", file, endpoint);
        keys.forget();
        // Without moveFailed the file is tried again, and needs its done file for that.
        if (endpoint.getMoveFailed() != null) {
            deleteDoneFile(exchange);
        }
        try {
            strategy.rollback(operations, endpoint, exchange, file);
            return true;
        } catch (Exception e) {
            boolean waits = endpoint.getMoveFailed() != null
                    && !KeepingStrategy.isKept(exchange)
                    && unfinished.add(exchange, file, keys, this::putAside);
            report(
                    "The file failed, and could not be moved to where such files go: " + file.getAbsoluteFilePath()
                            + (waits ? ". Each poll tries again, and does not route it again." : ""),
                    exchange,
                    e);
            return !waits;
        }
    }

    /** The last step of a file that failed, some time later. */
    private void putAside(Exchange exchange, GenericFile<RemoteEntry> waiting) throws Exception {
        if (unfinished.find(waiting) == Unfinished.Found.THE_SAME) {
            strategy.rollback(operations, endpoint, exchange, waiting);
        }
    }

    /** A done file of fixed name serves the whole batch and goes with the last file of it. */
    private void deleteDoneFile(Exchange exchange) {
        String pattern = endpoint.getDoneFileName();
        if (pattern == null || endpoint.isNoop()) {
            return;
        }
        boolean last = exchange.getProperty(ExchangePropertyKey.BATCH_COMPLETE, false, Boolean.class);
        if (pattern.contains("{file:name") || last) {
            String name = endpoint.doneFileFor(keys.path());
            try {
                operations.deleteFile(name);
            } catch (RuntimeException e) {
                report("Error deleting done file: " + name, exchange, e);
            }
        }
    }

    private void report(String message, Exchange exchange, Exception failure) {
        @Nullable ExceptionHandler configured = endpoint.getOnCompletionExceptionHandler();
        ExceptionHandler handler = configured != null
                ? configured
                : new LoggingExceptionHandler(endpoint.getCamelContext(), FileCompletion.class);
        handler.handleException(message, exchange, failure);
    }

    @Override
    public String toString() {
        return "FileCompletion[" + keys.path() + "]";
    }
}
