package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
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

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final GenericFileProcessStrategy<RemoteEntry> strategy;
    private final GenericFile<RemoteEntry> file;
    private final FileKeys keys;

    FileCompletion(
            FtpEndpoint endpoint,
            RemoteOperations operations,
            GenericFileProcessStrategy<RemoteEntry> strategy,
            GenericFile<RemoteEntry> file,
            FileKeys keys) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.strategy = strategy;
        this.file = file;
        this.keys = keys;
    }

    @Override
    public void onDone(Exchange exchange) {
        LOG.debug("Done with {}, failed: {}", file, exchange.isFailed());
        try {
            if (exchange.isFailed()) {
                rollBack(exchange);
            } else {
                commit(exchange);
            }
        } finally {
            Retrieved.release(exchange);
            keys.leave();
        }
    }

    private void commit(Exchange exchange) {
        try {
            strategy.commit(operations, endpoint, exchange, file);
        } catch (Exception e) {
            report(
                    "The file was routed, but could not be deleted or moved: " + file.getAbsoluteFilePath(),
                    exchange,
                    e);
            return;
        }
        deleteDoneFile(exchange);
        keys.confirm();
    }

    private void rollBack(Exchange exchange) {
        LOG.warn("Rolling back {} of {}", file, endpoint);
        keys.forget();
        // Without moveFailed the file is tried again, and needs its done file for that.
        if (endpoint.getMoveFailed() != null) {
            deleteDoneFile(exchange);
        }
        try {
            strategy.rollback(operations, endpoint, exchange, file);
        } catch (Exception e) {
            report("Error during rollback of " + file.getAbsoluteFilePath(), exchange, e);
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
